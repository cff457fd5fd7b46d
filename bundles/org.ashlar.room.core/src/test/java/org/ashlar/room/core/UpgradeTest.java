package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.UpgradeRoom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeTest {
  private static final RoomAlias LOUNGE = new RoomAlias("#lounge:a.example");

  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2", "1, 12", "9, 11", "12, 1", "10, 10", "10, 11", "10, 12", "11, 12", "12, 12", "12, 11"
  })
  void whatTheRoomWasLikeIsFoundInTheNewOne(String from, String to) {
    // Given
    RoomId old = house.room(from, "public_chat");
    house.state(ALICE, old, "m.room.topic", "", "{\"topic\":\"T\"}");
    house.state(ALICE, old, "m.room.server_acl", "", "{\"allow\":[\"*\"]}");
    house.state(ALICE, old, "m.room.encryption", "", "{\"algorithm\":\"a\"}");
    house.state(ALICE, old, "m.room.avatar", "", "{\"url\":\"mxc://a/b\"}");
    house.state(ALICE, old, "org.other", "", "{\"x\":1}");
    house.join(BOB, old);
    house.change(ALICE, old, Action.BAN, CARLA);
    house.aliases.targets.put(LOUNGE, old);
    house.aliases.published.add(old);
    house.state(ALICE, old, "m.room.canonical_alias", "", "{\"alias\":\"#lounge:a.example\"}");
    JsonObject levels =
        content(old, "m.room.power_levels")
            .with("users", json("{\"@bob:a.example\":50}"))
            .with("kick", new org.ashlar.base.json.JsonInteger(60));
    if (!from.equals("12")) {
      levels = levels.with("users", json("{\"@alice:a.example\":100,\"@bob:a.example\":50}"));
    }
    house.state(ALICE, old, "m.room.power_levels", "", levels.toString());
    // When
    RoomId made = house.upgrades.upgrade(by(ALICE), new UpgradeRoom(old, to, List.of()));
    // Then
    for (String type :
        List.of(
            "m.room.topic",
            "m.room.server_acl",
            "m.room.encryption",
            "m.room.avatar",
            "m.room.name",
            "m.room.join_rules",
            "m.room.history_visibility",
            "m.room.guest_access")) {
      assertThat(content(made, type)).as(type).isEqualTo(content(old, type));
    }
    JsonObject create = content(made, "m.room.create");
    assertThat(create.string("room_version")).contains(to);
    JsonObject predecessor = create.object("predecessor").orElseThrow();
    assertThat(predecessor.string("room_id")).contains(old.value());
    assertThat(predecessor.has("event_id")).isNotEqualTo(to.equals("12"));
    JsonObject carried = content(made, "m.room.power_levels");
    assertThat(carried.integer("kick")).hasValue(60);
    assertThat(carried.object("users").orElseThrow().integer("@bob:a.example")).hasValue(50);
    assertThat(carried.object("users").orElseThrow().has("@alice:a.example"))
        .isNotEqualTo(to.equals("12"));
    assertThat(carried.object("events").orElseThrow().integer("m.room.tombstone").orElseThrow())
        .isGreaterThan(to.equals("12") ? 100 : 99);
    assertThat(house.store.memberships(CARLA))
        .extracting(row -> row.room() + " " + row.membership())
        .containsExactlyInAnyOrder(old + " ban", made + " ban");
    assertThat(house.store.memberships(BOB)).extracting(row -> row.room()).containsExactly(old);
    assertThat(house.aliases.targets.get(LOUNGE)).isEqualTo(made);
    assertThat(house.aliases.published).containsExactly(made);
    assertThat(content(made, "m.room.canonical_alias"))
        .isEqualTo(json("{\"alias\":\"#lounge:a.example\"}"));
    assertThat(content(old, "m.room.canonical_alias")).isEqualTo(JsonObject.EMPTY);
    assertThat(content(old, "m.room.tombstone").string("replacement_room")).contains(made.value());
    assertThat(content(old, "m.room.power_levels").integer("events_default")).hasValue(50);
    assertThat(content(old, "m.room.power_levels").integer("invite")).hasValue(50);
    house.message(ALICE, made, "still in power");
    house.state(ALICE, made, "m.room.name", "", "{\"name\":\"New\"}");
  }

  @Test
  void levelsThatOldVersionsWriteAsTextsAreIntegersInTheNewRoom() {
    JsonObject old =
        json(
            """
            {"ban":" +050 ","kick":60.9,"invite":"x","redact":null,"users":{"@a:x":"100","@b:x":1e300},
             "events":{"m.room.name":50}}
            """);

    assertThat(UpgradedLevels.integers(old, RoomVersion.find("5").orElseThrow()))
        .isEqualTo(
            json(
                """
                {"ban":50,"kick":60,"users":{"@a:x":100,"@b:x":9007199254740991},
                 "events":{"m.room.name":50}}
                """));
    assertThat(UpgradedLevels.integers(old, RoomVersion.find("10").orElseThrow())).isSameAs(old);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ban\":\"50\"}",
        "{\"ban\":50.5}",
        "{\"users\":{\"@a:x\":\"100\"}}",
        "{\"events\":[]}",
        "{\"notifications\":{\"room\":null}}"
      })
  void nobodyHereWritesLevelsAsTextsWhateverTheVersion(String content) {
    RoomId room = house.room("5", "public_chat");

    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.state(ALICE, room, "m.room.power_levels", "", content))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo("M_BAD_JSON"));
  }

  @Test
  void additionalCreatorsAreThoseThatAreNamedAndTakenFromThePowerLevels() {
    RoomId old = house.room("12", "trusted_private_chat", BOB);
    house.state(
        ALICE,
        old,
        "m.room.power_levels",
        "",
        "{\"users\":{\"@carla:a.example\":50},\"events\":{\"m.room.tombstone\":150}}");

    RoomId made = house.upgrades.upgrade(by(ALICE), new UpgradeRoom(old, "12", List.of(CARLA)));
    RoomId older = house.upgrades.upgrade(by(ALICE), new UpgradeRoom(old, "11", List.of(CARLA)));

    assertThat(content(made, "m.room.create").array("additional_creators").orElseThrow().strings())
        .containsExactly(CARLA.value());
    assertThat(content(made, "m.room.power_levels").object("users")).contains(JsonObject.EMPTY);
    assertThat(content(older, "m.room.create").has("additional_creators")).isFalse();
  }

  @Test
  void typeAndFederationAreKept() {
    RoomId old =
        house.create(
            new org.ashlar.room.CreateRoom(
                "11",
                null,
                false,
                null,
                null,
                null,
                List.of(),
                false,
                List.of(),
                json("{\"type\":\"m.space\",\"m.federate\":false,\"x\":1}"),
                JsonObject.EMPTY));

    RoomId made = house.upgrades.upgrade(by(ALICE), new UpgradeRoom(old, "12", List.of()));

    JsonObject create = content(made, "m.room.create");
    assertThat(create.string("type")).contains("m.space");
    assertThat(create.bool("m.federate")).contains(false);
    assertThat(create.has("x")).isFalse();
  }

  @Test
  void onlyWhoMaySendATombstoneUpgrades() {
    RoomId room = house.room("11", "public_chat");
    house.join(BOB, room);
    int events = house.timeline(room).size();

    assertError(BOB, room, "12", 403, "M_FORBIDDEN");
    assertError(BOB, room, "99", 403, "M_FORBIDDEN");
    assertError(CARLA, room, "12", 403, "M_FORBIDDEN");
    assertError(ALICE, new RoomId("!nowhere:a.example"), "12", 403, "M_FORBIDDEN");
    assertError(ALICE, room, "99", 400, "M_UNSUPPORTED_ROOM_VERSION");
    assertThat(house.timeline(room)).hasSize(events);
    assertThat(house.store.memberships(ALICE)).hasSize(1);
  }

  private JsonObject content(RoomId room, String type) {
    return house.views.stateEvent(by(ALICE), room, new StateKey(type, ""), false);
  }

  private void assertError(UserId user, RoomId room, String version, int status, String code) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(
            () -> house.upgrades.upgrade(by(user), new UpgradeRoom(room, version, List.of())))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo(code))
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }
}
