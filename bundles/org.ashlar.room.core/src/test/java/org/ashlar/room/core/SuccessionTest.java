package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.by;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.UpgradeRoom;
import org.ashlar.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What follows a room into the one that replaces it, and what stays when an upgrade breaks off.
class SuccessionTest {
  private static final RoomAlias LOUNGE = new RoomAlias("#lounge:a.example");
  private static final String CHILD = "m.space.child";
  private static final String PARENT = "m.space.parent";

  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void whenTheOldRoomCanNotBeClosedItIsAsItWas() {
    // Given
    RoomId old = named();
    int events = house.timeline(old).size();
    house.refused = old;
    // When
    assertThatThrownBy(() -> upgrade(old, "12")).isInstanceOf(MatrixException.class);
    house.refused = null;
    // Then
    assertThat(house.timeline(old)).hasSize(events);
    assertThat(house.aliases.targets).isEqualTo(Map.of(LOUNGE, old));
    house.message(ALICE, old, "still here");
    RoomId made = upgrade(old, "12");
    assertMoved(old, made);
  }

  @Test
  void whenAliasesCanNotBeMovedTheSameUpgradeCompletesIt() {
    // Given
    RoomId old = named();
    house.aliases.failing = true;
    // When
    assertThatThrownBy(() -> upgrade(old, "12")).isInstanceOf(StoreException.class);
    house.aliases.failing = false;
    // Then
    RoomId begun = replacement(old);
    assertThat(upgrade(old, "12")).isEqualTo(begun);
    assertMoved(old, begun);
  }

  @Test
  void whenSettingsCanNotBeCarriedOverTheSameUpgradeCompletesIt() {
    // Given
    RoomId old = named();
    house.people.failing = true;
    // When
    assertThatThrownBy(() -> upgrade(old, "12")).isInstanceOf(StoreException.class);
    house.people.failing = false;
    RoomId made = upgrade(old, "12");
    int events = house.timeline(old).size();
    int newEvents = house.timeline(made).size();
    RoomId again = upgrade(old, "12");
    // Then
    assertThat(made).isEqualTo(replacement(old));
    assertThat(again).isEqualTo(made);
    assertThat(house.people.carried).containsOnly(ALICE + " " + old + " " + made);
    assertMoved(old, made);
    assertThat(house.timeline(old)).hasSize(events);
    assertThat(house.timeline(made)).hasSize(newEvents);
  }

  @Test
  void anotherVersionIsAnotherUpgrade() {
    RoomId old = named();

    RoomId first = upgrade(old, "12");
    RoomId second = upgrade(old, "11");

    assertThat(second).isNotEqualTo(first);
    assertThat(replacement(old)).isEqualTo(second);
  }

  @Test
  void aSpaceKeepsItsChildrenAndTheyNameTheNewOne() {
    // Given
    RoomId space = space();
    RoomId child = house.room("11", "public_chat");
    RoomId ofBob = roomOfBob();
    link(space, CHILD, child, "{\"via\":[\"a.example\"],\"order\":\"a\"}");
    link(space, CHILD, ofBob, "{\"via\":[\"b.example\"]}");
    link(space, CHILD, new RoomId("!gone:a.example"), "{}");
    link(child, PARENT, space, "{\"via\":[\"b.example\"],\"canonical\":true}");
    // When
    RoomId made = upgrade(space, "12");
    // Then
    assertThat(content(made, CHILD, child))
        .isEqualTo(json("{\"via\":[\"a.example\"],\"order\":\"a\"}"));
    assertThat(content(made, CHILD, ofBob)).isEqualTo(json("{\"via\":[\"b.example\"]}"));
    assertThat(has(made, CHILD, new RoomId("!gone:a.example"))).isFalse();
    assertThat(content(child, PARENT, made))
        .isEqualTo(json("{\"via\":[\"a.example\",\"b.example\"],\"canonical\":true}"));
    assertThat(content(child, PARENT, space)).isEqualTo(JsonObject.EMPTY);
    assertThat(content(space, CHILD, child).has("via")).isTrue();
  }

  @Test
  void aParentWhereTheUpgraderHasPowerLeadsToTheNewRoom() {
    // Given
    RoomId space = space();
    RoomId other = space();
    RoomId room = house.room("11", "public_chat");
    link(space, CHILD, room, "{\"via\":[\"a.example\"],\"suggested\":true}");
    link(room, PARENT, space, "{\"via\":[\"a.example\"],\"canonical\":true}");
    link(room, PARENT, other, "{\"via\":[\"a.example\"]}");
    // When
    RoomId made = upgrade(room, "12");
    // Then
    assertThat(content(space, CHILD, made))
        .isEqualTo(json("{\"via\":[\"a.example\"],\"suggested\":true}"));
    assertThat(content(space, CHILD, room)).isEqualTo(JsonObject.EMPTY);
    assertThat(content(made, PARENT, space))
        .isEqualTo(json("{\"via\":[\"a.example\"],\"canonical\":true}"));
    assertThat(has(made, PARENT, other)).as("that space never had the room").isFalse();
  }

  @Test
  void aParentWhereTheUpgraderHasNoPowerStaysAsItIs() {
    // Given
    RoomId space = space();
    RoomId room = house.room("11", "public_chat");
    link(space, CHILD, room, "{\"via\":[\"a.example\"]}");
    link(room, PARENT, space, "{\"via\":[\"a.example\"]}");
    house.state(
        ALICE,
        space,
        "m.room.power_levels",
        "",
        "{\"users\":{\"@alice:a.example\":50},\"state_default\":60}");
    // When
    RoomId made = upgrade(room, "12");
    // Then
    assertThat(has(space, CHILD, made)).isFalse();
    assertThat(content(space, CHILD, room).has("via")).isTrue();
    assertThat(has(made, PARENT, space)).isFalse();
  }

  private RoomId named() {
    RoomId old = house.room("11", "public_chat");
    house.aliases.targets.put(LOUNGE, old);
    house.state(ALICE, old, "m.room.canonical_alias", "", "{\"alias\":\"#lounge:a.example\"}");
    return old;
  }

  private void assertMoved(RoomId old, RoomId made) {
    assertThat(house.aliases.targets).isEqualTo(Map.of(LOUNGE, made));
    assertThat(replacement(old)).isEqualTo(made);
    assertThat(content(made, "m.room.canonical_alias"))
        .isEqualTo(json("{\"alias\":\"#lounge:a.example\"}"));
    assertThat(content(old, "m.room.canonical_alias")).isEqualTo(JsonObject.EMPTY);
  }

  private RoomId replacement(RoomId old) {
    return new RoomId(content(old, "m.room.tombstone").string("replacement_room").orElseThrow());
  }

  private RoomId upgrade(RoomId old, String version) {
    return house.upgrades.upgrade(by(ALICE), new UpgradeRoom(old, version, List.of()));
  }

  private RoomId space() {
    return house.create(
        new CreateRoom(
            "11",
            null,
            false,
            null,
            null,
            null,
            List.of(),
            false,
            List.of(),
            json("{\"type\":\"m.space\"}"),
            JsonObject.EMPTY));
  }

  /// A room that Alice has left.
  private RoomId roomOfBob() {
    RoomId room = house.room("11", "public_chat");
    house.join(BOB, room);
    house.change(ALICE, room, Action.LEAVE, ALICE);
    return room;
  }

  private void link(RoomId room, String type, RoomId other, String content) {
    house.state(ALICE, room, type, other.value(), content);
  }

  private JsonObject content(RoomId room, String type) {
    return house.views.stateEvent(by(ALICE), room, new StateKey(type, ""), false);
  }

  private JsonObject content(RoomId room, String type, RoomId key) {
    return house.views.stateEvent(by(ALICE), room, new StateKey(type, key.value()), false);
  }

  private boolean has(RoomId room, String type, RoomId key) {
    long nid = house.store.room(room).orElseThrow().room().nid();
    StateKey wanted = new StateKey(type, key.value());
    return !house.views.stateAt(nid, house.views.currentRoot(nid), List.of(wanted)).isEmpty();
  }
}
