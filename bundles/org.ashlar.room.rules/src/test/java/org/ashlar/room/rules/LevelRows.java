package org.ashlar.room.rules;

import static org.ashlar.room.rules.RuleRow.allows;
import static org.ashlar.room.rules.RuleRow.rejects;
import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.CREATOR;

import java.util.ArrayList;
import java.util.List;

/// The rules about power levels.
final class LevelRows {
  private static final String USERS = "10.1 10.1 9.1 9.1 9.1 9.3 9.3 10.3";
  private static final String CURRENT = "10.3.1 10.3.1 9.3.1 9.3.1 9.3.1 9.5.1 9.5.1 10.6.1";
  private static final String NEXT = "10.3.2 10.3.2 9.3.2 9.3.2 9.3.2 9.5.2 9.5.2 10.6.2";
  private static final String ENTRY_CURRENT = "10.4.1 10.4.1 9.4.1 9.4.1 9.4.1 9.6.1 9.6.1 10.7.1";
  private static final String ENTRY_NEXT = "10.5.1 10.5.1 9.5.1 9.5.1 9.5.1 9.7.1 9.7.1 10.8.1";
  private static final String USER_CURRENT = "10.6.1 10.6.1 9.6.1 9.6.1 9.6.1 9.8.1 9.8.1 10.9.1";
  private static final String USER_NEXT = "10.7.1 10.7.1 9.7.1 9.7.1 9.7.1 9.9.1 9.9.1 10.10.1";

  private LevelRows() {}

  static List<RuleRow> rows() {
    List<RuleRow> rows = new ArrayList<>(formRows());
    rows.addAll(oldFormRows());
    rows.addAll(changeRows());
    rows.addAll(userRows());
    return rows;
  }

  private static List<RuleRow> formRows() {
    List<RuleRow> rows = new ArrayList<>();
    for (String name :
        new String[] {
          "users_default", "events_default", "state_default", "ban", "redact", "kick", "invite"
        }) {
      rows.add(
          rejects(
              "- - - - - 9.1 9.1 10.1",
              scene -> first(scene, "{'" + name + "':'0'}"),
              scene -> first(scene, "{'" + name + "':0}")));
    }
    for (String name : new String[] {"events", "notifications"}) {
      rows.add(
          rejects(
              "- - - - - 9.2 9.2 10.2",
              scene -> first(scene, "{'" + name + "':{'a':1,'b':'0'}}"),
              scene -> first(scene, "{'" + name + "':{'a':1,'b':0}}")));
      rows.add(
          rejects(
              "- - - - - 9.2 9.2 10.2",
              scene -> first(scene, "{'" + name + "':[]}"),
              scene -> first(scene, "{'" + name + "':{}}")));
    }
    rows.add(rejects(USERS, scene -> first(scene, "{'users':[]}"), scene -> first(scene, "{}")));
    rows.add(
        rejects(
            USERS,
            scene -> first(scene, "{'users':{'alice':1}}"),
            scene -> first(scene, "{'users':{'@alice:x':1}}")));
    rows.add(
        rejects(
            USERS,
            scene -> first(scene, "{'users':{'@alice:x':true}}"),
            scene -> first(scene, "{'users':{'@alice:x':-1}}")));
    rows.add(
        rejects(
            "- - - - - - - 10.4",
            scene -> first(scene, "{'users':{'" + CREATOR + "':100}}"),
            scene -> first(scene, "{'users':{'" + ALICE + "':100}}")));
    rows.add(
        allows(
            "10.2 10.2 9.2 9.2 9.2 9.4 9.4 10.5",
            scene -> first(scene, "{'ban':101,'users':{'@x:y':101}}"),
            "8 8 7 7 7 7 7 8",
            scene -> scene.member(ALICE, "join").send(ALICE, "m.room.power_levels", "", "{}")));
    return rows;
  }

  /// Texts of integers before version 10, fractions before version 6.
  private static List<RuleRow> oldFormRows() {
    List<RuleRow> rows = new ArrayList<>();
    for (String text :
        new String[] {"100", "000100", "+100", "-100", " 100 ", "\\t00100\\n", " +100", "-100 "}) {
      for (String wrong : new String[] {"x", "1 0", "1.0", "+ 1", "--1", "", " ", "1e2", "١"}) {
        rows.add(
            rejects(
                "10.1 10.1 9.1 9.1 9.1 - - -",
                scene -> first(scene, "{'users':{'@x:y':'" + wrong + "'}}"),
                scene -> first(scene, "{'users':{'@x:y':'" + text + "'}}")));
        rows.add(
            rejects(
                "- - - - - 9.3 9.3 10.3",
                scene -> first(scene, "{'users':{'@x:y':'" + text + "'}}"),
                scene -> first(scene, "{'users':{'@x:y':100}}")));
      }
    }
    // Alice has 50 of 50; what is not changed in effect may be above.
    rows.add(
        rejects(
            "10.3.1 10.3.1 - - - - - -",
            scene -> change(scene, "{'ban':60.9}", "{'ban':61}"),
            scene -> change(scene, "{'ban':6.09E1}", "{'ban':' +060'}")));
    rows.add(
        rejects(
            "10.7.1 10.7.1 - - - - - -",
            scene -> change(scene, "{}", "{'users':{'" + ALICE + "':51.0}}"),
            scene -> change(scene, "{}", "{'users':{'" + ALICE + "':50.99}}")));
    rows.add(
        rejects(
            "10.7.1 10.7.1 - - - - - -",
            scene -> change(scene, "{}", "{'users':{'@x:y':1e300}}"),
            scene -> change(scene, "{}", "{'users':{'@x:y':-1e300}}")));
    rows.add(
        rejects(
            "10.7.1 10.7.1 - - - - - -",
            scene -> change(scene, "{}", "{'users':{'@x:y':99999999999999999999}}"),
            scene -> change(scene, "{}", "{'users':{'@x:y':-99999999999999999999}}")));
    rows.add(
        rejects(
            "- - 9.3.1 9.3.1 9.3.1 - - -",
            scene -> change(scene, "{'ban':'60'}", "{'ban':61}"),
            scene -> change(scene, "{'ban':'60'}", "{'ban':60}")));
    return rows;
  }

  private static List<RuleRow> changeRows() {
    List<RuleRow> rows = new ArrayList<>();
    for (String name :
        new String[] {"users_default", "events_default", "ban", "redact", "kick", "invite"}) {
      String base = "{'state_default':0,'events':{'m.room.power_levels':0},";
      rows.add(
          rejects(
              CURRENT,
              scene -> change(scene, base + "'" + name + "':51}", base + "'" + name + "':50}"),
              scene -> change(scene, base + "'" + name + "':50}", base + "'" + name + "':0}")));
      rows.add(
          rejects(
              CURRENT,
              scene -> change(scene, base + "'" + name + "':51}", base + "'x':0}"),
              scene -> change(scene, base + "'" + name + "':50}", base + "'x':0}")));
      rows.add(
          rejects(
              NEXT,
              scene -> change(scene, base + "'" + name + "':0}", base + "'" + name + "':51}"),
              scene -> change(scene, base + "'" + name + "':0}", base + "'" + name + "':50}")));
      rows.add(
          rejects(
              NEXT,
              scene -> change(scene, base + "'x':0}", base + "'" + name + "':51}"),
              scene -> change(scene, base + "'" + name + "':51}", base + "'" + name + "':51}")));
    }
    rows.add(
        rejects(
            NEXT,
            scene -> change(scene, "{}", "{'state_default':51}"),
            scene -> change(scene, "{}", "{'state_default':50}")));
    rows.addAll(entryRows("events", ENTRY_CURRENT, ENTRY_NEXT));
    rows.addAll(
        entryRows(
            "notifications",
            "- - 9.4.1 9.4.1 9.4.1 9.6.1 9.6.1 10.7.1",
            "- - 9.5.1 9.5.1 9.5.1 9.7.1 9.7.1 10.8.1"));
    rows.add(
        rejects(
            ENTRY_CURRENT,
            scene -> change(scene, "{'events':{'b':51}}", "{'events':{'a':51}}"),
            scene -> change(scene, "{'events':{'b':50}}", "{'events':{'a':50}}")));
    // Before version 6 notifications were nobody's business.
    rows.add(
        allows(
            "10.8 10.8 - - - - - -",
            scene -> change(scene, "{'notifications':{'a':99}}", "{'notifications':{'b':99}}"),
            "10.5.1 10.5.1 - - - - - -",
            scene -> change(scene, "{'events':{}}", "{'events':{'b':99}}")));
    rows.add(
        allows(
            "10.8 10.8 9.8 9.8 9.8 9.10 9.10 10.11",
            scene -> change(scene, "{'kick':1,'events':{'a':2}}", "{'ban':50,'events':{'b':50}}"),
            NEXT,
            scene -> change(scene, "{'kick':1,'events':{'a':2}}", "{'ban':51,'events':{'b':51}}")));
    return rows;
  }

  private static List<RuleRow> entryRows(String map, String current, String next) {
    String open = "{'" + map + "':{";
    return List.of(
        rejects(
            current,
            scene -> change(scene, open + "'a':51}}", open + "'a':50}}"),
            scene -> change(scene, open + "'a':50}}", open + "'a':0}}")),
        rejects(
            current,
            scene -> change(scene, open + "'a':51}}", "{}"),
            scene -> change(scene, open + "'a':50}}", "{}")),
        rejects(
            next,
            scene -> change(scene, open + "'a':0}}", open + "'a':51}}"),
            scene -> change(scene, open + "'a':0}}", open + "'a':50}}")),
        rejects(
            next,
            scene -> change(scene, "{}", open + "'a':51}}"),
            scene -> change(scene, open + "'a':51}}", open + "'a':51}}")));
  }

  private static List<RuleRow> userRows() {
    String alice = "'" + ALICE + "':50";
    String all = "{'users':{" + alice + ",'@x:y':49,'@z:y':50}}";
    return List.of(
        rejects(
            USER_CURRENT,
            scene -> change(scene, all, "{'users':{" + alice + ",'@x:y':49,'@z:y':49}}"),
            scene -> change(scene, all, "{'users':{" + alice + ",'@x:y':48,'@z:y':50}}")),
        rejects(
            USER_CURRENT,
            scene -> change(scene, all, "{'users':{" + alice + ",'@x:y':49}}"),
            scene -> change(scene, all, "{'users':{" + alice + ",'@z:y':50}}")),
        rejects(
            USER_CURRENT,
            scene -> change(scene, all, "{'users':{" + alice + ",'@x:y':51}}"),
            scene -> change(scene, all, "{'users':{'" + ALICE + "':0,'@x:y':49,'@z:y':50}}")),
        rejects(
            USER_NEXT,
            scene -> change(scene, all, "{'users':{" + alice + ",'@x:y':51,'@z:y':50}}"),
            scene -> change(scene, all, "{'users':{" + alice + ",'@x:y':50,'@z:y':50}}")),
        rejects(
            USER_NEXT,
            scene -> change(scene, all, all.replace("':49", "':49,'@n:y':51")),
            scene -> change(scene, all, all.replace("':49", "':49,'@n:y':50"))),
        rejects(
            USER_NEXT,
            scene -> change(scene, all, all.replace(alice, "'" + ALICE + "':51")),
            scene -> change(scene, all, "{'users':{'@x:y':49,'@z:y':50}}")));
  }

  private static String first(Scene scene, String content) {
    return scene.send(CREATOR, "m.room.power_levels", "", content);
  }

  /// Alice, whose level is 50 unless the levels before say so, changes levels.
  private static String change(Scene scene, String before, String after) {
    return scene
        .member(ALICE, "join")
        .levels(withAlice(before))
        .send(ALICE, "m.room.power_levels", "", withAlice(after, before));
  }

  private static String withAlice(String levels) {
    return withAlice(levels, levels);
  }

  private static String withAlice(String levels, String before) {
    if (before.contains("'users':") || levels.contains("'users':")) {
      return levels.contains("'users':") ? levels : withUsers(levels);
    }
    return withUsers(levels);
  }

  private static String withUsers(String levels) {
    String users = "'users':{'" + ALICE + "':50}";
    return levels.equals("{}")
        ? "{" + users + "}"
        : levels.substring(0, levels.length() - 1) + "," + users + "}";
  }
}
