package org.ashlar.room.rules;

import static org.ashlar.room.rules.RuleRow.allows;
import static org.ashlar.room.rules.RuleRow.rejects;
import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.BOB;
import static org.ashlar.room.rules.Scene.CREATOR;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonString;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;

/// The rules about rooms, auth events, aliases, ordinary events and redactions.
final class RoomRows {
  private static final String POWER = "8 8 7 7 7 7 7 8";

  private RoomRows() {}

  static List<RuleRow> rows() {
    List<RuleRow> rows = new ArrayList<>(createRows());
    rows.addAll(authEventRows());
    rows.addAll(eventRows());
    rows.addAll(redactionRows());
    return rows;
  }

  private static List<RuleRow> createRows() {
    return List.of(
        rejects(
            "1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1",
            scene -> scene.send(CREATOR, "m.room.create", "", "{'creator':'" + CREATOR + "'}"),
            scene -> scene.verdict(scene.room.create())),
        rejects(
            "1.2 1.2 1.2 1.2 1.2 1.2 1.2 1.2",
            RoomRows::createWithWrongRoomId,
            scene -> create(scene, CREATOR, "{}")),
        rejects(
            "1.3 1.3 1.3 1.3 1.3 1.3 1.3 1.3",
            scene -> create(scene, CREATOR, "{'room_version':'no such'}"),
            scene -> create(scene, CREATOR, "{'room_version':'1'}")),
        rejects(
            "1.4 1.4 1.4 1.4 1.4 1.4 - -",
            scene -> scene.verdict(without(scene.room.create(), "creator")),
            scene -> scene.verdict(without(scene.room.create(), "room_version"))),
        rejects(
            "- - - - - - - 1.4",
            scene -> create(scene, CREATOR, "{'additional_creators':['" + BOB + "','bob']}"),
            scene -> create(scene, CREATOR, "{'additional_creators':['" + BOB + "']}")),
        allows(
            "1.5 1.5 1.5 1.5 1.5 1.5 1.4 1.5",
            scene -> create(scene, CREATOR, "{'type':'m.space'}"),
            "1.3 1.3 1.3 1.3 1.3 1.3 1.3 1.3",
            scene -> create(scene, CREATOR, "{'room_version':null}")),
        rejects(
            "3 3 3 3 3 3 3 4",
            scene -> closed(scene, "false").membership(BOB, BOB, "join"),
            scene -> closed(scene, "true").membership(BOB, BOB, "join")),
        rejects(
            "3 3 3 3 3 3 3 4",
            scene -> closed(scene, "false").send(BOB, "m.room.message", null, "{}"),
            scene -> closed(scene, "false").membership(ALICE, ALICE, "join")));
  }

  private static List<RuleRow> authEventRows() {
    return List.of(
        rejects(
            "2.1 2.1 2.1 2.1 2.1 2.1 2.1 3.1",
            scene -> named(scene, StateKey.POWER_LEVELS, StateKey.POWER_LEVELS),
            scene -> named(scene, StateKey.POWER_LEVELS)),
        rejects(
            "2.2 2.2 2.2 2.2 2.2 2.2 2.2 3.2",
            scene -> named(scene, StateKey.POWER_LEVELS, StateKey.JOIN_RULES),
            RoomRows::named),
        rejects(
            "2.3 2.3 2.3 2.3 2.3 2.3 2.3 3.3",
            scene -> scene.named(base(scene, true)),
            scene -> scene.named(base(scene, false))),
        rejects(
            "2.4 2.4 2.4 2.4 2.4 2.4 2.4 -",
            scene -> scene.named(List.of()),
            scene -> scene.named(List.of(new AuthEvent(scene.room.create(), false)))),
        rejects(
            "2.4 2.4 2.4 2.4 2.4 2.4 2.4 2",
            scene -> {
              scene.state.remove(StateKey.CREATE);
              return scene.send(CREATOR, "m.room.message", null, "{}");
            },
            scene -> scene.send(CREATOR, "m.room.message", null, "{}")),
        rejects(
            "- - - - - - - 2",
            scene -> scene.verdict(new Scene("12", "{'x':1}").event(CREATOR, "t", null, "{}")),
            scene -> scene.verdict(scene.event(CREATOR, "t", null, "{}"))),
        rejects(
            "2.5 2.5 2.5 2.5 2.5 2.5 2.5 3.5",
            scene -> {
              scene.levels("{}");
              scene.state.computeIfPresent(StateKey.POWER_LEVELS, (_, event) -> elsewhere(event));
              return named(scene, StateKey.POWER_LEVELS);
            },
            scene -> named(scene.levels("{}"), StateKey.POWER_LEVELS)));
  }

  private static List<RuleRow> eventRows() {
    return List.of(
        rejects(
            "4.1 4.1 - - - - - -",
            scene -> scene.send(ALICE, "m.room.aliases", null, "{}"),
            scene -> scene.send(ALICE, "m.room.aliases", "a.example", "{}")),
        rejects(
            "4.2 4.2 - - - - - -",
            scene -> scene.send(ALICE, "m.room.aliases", "b.example", "{}"),
            scene -> scene.send(BOB, "m.room.aliases", "b.example", "{}")),
        allows(
            "4.3 4.3 - - - - - -",
            scene ->
                scene
                    .levels("{'state_default':100}")
                    .send(BOB, "m.room.aliases", "b.example", "{}"),
            "4.2 4.2 - - - - - -",
            scene -> scene.send(BOB, "m.room.aliases", "", "{}")),
        rejects(
            "- - 5 5 5 5 5 6",
            scene -> scene.send(BOB, "m.room.aliases", "b.example", "{}"),
            scene ->
                scene
                    .levels("{'state_default':0}")
                    .member(BOB, "join")
                    .send(BOB, "m.room.aliases", "b.example", "{}")),
        rejects(
            "6 6 5 5 5 5 5 6",
            scene -> scene.member(ALICE, "invite").send(ALICE, "m.room.message", null, "{}"),
            scene -> scene.member(ALICE, "join").send(ALICE, "m.room.message", null, "{}")),
        rejects(
            "7.1 7.1 6.1 6.1 6.1 6.1 6.1 7.1",
            scene -> promise(scene, "{'invite':1,'state_default':0}"),
            scene -> promise(scene, "{'invite':0,'state_default':100}")),
        rejects(
            POWER,
            scene -> scene.member(ALICE, "join").send(ALICE, "m.room.topic", "", "{}"),
            scene -> scene.member(ALICE, "join").send(ALICE, "m.room.topic", null, "{}")),
        rejects(
            POWER,
            scene -> withLevel(scene, 49).send(ALICE, "m.room.topic", "", "{}"),
            scene -> withLevel(scene, 50).send(ALICE, "m.room.topic", "", "{}")),
        rejects(
            POWER,
            scene -> listed(scene, 31).send(ALICE, "m.room.message", null, "{}"),
            scene -> listed(scene, 30).send(ALICE, "m.room.message", null, "{}")),
        rejects(
            "9 9 8 8 8 8 8 9",
            scene -> withLevel(scene, 100).send(ALICE, "t", BOB, "{}"),
            scene -> withLevel(scene, 100).send(ALICE, "t", ALICE, "{}")),
        rejects(
            "9 9 8 8 8 8 8 9",
            scene -> withLevel(scene, 100).send(ALICE, "t", "@", "{}"),
            scene -> withLevel(scene, 100).send(ALICE, "t", "a@", "{}")),
        allows(
            "12 11 10 10 10 10 10 11",
            scene -> withLevel(scene, 0).send(ALICE, "m.room.message", null, "{}"),
            POWER,
            scene -> withLevel(scene, -1).send(ALICE, "m.room.message", null, "{}")));
  }

  private static List<RuleRow> redactionRows() {
    return List.of(
        allows(
            "11.1 - - - - - - -",
            scene -> redact(withLevel(scene, 50), "$x:b.example"),
            "11.3 - - - - - - -",
            scene -> redact(withLevel(scene, 49), "$x:b.example")),
        allows(
            "11.2 - - - - - - -",
            scene -> redact(withLevel(scene, 0), "$x:a.example"),
            "11.3 - - - - - - -",
            scene -> redact(withLevel(scene, 0), "$x:aa.example")),
        rejects(
            "11.3 - - - - - - -",
            scene -> redact(withLevel(scene, 0), "$x"),
            scene -> redact(withLevel(scene, 0).levels("{'redact':'0'}"), "$x")),
        rejects(
            "11.3 - - - - - - -",
            scene -> withLevel(scene, 0).send(ALICE, "m.room.redaction", null, "{}"),
            scene -> withLevel(scene, 50).send(ALICE, "m.room.redaction", null, "{}")),
        rejects(
            "- 8 7 7 7 7 7 8",
            scene ->
                withLevel(scene, 0)
                    .levels("{'events_default':1}")
                    .send(ALICE, "m.room.redaction", null, "{}"),
            scene -> redact(withLevel(scene, 0), "$x:b.example")));
  }

  private static String create(Scene scene, String creator, String content) {
    return scene.verdict(new SampleRoom(scene.room.version().id(), creator, content).create());
  }

  private static String createWithWrongRoomId(Scene scene) {
    return scene.room.version().has(Behavior.ROOM_ID_IS_CREATE_HASH)
        ? scene.verdict(
            scene.room.eventAt(
                1,
                CREATOR,
                SampleRoom.Body.of("m.room.create", "", "{'room_version':'12'}"),
                List.of(),
                List.of()))
        : create(scene, "@creator:b.example", "{}");
  }

  private static Scene closed(Scene scene, String federate) {
    return new Scene(scene.room.version().id(), "{'m.federate':" + federate + "}")
        .joinRule("public");
  }

  private static Event without(Event create, String member) {
    return Event.read(
        Json.writeSorted(create.pdu().with("content", create.content().without(member))),
        create.version());
  }

  private static Event elsewhere(Event event) {
    return Event.read(
        Json.writeSorted(event.pdu().with("room_id", new JsonString("!other:a.example"))),
        event.version());
  }

  private static List<AuthEvent> base(Scene scene, boolean memberIsRejected) {
    List<AuthEvent> base = new ArrayList<>();
    if (scene.room.version().has(Behavior.CREATE_IN_AUTH_EVENTS)) {
      base.add(new AuthEvent(scene.room.create(), false));
    }
    Event member = scene.state.get(new StateKey("m.room.member", CREATOR));
    base.add(new AuthEvent(member, memberIsRejected));
    return base;
  }

  private static String named(Scene scene, StateKey... more) {
    List<AuthEvent> named = base(scene, false);
    Arrays.stream(more)
        .map(key -> scene.state.getOrDefault(key, scene.event(CREATOR, key.type(), "", "{}")))
        .forEach(event -> named.add(new AuthEvent(event, false)));
    return scene.named(named);
  }

  private static Scene withLevel(Scene scene, int level) {
    return scene.member(ALICE, "join").levels("{'users':{'" + ALICE + "':" + level + "}}");
  }

  private static Scene listed(Scene scene, int required) {
    return scene
        .member(ALICE, "join")
        .levels("{'users_default':30,'events':{'m.room.message':" + required + "}}");
  }

  private static String promise(Scene scene, String levels) {
    return scene
        .member(ALICE, "join")
        .levels(levels)
        .send(ALICE, "m.room.third_party_invite", "t", "{}");
  }

  private static String redact(Scene scene, String target) {
    return scene.verdict(scene.redaction(ALICE, target));
  }
}
