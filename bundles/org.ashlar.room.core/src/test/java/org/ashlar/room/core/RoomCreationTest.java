package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.by;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
import org.ashlar.event.ReferenceHash;
import org.ashlar.event.StateKey;
import org.ashlar.event.UnpaddedBase64;
import org.ashlar.room.CreateRoom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomCreationTest {
  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "private_chat, invite, can_join, 0",
    "trusted_private_chat, invite, can_join, 0",
    "public_chat, public, forbidden, 50"
  })
  void aPresetBringsItsState(String preset, String joinRule, String guests, long invite) {
    RoomId room = house.room("12", preset);

    assertThat(content(room, "m.room.join_rules"))
        .isEqualTo(json("{\"join_rule\":\"" + joinRule + "\"}"));
    assertThat(content(room, "m.room.guest_access"))
        .isEqualTo(json("{\"guest_access\":\"" + guests + "\"}"));
    assertThat(content(room, "m.room.history_visibility"))
        .isEqualTo(json("{\"history_visibility\":\"shared\"}"));
    assertThat(content(room, "m.room.power_levels").integer("invite")).hasValue(invite);
    assertThat(content(room, "m.room.name")).isEqualTo(json("{\"name\":\"Lounge\"}"));
  }

  @Test
  void inVersion12TheCreatorIsNotListedAndTheRoomIdIsTheCreateEvent() {
    RoomId room = house.room("12", "private_chat");

    assertThat(content(room, "m.room.power_levels").object("users")).contains(JsonObject.EMPTY);
    assertThat(content(room, "m.room.power_levels").object("events").orElseThrow())
        .satisfies(events -> assertThat(events.integer("m.room.tombstone")).hasValue(150));
    JsonObject create = house.views.stateEvent(by(ALICE), room, StateKey.CREATE, true);
    assertThat(create.string("event_id")).contains("$" + room.value().substring(1));
    assertThat(create.string("room_id")).contains(room.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"})
  void beforeVersion12TheCreatorHasPower100(String version) {
    RoomId room = house.room(version, "private_chat");

    assertThat(content(room, "m.room.power_levels").object("users"))
        .contains(json("{\"@alice:a.example\":100}"));
    assertThat(room.value()).endsWith(":a.example");
    assertThat(content(room, "m.room.create").string("creator").isPresent())
        .isEqualTo(!version.equals("11"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void inTheFirstVersionsEventsHaveGivenIdsAndNameOthersWithTheirHashes(String version) {
    RoomId room = house.room(version, "public_chat");
    house.join(BOB, room);
    EventId first = house.message(BOB, room, "one");
    EventId second = house.message(BOB, room, "two");

    Map<EventId, Event> all = new HashMap<>();
    house.timeline(room).forEach(row -> all.put(row.event().id(), row.event()));
    assertThat(all.get(second).prevEvents()).containsExactly(first);
    assertThat(all.values())
        .allSatisfy(
            event -> {
              assertThat(event.id().value()).endsWith(":a.example");
              assertThat(Event.receive(event.pdu(), event.version())).isEqualTo(event);
              for (String name : List.of("prev_events", "auth_events")) {
                for (JsonValue reference : event.pdu().array(name).orElseThrow()) {
                  List<JsonValue> pair = ((JsonArray) reference).values();
                  Event named = all.get(new EventId(((JsonString) pair.get(0)).value()));
                  String hash = UnpaddedBase64.encode(ReferenceHash.of(named));
                  assertThat(pair.get(1)).isEqualTo(json("{\"sha256\":\"" + hash + "\"}"));
                }
              }
            });
  }

  @Test
  void twoEqualRoomsInOneMillisecondAreTwoRooms() {
    assertThat(house.room("12", "private_chat")).isNotEqualTo(house.room("12", "private_chat"));
  }

  @Test
  void equalRoomsOfTwoLivesInOneMillisecondAreTwoRooms() {
    CreateRoom command = from("{}");
    RoomId first = house.create(command);
    RoomCreator later =
        new RoomCreator(
            new Founding(house.parts, house.lanes, house.clock),
            RoomHouse.SERVER,
            new Neighbors(house.people, house.aliases, house.clock));

    assertThat(later.create(by(ALICE), command, "12")).isNotEqualTo(first);
    assertThat(house.store.memberships(ALICE)).hasSize(2);
  }

  @Test
  void trustedInviteesBecomeCreatorsInVersion12() {
    RoomId room = house.room("12", "trusted_private_chat", BOB);

    assertThat(content(room, "m.room.create").array("additional_creators").orElseThrow().strings())
        .containsExactly("@bob:a.example");
    assertThat(
            house
                .views
                .stateEvent(by(ALICE), room, StateKey.member(BOB), false)
                .string("membership"))
        .contains("invite");
  }

  @Test
  void allFirstEventsAreOneAppend() {
    house.room("12", "private_chat", BOB);

    assertThat(house.published).hasSize(1);
    assertThat(house.published.getFirst().append().events())
        .extracting(event -> event.event().type())
        .containsExactly(
            "m.room.create",
            "m.room.member",
            "m.room.power_levels",
            "m.room.join_rules",
            "m.room.history_visibility",
            "m.room.guest_access",
            "m.room.name",
            "m.room.member");
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.room("99", "private_chat"))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo("M_UNSUPPORTED_ROOM_VERSION"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void anAliasIsMadeAndIsTheCanonicalOne() {
    RoomId room = house.create(from("{\"room_alias_name\":\"lounge\",\"visibility\":\"public\"}"));

    assertThat(house.aliases.targets)
        .containsExactly(Map.entry(new RoomAlias("#lounge:a.example"), room));
    assertThat(house.aliases.published).containsExactly(room);
    assertThat(types(room).subList(2, 5))
        .containsExactly("m.room.power_levels", "m.room.canonical_alias", "m.room.join_rules");
    assertThat(content(room, "m.room.canonical_alias"))
        .isEqualTo(json("{\"alias\":\"#lounge:a.example\"}"));
    assertRefused("{\"room_alias_name\":\"lounge\"}", 400, "M_ROOM_IN_USE");
    assertThat(house.store.memberships(ALICE)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\\u0000b"})
  void whatIsNoAliasIsRefused(String name) {
    assertRefused("{\"room_alias_name\":\"" + name + "\"}", 400, "M_INVALID_PARAM");
  }

  @Test
  void nothingOfAFailedCreationStays() {
    assertRefused(
        """
        {"room_alias_name":"lounge","visibility":"public","room_version":"11",
         "power_level_content_override":{"events":{"m.room.name":150}},"name":"Lounge"}
        """,
        400,
        "M_INVALID_ROOM_STATE");

    assertThat(house.aliases.targets).isEmpty();
    assertThat(house.aliases.published).isEmpty();
    assertThat(house.published).isEmpty();
  }

  @Test
  void initialStateComesAfterThePresetAndInItsPlace() {
    RoomId room =
        house.create(
            from(
                """
                {"preset":"private_chat","name":"N","topic":"T","initial_state":[
                 {"type":"m.room.guest_access","content":{"guest_access":"forbidden"}},
                 {"type":"m.room.name","content":{"name":"other"}},
                 {"type":"org.x","state_key":"k","content":{"x":1}}]}
                """));

    assertThat(types(room))
        .containsExactly(
            "m.room.create",
            "m.room.member",
            "m.room.power_levels",
            "m.room.join_rules",
            "m.room.history_visibility",
            "m.room.guest_access",
            "m.room.name",
            "org.x",
            "m.room.name",
            "m.room.topic");
    assertThat(content(room, "m.room.guest_access"))
        .isEqualTo(json("{\"guest_access\":\"forbidden\"}"));
    assertThat(content(room, "m.room.name")).isEqualTo(json("{\"name\":\"N\"}"));
    assertThat(content(room, "m.room.topic"))
        .isEqualTo(
            json(
                """
                {"topic":"T","m.topic":{"m.text":[{"body":"T","mimetype":"text/plain"}]}}
                """));
  }

  @Test
  void invitationsOfADirectChatSaySo() {
    RoomId room = house.create(from("{\"is_direct\":true,\"invite\":[\"@bob:a.example\"]}"));

    assertThat(house.views.stateEvent(by(ALICE), room, StateKey.member(BOB), false))
        .isEqualTo(json("{\"displayname\":\"bob\",\"is_direct\":true,\"membership\":\"invite\"}"));
  }

  @Test
  void trustedInviteesHaveThePowerOfTheCreatorBeforeVersion12() {
    RoomId room = house.room("11", "trusted_private_chat", BOB);

    assertThat(content(room, "m.room.power_levels").object("users"))
        .contains(json("{\"@alice:a.example\":100,\"@bob:a.example\":100}"));
    assertThat(content(room, "m.room.create").has("additional_creators")).isFalse();
  }

  @Test
  void additionalCreatorsAreJoinedFromBothSidesWithoutDoubles() {
    RoomId room =
        house.create(
            from(
                """
                {"preset":"trusted_private_chat","invite":["@bob:a.example","@carla:a.example"],
                 "creation_content":{"additional_creators":["@carla:a.example","@dora:b.example"],
                 "creator":"@mallory:b.example","room_version":"1"}}
                """));

    assertThat(content(room, "m.room.create"))
        .isEqualTo(
            json(
                """
                {"additional_creators":["@carla:a.example","@dora:b.example","@bob:a.example"],
                 "room_version":"12"}
                """));
    assertThat(content(room, "m.room.power_levels").object("users")).contains(JsonObject.EMPTY);
  }

  @Test
  void aTombstoneAlwaysNeedsMoreThanOtherStateInVersion12() {
    RoomId room =
        house.create(
            from("{\"power_level_content_override\":{\"state_default\":200,\"events\":{}}}"));

    assertThat(content(room, "m.room.power_levels").object("events"))
        .contains(json("{\"m.room.tombstone\":201}"));
  }

  @Test
  void theCreateEventOfVersion12HasNoRoomIdOnTheWireAndIsNoAuthEvent() {
    RoomId room = house.room("12", "private_chat", BOB);

    EventId create = new EventId("$" + room.value().substring(1));
    assertThat(house.store.events(List.of(create)).get(create).event().pdu().has("room_id"))
        .isFalse();
    assertThat(house.timeline(room))
        .allSatisfy(row -> assertThat(row.event().authEvents()).doesNotContain(create));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"invite\":[\"@alice:a.example\"]}|403 M_FORBIDDEN",
        "{\"creation_content\":{\"additional_creators\":\"@bob:a.example\"}}|400 M_BAD_JSON",
        "{\"creation_content\":{\"additional_creators\":[1]}}|400 M_BAD_JSON",
        "{\"creation_content\":{\"additional_creators\":[\"bob\"]}}|400 M_INVALID_PARAM",
        "{\"creation_content\":{\"type\":5}}|400 M_BAD_JSON",
        "{\"power_level_content_override\":{\"ban\":\"50\"}}|400 M_INVALID_ROOM_STATE",
        "{\"power_level_content_override\":{\"users\":{\"bob\":1}}}|400 M_INVALID_ROOM_STATE",
        "{\"power_level_content_override\":{\"ban\":1.5}}|400 M_BAD_JSON",
        "{\"initial_state\":[{\"type\":\"m.room.name\",\"content\":{\"name\":1}}]}|400 M_BAD_JSON",
        "{\"initial_state\":[{\"type\":\"m.room.create\",\"content\":{}}]}|400"
            + " M_INVALID_ROOM_STATE",
        "{\"initial_state\":[{\"type\":\"m.room.canonical_alias\",\"content\":{\"alias\":\"x\"}}]}|400"
            + " M_INVALID_PARAM",
        "{\"initial_state\":[{\"type\":\"m.room.member\",\"state_key\":\"@bob:a.example\",\"content\":{\"membership\":\"join\"}}]}|400"
            + " M_INVALID_ROOM_STATE",
        "{\"room_version\":\"13\"}|400 M_UNSUPPORTED_ROOM_VERSION",
      })
  void whatCannotBeIsRefusedAndNothingIsMade(String body, String error) {
    String[] parts = error.split(" ");
    assertRefused(body, Integer.parseInt(parts[0]), parts[1]);
    assertThat(house.published).isEmpty();
  }

  @Test
  void tooManyInvitationsAndTooLargeStateAreRefused() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 501; i++) {
      many.append(i == 0 ? "" : ",").append("\"@u").append(i).append(":a.example\"");
    }
    assertRefused("{\"invite\":[" + many + "]}", 400, "M_INVALID_PARAM");
    assertRefused("{\"name\":\"" + "n".repeat(65_536) + "\"}", 413, "M_TOO_LARGE");
    assertRefused(
        "{\"initial_state\":[{\"type\":\"" + "t".repeat(256) + "\",\"content\":{}}]}",
        413,
        "M_TOO_LARGE");
    assertThat(house.published).isEmpty();
  }

  @Test
  void powerLevelsThatTheRulesForbidAreAnInvalidRoomState() {
    CreateRoom command =
        new CreateRoom(
            "12",
            null,
            false,
            null,
            null,
            null,
            List.of(),
            false,
            List.of(),
            JsonObject.EMPTY,
            json("{\"users\":{\"@alice:a.example\":100}}"));

    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.create(command))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo("M_INVALID_ROOM_STATE"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    assertThat(house.store.memberships(ALICE)).isEmpty();
  }

  private JsonObject content(RoomId room, String type) {
    return house.views.stateEvent(by(ALICE), room, new StateKey(type, ""), false);
  }

  private List<String> types(RoomId room) {
    return house.timeline(room).stream().map(row -> row.event().type()).toList();
  }

  private void assertRefused(String body, int status, String code) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.create(from(body)))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo(code))
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }

  private static CreateRoom from(String body) {
    JsonObject json = json(body);
    return new CreateRoom(
        json.string("room_version").orElse(null),
        json.string("preset").orElse(null),
        json.string("visibility").filter("public"::equals).isPresent(),
        json.string("room_alias_name").orElse(null),
        json.string("name").orElse(null),
        json.string("topic").orElse(null),
        json.array("invite").orElse(JsonArray.EMPTY).strings().stream().map(UserId::new).toList(),
        json.bool("is_direct").orElse(false),
        json.array("initial_state").orElse(JsonArray.EMPTY).objects().stream()
            .map(
                state ->
                    new CreateRoom.InitialState(
                        new StateKey(
                            state.string("type").orElseThrow(),
                            state.string("state_key").orElse("")),
                        state.object("content").orElseThrow()))
            .toList(),
        json.object("creation_content").orElse(JsonObject.EMPTY),
        json.object("power_level_content_override").orElse(JsonObject.EMPTY));
  }
}
