package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.by;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
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
  @ValueSource(strings = {"10", "11"})
  void beforeVersion12TheCreatorHasPower100(String version) {
    RoomId room = house.room(version, "private_chat");

    assertThat(content(room, "m.room.power_levels").object("users"))
        .contains(json("{\"@alice:a.example\":100}"));
    assertThat(room.value()).endsWith(":a.example");
    assertThat(content(room, "m.room.create").string("creator").isPresent())
        .isEqualTo(version.equals("10"));
  }

  @Test
  void twoEqualRoomsInOneMillisecondAreTwoRooms() {
    assertThat(house.room("12", "private_chat")).isNotEqualTo(house.room("12", "private_chat"));
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
  void anAliasIsRefusedAsLongAsThereAreNone() {
    CreateRoom command =
        new CreateRoom(
            "12",
            null,
            false,
            "lounge",
            null,
            null,
            List.of(),
            false,
            List.of(),
            JsonObject.EMPTY,
            JsonObject.EMPTY);

    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.create(command))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo("M_UNRECOGNIZED"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    assertThat(house.store.memberships(ALICE)).isEmpty();
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
}
