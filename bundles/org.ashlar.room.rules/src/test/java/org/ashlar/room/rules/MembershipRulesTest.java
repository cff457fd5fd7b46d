package org.ashlar.room.rules;

import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.BOB;
import static org.ashlar.room.rules.Scene.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.event.SampleRoom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expected rules are written as in version 12; versions 10 and 11 count one less.
class MembershipRulesTest {
  @ParameterizedTest
  @CsvSource({
    "public, none, ok",
    "public, leave, ok",
    "public, invite, ok",
    "public, join, ok",
    "public, knock, ok",
    "public, ban, 5.3.3",
    "invite, none, 5.3.7",
    "invite, leave, 5.3.7",
    "invite, invite, ok",
    "invite, join, ok",
    "invite, knock, 5.3.7",
    "invite, ban, 5.3.3",
    "knock, none, 5.3.7",
    "knock, invite, ok",
    "knock, join, ok",
    "knock, knock, 5.3.7",
    "knock, ban, 5.3.3",
    "restricted, none, 5.3.5.2",
    "restricted, invite, ok",
    "restricted, join, ok",
    "restricted, ban, 5.3.3",
    "knock_restricted, none, 5.3.5.2",
    "knock_restricted, knock, 5.3.5.2",
    "knock_restricted, invite, ok",
    "private, invite, 5.3.7",
    "private, join, 5.3.7",
    "none, none, 5.3.7",
    "none, invite, ok"
  })
  void joining(String joinRule, String membership, String expected) {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = scene(version, joinRule, membership);

      assertThat(scene.membership(ALICE, ALICE, "join")).isEqualTo(in(version, expected));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "knock, none, ok",
    "knock, leave, ok",
    "knock, knock, ok",
    "knock, invite, 5.7.4",
    "knock, join, 5.7.4",
    "knock, ban, 5.7.4",
    "knock_restricted, none, ok",
    "restricted, none, 5.7.1",
    "public, none, 5.7.1",
    "invite, none, 5.7.1",
    "none, none, 5.7.1"
  })
  void knocking(String joinRule, String membership, String expected) {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = scene(version, joinRule, membership);

      assertThat(scene.membership(ALICE, ALICE, "knock")).isEqualTo(in(version, expected));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void nobodyJoinsOrKnocksForSomebodyElse(String version) {
    Scene scene = new Scene(version).joinRule("knock").member(ALICE, "join");

    assertThat(scene.membership(ALICE, BOB, "join")).isEqualTo(in(version, "5.3.2"));
    assertThat(scene.membership(ALICE, BOB, "knock")).isEqualTo(in(version, "5.7.2"));
  }

  @ParameterizedTest
  @CsvSource({
    "join, 50, ok",
    "join, 49, 5.3.5.2",
    "leave, 50, 5.3.5.2",
    "invite, 50, 5.3.5.2",
  })
  void aRestrictedJoinIsAuthorizedByAMemberWhoMayInvite(
      String membership, int level, String expected) {
    for (String version : List.of("10", "11", "12")) {
      for (String rule : List.of("restricted", "knock_restricted")) {
        Scene scene =
            new Scene(version)
                .joinRule(rule)
                .member(ALICE, membership)
                .levels("{'invite':50,'users':{'" + ALICE + "':" + level + "}}");
        String content = "{'membership':'join','join_authorised_via_users_server':'" + ALICE + "'}";

        assertThat(scene.send(BOB, "m.room.member", BOB, content)).isEqualTo(in(version, expected));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "join, none, 0, ok",
    "join, leave, 0, ok",
    "join, knock, 0, ok",
    "join, invite, 0, ok",
    "join, join, 0, 5.4.3",
    "join, ban, 0, 5.4.3",
    "leave, none, 0, 5.4.2",
    "invite, none, 0, 5.4.2",
    "join, none, 1, 5.4.5"
  })
  void inviting(String sender, String target, int inviteLevel, String expected) {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = new Scene(version).levels("{'invite':" + inviteLevel + "}");
      set(scene, ALICE, sender);
      set(scene, BOB, target);

      assertThat(scene.membership(ALICE, BOB, "invite")).isEqualTo(in(version, expected));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "join, ok",
    "invite, ok",
    "knock, ok",
    "leave, 5.5.1",
    "none, 5.5.1",
    "ban, 5.5.1",
  })
  void leaving(String membership, String expected) {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = scene(version, "public", membership);

      assertThat(scene.membership(ALICE, ALICE, "leave")).isEqualTo(in(version, expected));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // sender, own level, target, target's level, expected
    "join, 50, join, 49, ok",
    "join, 50, invite, 0, ok",
    "join, 50, join, 50, 5.5.5",
    "join, 49, join, 0, 5.5.5",
    "leave, 50, join, 0, 5.5.2",
    "join, 60, ban, 0, ok",
    "join, 59, ban, 0, 5.5.3",
    "join, 60, ban, 60, 5.5.5"
  })
  void kickingAndUnbanning(
      String sender, int own, String target, int targetLevel, String expected) {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = new Scene(version).levels(levels(own, targetLevel, "'ban':60"));
      set(scene, ALICE, sender);
      set(scene, BOB, target);

      assertThat(scene.membership(ALICE, BOB, "leave")).isEqualTo(in(version, expected));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "join, 60, join, 59, ok",
    "join, 60, none, 0, ok",
    "join, 59, join, 0, 5.6.3",
    "join, 60, join, 60, 5.6.3",
    "leave, 60, join, 0, 5.6.1"
  })
  void banning(String sender, int own, String target, int targetLevel, String expected) {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = new Scene(version).levels(levels(own, targetLevel, "'ban':60"));
      set(scene, ALICE, sender);
      set(scene, BOB, target);

      assertThat(scene.membership(ALICE, BOB, "ban")).isEqualTo(in(version, expected));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aMembershipMustBeStatedAndKnown(String version) {
    Scene scene = new Scene(version).joinRule("public").member(ALICE, "join");

    assertThat(scene.send(ALICE, "m.room.member", ALICE, "{}")).isEqualTo(in(version, "5.1"));
    assertThat(scene.send(ALICE, "m.room.member", null, "{'membership':'join'}"))
        .isEqualTo(in(version, "5.1"));
    assertThat(scene.membership(ALICE, ALICE, "dance")).isEqualTo(in(version, "5.8"));
    assertThat(scene.send(ALICE, "m.room.member", ALICE, "{'membership':1}"))
        .isEqualTo(in(version, "5.8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void onlyTheCreatorMakesTheFirstJoin(String version) {
    Scene scene = new Scene(version);
    scene.state.keySet().removeIf(key -> key.type().equals("m.room.member"));

    // Given no membership at all, an event after the create event alone is the first join.
    assertThat(scene.membership(CREATOR, CREATOR, "join")).isEqualTo("ok");
    assertThat(scene.membership(ALICE, ALICE, "join")).isEqualTo(in(version, "5.3.7"));
    scene.member(CREATOR, "leave");
    assertThat(scene.membership(CREATOR, CREATOR, "join")).isEqualTo(in(version, "5.3.7"));
    assertThat(
            scene.verdict(
                scene.room.eventAt(
                    1,
                    CREATOR,
                    SampleRoom.Body.of("m.room.member", CREATOR, "{'membership':'join'}"),
                    List.of(),
                    List.of(
                        scene.room.create(), scene.event(CREATOR, "m.room.message", null, "{}")))))
        .isEqualTo(in(version, "5.3.7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void theCreatorWithoutPowerLevelsCanKickAndBan(String version) {
    Scene scene = new Scene(version).member(ALICE, "join");

    assertThat(scene.membership(CREATOR, ALICE, "leave")).isEqualTo("ok");
    assertThat(scene.membership(CREATOR, ALICE, "ban")).isEqualTo("ok");
    assertThat(scene.membership(ALICE, CREATOR, "ban")).isEqualTo(in(version, "5.6.3"));
  }

  /// A rule's number in a version, given its number in version 12.
  static String in(String version, String rule) {
    if (version.equals("12") || rule.equals("ok")) {
      return rule;
    }
    int dot = rule.indexOf('.');
    String head = dot < 0 ? rule : rule.substring(0, dot);
    return (Integer.parseInt(head) - 1) + (dot < 0 ? "" : rule.substring(dot));
  }

  private static String levels(int own, int target, String more) {
    return "{'users':{'" + ALICE + "':" + own + ",'" + BOB + "':" + target + "}," + more + "}";
  }

  private static Scene scene(String version, String joinRule, String membership) {
    Scene scene = new Scene(version);
    if (!joinRule.equals("none")) {
      scene.joinRule(joinRule);
    }
    set(scene, ALICE, membership);
    return scene;
  }

  private static void set(Scene scene, String user, String membership) {
    if (!membership.equals("none")) {
      scene.member(user, membership);
    }
  }
}
