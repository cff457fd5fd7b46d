package org.ashlar.room.rules;

import static org.ashlar.room.rules.RuleRow.allows;
import static org.ashlar.room.rules.RuleRow.rejects;
import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.BOB;
import static org.ashlar.room.rules.Scene.CREATOR;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.Signatures;
import org.ashlar.event.SigningKey;

/// The rules about memberships. Rows without a number that an earlier version has are said twice.
final class MemberRows {
  private static final SigningKey KEY =
      SigningKey.parse("ed25519 0 b2xkIHNlZWRzIG1ha2UgZ29vZCB0ZXN0IGtleXMgMTI");
  private static final String NOT_PERMITTED = "5.2.6 5.2.6 4.2.6 4.2.6 4.3.7 4.3.7 4.3.7 5.3.7";
  private static final String KICK = "5.4.5 5.4.5 4.4.5 4.4.5 4.5.5 4.5.5 4.5.5 5.5.5";
  private static final String BAN = "5.5.3 5.5.3 4.5.3 4.5.3 4.6.3 4.6.3 4.6.3 5.6.3";
  private static final String INVITE = "5.3.5 5.3.5 4.3.5 4.3.5 4.4.5 4.4.5 4.4.5 5.4.5";
  private static final String RESTRICTED = "- - - - 4.3.5.2 4.3.5.2 4.3.5.2 5.3.5.2";

  private MemberRows() {}

  static List<RuleRow> rows() {
    List<RuleRow> rows = new ArrayList<>(joinRows());
    rows.addAll(restrictedRows());
    rows.addAll(thirdPartyRows());
    rows.addAll(inviteRows());
    rows.addAll(leaveRows());
    rows.addAll(banRows());
    rows.addAll(knockRows());
    return rows;
  }

  private static List<RuleRow> joinRows() {
    return List.of(
        rejects(
            "5.1 5.1 4.1 4.1 4.1 4.1 4.1 5.1",
            scene -> scene.send(CREATOR, "m.room.member", CREATOR, "{'displayname':'x'}"),
            scene -> scene.send(CREATOR, "m.room.member", CREATOR, "{'membership':'join'}")),
        rejects(
            "5.1 5.1 4.1 4.1 4.1 4.1 4.1 5.1",
            scene -> scene.send(CREATOR, "m.room.member", null, "{'membership':'join'}"),
            scene -> scene.membership(CREATOR, CREATOR, "leave")),
        allows(
            "5.2.1 5.2.1 4.2.1 4.2.1 4.3.1 4.3.1 4.3.1 5.3.1",
            scene -> first(scene, CREATOR),
            NOT_PERMITTED,
            scene -> first(scene, ALICE)),
        allows(
            "5.2.1 5.2.1 4.2.1 4.2.1 4.3.1 4.3.1 - -",
            scene -> first(foundedFor(scene, ALICE), ALICE),
            NOT_PERMITTED,
            scene -> first(foundedFor(scene, ALICE), CREATOR)),
        allows(
            "- - - - - - 4.3.1 5.3.1",
            scene -> first(foundedFor(scene, ALICE), CREATOR),
            NOT_PERMITTED,
            scene -> first(foundedFor(scene, ALICE), ALICE)),
        rejects(
            "5.2.2 5.2.2 4.2.2 4.2.2 4.3.2 4.3.2 4.3.2 5.3.2",
            scene -> scene.joinRule("public").membership(ALICE, BOB, "join"),
            scene -> scene.joinRule("public").membership(BOB, BOB, "join")),
        rejects(
            "5.2.3 5.2.3 4.2.3 4.2.3 4.3.3 4.3.3 4.3.3 5.3.3",
            scene -> joins(scene, "public", "ban"),
            scene -> joins(scene, "public", "leave")),
        allows(
            "5.2.4 5.2.4 4.2.4 4.2.4 4.3.4 4.3.4 4.3.4 5.3.4",
            scene -> joins(scene, "invite", "invite"),
            NOT_PERMITTED,
            scene -> joins(scene, "invite", "leave")),
        allows(
            "5.2.4 5.2.4 4.2.4 4.2.4 4.3.4 4.3.4 4.3.4 5.3.4",
            scene -> joins(scene, "invite", "join"),
            NOT_PERMITTED,
            scene -> scene.membership(ALICE, ALICE, "join")),
        allows(
            "- - - 4.2.4 4.3.4 4.3.4 4.3.4 5.3.4",
            scene -> joins(scene, "knock", "invite"),
            NOT_PERMITTED,
            scene -> joins(scene, "knock", "knock")),
        allows(
            "5.2.5 5.2.5 4.2.5 4.2.5 4.3.6 4.3.6 4.3.6 5.3.6",
            scene -> scene.joinRule("public").membership(ALICE, ALICE, "join"),
            NOT_PERMITTED,
            scene -> scene.joinRule("private").membership(ALICE, ALICE, "join")),
        rejects(
            "5.2.6 5.2.6 4.2.6 4.2.6 4.3.7 4.3.7 4.3.7 5.3.7",
            scene -> joins(scene, "private", "invite"),
            scene -> joins(scene, "public", "invite")),
        rejects(
            "5.2.6 5.2.6 4.2.6 - - - - -",
            scene -> joins(scene, "knock", "invite"),
            scene -> joins(scene, "invite", "invite")),
        rejects(
            "5.2.6 5.2.6 4.2.6 4.2.6 - - - -",
            scene -> joins(scene, "restricted", "join"),
            scene -> joins(scene, "public", "join")),
        rejects(
            "5.2.6 5.2.6 4.2.6 4.2.6 4.3.7 - - -",
            scene -> joins(scene, "knock_restricted", "invite"),
            scene -> joins(scene, "invite", "invite")));
  }

  private static List<RuleRow> restrictedRows() {
    return List.of(
        rejects(
            "- - - - 4.2.1 4.2.1 4.2.1 5.2.1",
            scene -> authorized(scene.joinRule("public"), "alice"),
            scene -> authorized(scene.joinRule("public"), ALICE)),
        allows(
            "- - - - 4.3.5.1 4.3.5.1 4.3.5.1 5.3.5.1",
            scene -> joins(scene, "restricted", "invite"),
            RESTRICTED,
            scene -> joins(scene, "restricted", "leave")),
        allows(
            "- - - - - 4.3.5.1 4.3.5.1 5.3.5.1",
            scene -> joins(scene, "knock_restricted", "join"),
            RESTRICTED,
            scene -> joins(scene, "knock_restricted", "knock")),
        rejects(
            RESTRICTED,
            scene -> authorized(restricted(scene, 49).member(ALICE, "join"), ALICE),
            scene -> authorized(restricted(scene, 50).member(ALICE, "join"), ALICE)),
        rejects(
            RESTRICTED,
            scene -> authorized(restricted(scene, 50).member(ALICE, "invite"), ALICE),
            scene -> authorized(restricted(scene, 51).member(ALICE, "join"), ALICE)),
        allows(
            "- - - - 4.3.5.3 4.3.5.3 4.3.5.3 5.3.5.3",
            scene -> authorized(scene.joinRule("restricted").member(ALICE, "join"), ALICE),
            RESTRICTED,
            scene -> authorized(scene.joinRule("restricted").member(ALICE, "leave"), ALICE)));
  }

  private static List<RuleRow> thirdPartyRows() {
    return List.of(
        rejects(
            "5.3.1.1 5.3.1.1 4.3.1.1 4.3.1.1 4.4.1.1 4.4.1.1 4.4.1.1 5.4.1.1",
            scene -> redeems(scene.member(BOB, "ban"), signed(BOB, "t")),
            scene -> redeems(scene.member(BOB, "join"), signed(BOB, "t"))),
        rejects(
            "5.3.1.2 5.3.1.2 4.3.1.2 4.3.1.2 4.4.1.2 4.4.1.2 4.4.1.2 5.4.1.2",
            scene -> sends(promised(scene), "{'membership':'invite','third_party_invite':{}}"),
            scene -> sends(promised(scene), "{'membership':'invite'}")),
        rejects(
            "5.3.1.3 5.3.1.3 4.3.1.3 4.3.1.3 4.4.1.3 4.4.1.3 4.4.1.3 5.4.1.3",
            scene -> redeems(scene, signed(BOB, "t").without("mxid")),
            scene -> redeems(scene, signed(BOB, "t"))),
        rejects(
            "5.3.1.3 5.3.1.3 4.3.1.3 4.3.1.3 4.4.1.3 4.4.1.3 4.4.1.3 5.4.1.3",
            scene -> redeems(scene, signed(BOB, "t").without("token")),
            scene -> redeems(scene, signed(BOB, "t"))),
        rejects(
            "5.3.1.4 5.3.1.4 4.3.1.4 4.3.1.4 4.4.1.4 4.4.1.4 4.4.1.4 5.4.1.4",
            scene -> redeems(scene, signed(CREATOR, "t")),
            scene -> redeems(scene, signed(BOB, "t"))),
        rejects(
            "5.3.1.5 5.3.1.5 4.3.1.5 4.3.1.5 4.4.1.5 4.4.1.5 4.4.1.5 5.4.1.5",
            scene -> redeems(scene, signed(BOB, "other")),
            scene -> redeems(scene, signed(BOB, "t"))),
        rejects(
            "5.3.1.6 5.3.1.6 4.3.1.6 4.3.1.6 4.4.1.6 4.4.1.6 4.4.1.6 5.4.1.6",
            scene -> redeems(promised(scene), CREATOR, signed(BOB, "t")),
            scene -> redeems(promised(scene), ALICE, signed(BOB, "t"))),
        allows(
            "5.3.1.7 5.3.1.7 4.3.1.7 4.3.1.7 4.4.1.7 4.4.1.7 4.4.1.7 5.4.1.7",
            scene -> redeems(promised(scene).member(ALICE, "leave"), ALICE, signed(BOB, "t")),
            "5.3.1.8 5.3.1.8 4.3.1.8 4.3.1.8 4.4.1.8 4.4.1.8 4.4.1.8 5.4.1.8",
            scene -> redeems(scene, signed(BOB, "t").without("signatures"))),
        rejects(
            "5.3.1.8 5.3.1.8 4.3.1.8 4.3.1.8 4.4.1.8 4.4.1.8 4.4.1.8 5.4.1.8",
            scene ->
                redeems(
                    scene,
                    SampleRoom.object("{'x':1}").toBuilder().putAll(signed(BOB, "t")).build()),
            scene -> redeems(scene, signed(BOB, "t"))));
  }

  private static List<RuleRow> inviteRows() {
    return List.of(
        rejects(
            "5.3.2 5.3.2 4.3.2 4.3.2 4.4.2 4.4.2 4.4.2 5.4.2",
            scene -> scene.member(ALICE, "invite").membership(ALICE, BOB, "invite"),
            scene -> scene.member(ALICE, "join").membership(ALICE, BOB, "invite")),
        rejects(
            "5.3.3 5.3.3 4.3.3 4.3.3 4.4.3 4.4.3 4.4.3 5.4.3",
            scene -> scene.member(BOB, "join").membership(CREATOR, BOB, "invite"),
            scene -> scene.member(BOB, "invite").membership(CREATOR, BOB, "invite")),
        rejects(
            "5.3.3 5.3.3 4.3.3 4.3.3 4.4.3 4.4.3 4.4.3 5.4.3",
            scene -> scene.member(BOB, "ban").membership(CREATOR, BOB, "invite"),
            scene -> scene.member(BOB, "leave").membership(CREATOR, BOB, "invite")),
        allows(
            "5.3.4 5.3.4 4.3.4 4.3.4 4.4.4 4.4.4 4.4.4 5.4.4",
            scene -> levels(scene, 50, 0, "'invite':50").membership(ALICE, BOB, "invite"),
            INVITE,
            scene -> levels(scene, 49, 0, "'invite':50").membership(ALICE, BOB, "invite")),
        rejects(
            INVITE,
            scene -> levels(scene, -1, 0, "'ban':0").membership(ALICE, BOB, "invite"),
            scene -> levels(scene, 0, 0, "'ban':0").membership(ALICE, BOB, "invite")));
  }

  private static List<RuleRow> leaveRows() {
    return List.of(
        rejects(
            "5.4.1 5.4.1 4.4.1 4.4.1 4.5.1 4.5.1 4.5.1 5.5.1",
            scene -> scene.member(ALICE, "ban").membership(ALICE, ALICE, "leave"),
            scene -> scene.member(ALICE, "invite").membership(ALICE, ALICE, "leave")),
        rejects(
            "5.4.1 5.4.1 4.4.1 - - - - -",
            scene -> scene.member(ALICE, "knock").membership(ALICE, ALICE, "leave"),
            scene -> scene.member(ALICE, "join").membership(ALICE, ALICE, "leave")),
        rejects(
            "- - - 4.4.1 4.5.1 4.5.1 4.5.1 5.5.1",
            scene -> scene.membership(ALICE, ALICE, "leave"),
            scene -> scene.member(ALICE, "knock").membership(ALICE, ALICE, "leave")),
        rejects(
            "5.4.2 5.4.2 4.4.2 4.4.2 4.5.2 4.5.2 4.5.2 5.5.2",
            scene ->
                levels(scene, 100, 0, "'kick':0")
                    .member(ALICE, "leave")
                    .membership(ALICE, BOB, "leave"),
            scene -> levels(scene, 100, 0, "'kick':0").membership(ALICE, BOB, "leave")),
        rejects(
            "5.4.3 5.4.3 4.4.3 4.4.3 4.5.3 4.5.3 4.5.3 5.5.3",
            scene ->
                levels(scene, 59, 0, "'ban':60").member(BOB, "ban").membership(ALICE, BOB, "leave"),
            scene ->
                levels(scene, 60, 0, "'ban':60")
                    .member(BOB, "ban")
                    .membership(ALICE, BOB, "leave")),
        allows(
            "5.4.4 5.4.4 4.4.4 4.4.4 4.5.4 4.5.4 4.5.4 5.5.4",
            scene -> levels(scene, 50, 49, "'kick':50").membership(ALICE, BOB, "leave"),
            KICK,
            scene -> levels(scene, 50, 50, "'kick':50").membership(ALICE, BOB, "leave")),
        rejects(
            KICK,
            scene -> levels(scene, 49, 0, "'kick':50").membership(ALICE, BOB, "leave"),
            scene -> levels(scene, 50, 0, "'ban':60").membership(ALICE, BOB, "leave")));
  }

  private static List<RuleRow> banRows() {
    return List.of(
        rejects(
            "5.5.1 5.5.1 4.5.1 4.5.1 4.6.1 4.6.1 4.6.1 5.6.1",
            scene ->
                levels(scene, 100, 0, "'ban':0")
                    .member(ALICE, "invite")
                    .membership(ALICE, BOB, "ban"),
            scene -> levels(scene, 100, 0, "'ban':0").membership(ALICE, BOB, "ban")),
        allows(
            "5.5.2 5.5.2 4.5.2 4.5.2 4.6.2 4.6.2 4.6.2 5.6.2",
            scene -> levels(scene, 60, 59, "'ban':60").membership(ALICE, BOB, "ban"),
            BAN,
            scene -> levels(scene, 60, 60, "'ban':60").membership(ALICE, BOB, "ban")),
        rejects(
            BAN,
            scene -> levels(scene, 49, 0, "'kick':0").membership(ALICE, BOB, "ban"),
            scene -> levels(scene, 50, 0, "'kick':0").membership(ALICE, BOB, "ban")));
  }

  private static List<RuleRow> knockRows() {
    String withMembership = "- - - 4.6.4 4.7.4 4.7.4 4.7.4 5.7.4";
    return List.of(
        rejects(
            "- - - 4.6.1 4.7.1 4.7.1 4.7.1 5.7.1",
            scene -> scene.joinRule("public").membership(ALICE, ALICE, "knock"),
            scene -> scene.joinRule("knock").membership(ALICE, ALICE, "knock")),
        rejects(
            "- - - 4.6.1 4.7.1 - - -",
            scene -> scene.joinRule("knock_restricted").membership(ALICE, ALICE, "knock"),
            scene -> scene.joinRule("knock").membership(ALICE, ALICE, "knock")),
        rejects(
            "- - - - - 4.7.1 4.7.1 5.7.1",
            scene -> scene.joinRule("restricted").membership(ALICE, ALICE, "knock"),
            scene -> scene.joinRule("knock_restricted").membership(ALICE, ALICE, "knock")),
        rejects(
            "- - - 4.6.2 4.7.2 4.7.2 4.7.2 5.7.2",
            scene -> scene.joinRule("knock").membership(ALICE, BOB, "knock"),
            scene -> scene.joinRule("knock").membership(BOB, BOB, "knock")),
        allows(
            "- - - 4.6.3 4.7.3 4.7.3 4.7.3 5.7.3",
            scene -> knocks(scene, "leave"),
            withMembership,
            scene -> knocks(scene, "join")),
        rejects(withMembership, scene -> knocks(scene, "ban"), scene -> knocks(scene, "knock")),
        rejects(withMembership, scene -> knocks(scene, "invite"), scene -> knocks(scene, "leave")),
        rejects(
            "5.6 5.6 4.6 4.7 4.8 4.8 4.8 5.8",
            scene -> scene.membership(CREATOR, CREATOR, "dance"),
            scene -> scene.membership(CREATOR, CREATOR, "join")),
        rejects(
            "5.6 5.6 4.6 - - - - -",
            scene -> scene.joinRule("knock").membership(ALICE, ALICE, "knock"),
            scene -> scene.joinRule("public").membership(ALICE, ALICE, "join")),
        rejects(
            "5.6 5.6 4.6 4.7 4.8 4.8 4.8 5.8",
            scene -> scene.send(CREATOR, "m.room.member", CREATOR, "{'membership':['join']}"),
            scene -> scene.send(CREATOR, "m.room.member", CREATOR, "{'membership':'leave'}")));
  }

  private static String first(Scene scene, String user) {
    scene.state.keySet().removeIf(key -> key.type().equals("m.room.member"));
    return scene.membership(user, user, "join");
  }

  /// A room whose create event names another creator than its sender.
  private static Scene foundedFor(Scene scene, String creator) {
    return new Scene(scene.room.version().id(), "{'creator':'" + creator + "'}");
  }

  private static String joins(Scene scene, String rule, String membership) {
    return scene.joinRule(rule).member(ALICE, membership).membership(ALICE, ALICE, "join");
  }

  private static String knocks(Scene scene, String membership) {
    return scene.joinRule("knock").member(ALICE, membership).membership(ALICE, ALICE, "knock");
  }

  private static Scene restricted(Scene scene, int level) {
    return scene
        .joinRule("restricted")
        .levels("{'invite':50,'users':{'" + ALICE + "':" + level + "}}");
  }

  private static String authorized(Scene scene, String by) {
    return sends(
        scene, BOB, "{'membership':'join','join_authorised_via_users_server':'" + by + "'}");
  }

  /// Alice is in the room at a level, and so is Bob.
  private static Scene levels(Scene scene, int alice, int bob, String more) {
    return scene
        .member(ALICE, "join")
        .levels("{'users':{'" + ALICE + "':" + alice + ",'" + BOB + "':" + bob + "}," + more + "}");
  }

  private static Scene promised(Scene scene) {
    String promise = "{'public_key':'" + KEY.verifyKey().base64() + "'}";
    return scene.member(ALICE, "join").set(ALICE, "m.room.third_party_invite", "t", promise);
  }

  private static JsonObject signed(String user, String token) {
    JsonObject unsigned = SampleRoom.object("{'mxid':'" + user + "','token':'" + token + "'}");
    return Signatures.sign(unsigned, "identity.example", KEY);
  }

  private static String redeems(Scene scene, JsonObject signed) {
    return redeems(promised(scene), ALICE, signed);
  }

  private static String redeems(Scene scene, String sender, JsonObject signed) {
    return sends(
        scene,
        sender,
        "{'membership':'invite','third_party_invite':{'signed':" + Json.text(signed) + "}}");
  }

  private static String sends(Scene scene, String content) {
    return sends(scene, ALICE, content);
  }

  private static String sends(Scene scene, String sender, String content) {
    return scene.send(sender, "m.room.member", BOB, content);
  }
}
