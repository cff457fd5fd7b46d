package org.ashlar.room.rules;

import static org.ashlar.room.rules.MembershipRulesTest.in;
import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.BOB;
import static org.ashlar.room.rules.Scene.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthVerdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomRulesTest {
  private final VersionedAuthRules rules = new VersionedAuthRules("1.2.3");

  @Test
  void theRevisionIsTheVersionOfTheBundle() {
    assertThat(rules.revision()).isEqualTo("1.2.3");
  }

  @Test
  void aRejectionSaysWhatIsWrong() {
    Scene scene = new Scene("11").member(ALICE, "join").member(BOB, "ban");
    scene.levels("{'users':{'" + ALICE + "':50}}");

    assertThat(sentence(scene, "m.room.member", BOB, "{'membership':'invite'}"))
        .isEqualTo("The user is banned from this room.");
    assertThat(sentence(scene.member(BOB, "join"), "m.room.member", BOB, "{'membership':'invite'}"))
        .isEqualTo("The user is a member of the room already.");
    assertThat(sentence(scene, "m.room.power_levels", "", "{'ban':51}"))
        .isEqualTo("The level of ban is above the sender's own.");
    assertThat(sentence(scene.levels("{'state_default':7}"), "m.room.topic", "", "{}"))
        .isEqualTo("Sending m.room.topic needs power 7; the sender has 0.");
  }

  private String sentence(Scene scene, String type, String stateKey, String content) {
    AuthVerdict verdict =
        rules.check(scene.event(ALICE, type, stateKey, content), scene.state::get);
    return ((AuthVerdict.Rejected) verdict).sentence();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aCreateEventIsJudgedByItself(String version) {
    Scene scene = new Scene(version);

    assertThat(scene.verdict(scene.room.create())).isEqualTo("ok");
    assertThat(scene.send(CREATOR, "m.room.create", "", "{'creator':'@c:c'}")).isEqualTo("1.1");
    assertThat(create(version, "{'room_version':'no such'}")).isEqualTo("1.3");
    assertThat(create(version, "{'room_version':12}")).isEqualTo("1.3");
    assertThat(create(version, "{'room_version':'11'}")).isEqualTo("ok");
  }

  @Test
  void theRoomIdOfOlderVersionsIsOnTheSendersServer() {
    for (String version : List.of("10", "11")) {
      SampleRoom room = new SampleRoom(version, "@creator:b.example", "{}");

      assertThat(Scene.text(rules.check(room.create(), _ -> null))).isEqualTo("1.2");
    }
  }

  @Test
  void aCreateEventOfVersion12HasNoRoomId() {
    SampleRoom room = new SampleRoom("12", CREATOR, "{}");
    Event withRoomId =
        room.eventAt(
            1,
            CREATOR,
            SampleRoom.Body.of("m.room.create", "", "{'room_version':'12'}"),
            List.of(),
            List.of());

    assertThat(Scene.text(rules.check(withRoomId, _ -> null))).isEqualTo("1.2");
  }

  @Test
  void theCreatorIsNamedInVersion10Only() {
    assertThat(create("10", "{}", "creator")).isEqualTo("1.4");
    assertThat(create("11", "{}", "creator")).isEqualTo("ok");
  }

  @Test
  void additionalCreatorsOfVersion12AreUserIds() {
    assertThat(create("12", "{'additional_creators':['@x:y.example']}")).isEqualTo("ok");
    assertThat(create("12", "{'additional_creators':[]}")).isEqualTo("ok");
    for (String wrong : List.of("'@x:y'", "['x']", "[7]", "['@x:y.example',null]", "['@x']")) {
      assertThat(create("12", "{'additional_creators':" + wrong + "}")).isEqualTo("1.4");
      assertThat(create("11", "{'additional_creators':" + wrong + "}")).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11"})
  void nothingHappensInARoomThatWasNotCreated(String version) {
    Scene scene = new Scene(version);
    scene.state.remove(StateKey.CREATE);

    assertThat(scene.send(CREATOR, "m.room.message", null, "{}")).isEqualTo("2.4");
  }

  @Test
  void anEventOfVersion12IsInTheRoomOfItsCreateEvent() {
    Scene scene = new Scene("12");
    Scene other = new Scene("12", "{'other':true}");

    assertThat(scene.verdict(scene.event(CREATOR, "m.room.message", null, "{}"))).isEqualTo("ok");
    assertThat(scene.verdict(other.event(CREATOR, "m.room.message", null, "{}"))).isEqualTo("2");
    scene.state.remove(StateKey.CREATE);
    assertThat(scene.send(CREATOR, "m.room.message", null, "{}")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aRoomMayBeClosedToOtherServers(String version) {
    Scene closed = new Scene(version, "{'m.federate':false}").joinRule("public");
    Scene open = new Scene(version, "{'m.federate':'false'}").joinRule("public");

    assertThat(closed.membership(BOB, BOB, "join")).isEqualTo(in(version, "4"));
    assertThat(closed.membership(ALICE, ALICE, "join")).isEqualTo("ok");
    assertThat(open.membership(BOB, BOB, "join")).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aRedactionIsJudgedLikeAnyOtherEvent(String version) {
    Scene scene = new Scene(version).member(ALICE, "join").levels("{'redact':100}");

    assertThat(scene.send(ALICE, "m.room.redaction", null, "{}")).isEqualTo("ok");
    scene.levels("{'events':{'m.room.redaction':1}}");
    assertThat(scene.send(ALICE, "m.room.redaction", null, "{}")).isEqualTo(in(version, "8"));
  }

  @Test
  void authEventsAreSelectedByTypeAndMembership() {
    UserId alice = new UserId(ALICE);
    StateKey levels = StateKey.POWER_LEVELS;
    StateKey join = StateKey.JOIN_RULES;
    StateKey own = StateKey.member(alice);
    StateKey bob = new StateKey("m.room.member", BOB);

    assertThat(needed("12", "m.room.create", "", "{}")).isEmpty();
    assertThat(needed("12", "m.room.message", null, "{}")).containsExactlyInAnyOrder(levels, own);
    assertThat(needed("11", "m.room.message", null, "{}"))
        .containsExactlyInAnyOrder(StateKey.CREATE, levels, own);
    for (String membership : List.of("join", "invite", "knock")) {
      assertThat(needed("12", "m.room.member", BOB, "{'membership':'" + membership + "'}"))
          .containsExactlyInAnyOrder(levels, own, bob, join);
    }
    for (String membership : List.of("leave", "ban", "else")) {
      assertThat(needed("12", "m.room.member", BOB, "{'membership':'" + membership + "'}"))
          .containsExactlyInAnyOrder(levels, own, bob);
    }
    String thirdParty = "'third_party_invite':{'signed':{'token':'t'}}";
    assertThat(needed("12", "m.room.member", BOB, "{'membership':'invite'," + thirdParty + "}"))
        .containsExactlyInAnyOrder(
            levels, own, bob, join, new StateKey("m.room.third_party_invite", "t"));
    assertThat(needed("12", "m.room.member", BOB, "{'membership':'join'," + thirdParty + "}"))
        .containsExactlyInAnyOrder(levels, own, bob, join);
    String via = "'join_authorised_via_users_server':'@v:v'";
    assertThat(needed("12", "m.room.member", ALICE, "{'membership':'join'," + via + "}"))
        .containsExactlyInAnyOrder(levels, own, join, new StateKey("m.room.member", "@v:v"));
    assertThat(needed("12", "m.room.member", ALICE, "{'membership':'knock'," + via + "}"))
        .containsExactlyInAnyOrder(levels, own, join);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void anEventNamesTheRightAuthEvents(String version) {
    Scene scene = new Scene(version).levels("{}").joinRule("public");
    Event message = scene.event(CREATOR, "m.room.message", null, "{}");
    AuthEvent create = accepted(scene.room.create());
    AuthEvent member = accepted(scene.state.get(StateKey.member(new UserId(CREATOR))));
    AuthEvent levels = accepted(scene.state.get(StateKey.POWER_LEVELS));
    AuthEvent join = accepted(scene.state.get(StateKey.JOIN_RULES));
    List<AuthEvent> base = version.equals("12") ? List.of() : List.of(create);

    assertThat(named(message, base, member, levels)).isEqualTo("ok");
    assertThat(named(message, base, member)).isEqualTo("ok");
    assertThat(named(message, base, member, member)).isEqualTo(in(version, "3.1"));
    assertThat(named(message, base, member, join)).isEqualTo(in(version, "3.2"));
    assertThat(named(message, base, accepted(message))).isEqualTo(in(version, "3.2"));
    assertThat(named(message, base, new AuthEvent(member.event(), true)))
        .isEqualTo(in(version, "3.3"));
    assertThat(named(scene.room.create(), List.of())).isEqualTo("ok");
    if (version.equals("12")) {
      assertThat(named(message, List.of(), member, create)).isEqualTo("3.2");
      Scene other = new Scene(version, "{'other':1}").levels("{}");
      assertThat(named(message, base, accepted(other.state.get(StateKey.POWER_LEVELS))))
          .isEqualTo("3.5");
    } else {
      assertThat(named(message, List.of(), member, levels)).isEqualTo("2.4");
    }
  }

  private String named(Event event, List<AuthEvent> base, AuthEvent... more) {
    List<AuthEvent> all = new ArrayList<>(base);
    all.addAll(List.of(more));
    return Scene.text(rules.checkAuthEvents(event, all));
  }

  private static AuthEvent accepted(Event event) {
    return new AuthEvent(event, false);
  }

  private Set<StateKey> needed(
      String version, String type, @Nullable String stateKey, String content) {
    return rules.needed(
        RoomVersion.find(version).orElseThrow(),
        type,
        stateKey,
        new UserId(ALICE),
        SampleRoom.object(content));
  }

  private String create(String version, String content) {
    return Scene.text(rules.check(new SampleRoom(version, CREATOR, content).create(), _ -> null));
  }

  private String create(String version, String content, String without) {
    Event create = new SampleRoom(version, CREATOR, content).create();
    Event changed =
        Event.read(
            Json.writeSorted(create.pdu().with("content", create.content().without(without))),
            create.version());
    return Scene.text(rules.check(changed, _ -> null));
  }
}
