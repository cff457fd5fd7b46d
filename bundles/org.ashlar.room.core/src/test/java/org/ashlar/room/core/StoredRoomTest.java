package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.RoomCare.Bound;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.postgres.PostgresEventStore;
import org.ashlar.store.postgres.TestStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rooms of all kinds of events in a real database, held against the invariants.
class StoredRoomTest {
  private final TemporaryDatabase database = TemporaryDatabase.create();
  private final PostgresEventStore store = TestStores.writing(database);
  private final RoomHouse house = new RoomHouse(store);
  private final Upkeep upkeep = upkeep();

  @AfterEach
  void close() {
    house.close();
    store.deactivate();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "6", "10", "11", "12"})
  void e10WhoWasRejectedIsFoundOutWhenAccepted(String version) throws SQLException {
    // Given
    Room room = room(version);
    assertThat(upkeep.inspect(room.id)).isEmpty();
    // When
    execute("UPDATE events SET status = 0 WHERE event_id = ?", room.rejected);
    // Then
    assertThat(upkeep.inspect(room.id))
        .anyMatch(
            line -> line.startsWith("E10: " + room.rejected + " was not rejected, and fails rule"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "6", "10", "11", "12"})
  void e10WhoWasAcceptedIsFoundOutWhenRejected(String version) throws SQLException {
    // Given
    Room room = room(version);
    // When
    execute("UPDATE events SET status = 1 WHERE event_id = ?", room.accepted);
    // Then
    assertThat(upkeep.inspect(room.id))
        .contains(
            "E10: " + room.accepted + " was rejected, and its auth events and state allow it");
  }

  @Test
  void e10AnAuthEventThatIsMissingIsFoundOut() throws SQLException {
    // Given
    Room room = room("11");
    EventId levels = house.stateEvent(room.id, new StateKey("m.room.power_levels", ""));
    // When
    execute("DELETE FROM events WHERE event_id = ?", levels);
    // Then
    assertThat(upkeep.inspect(room.id))
        .anyMatch(line -> line.startsWith("E10: ") && line.endsWith("its auth event is missing"));
  }

  @Test
  void e10APurgedRoomIsJudgedByWhatStays() {
    // Given
    Room room = room("11");
    EventId last = house.message(ALICE, room.id, "last");
    // When
    upkeep.purge(room.id, new Bound.Before(last), _ -> {});
    // Then
    assertThat(upkeep.inspect(room.id)).isEmpty();
    house.message(ALICE, room.id, "goes on");
    assertThat(upkeep.inspect(room.id)).isEmpty();
  }

  @Test
  void e10WhatHangsOnSomethingRedactedIsLeftOut() {
    // Given
    Room room = room("6");
    EventId create = house.stateEvent(room.id, StateKey.CREATE);
    EventId rule = house.stateEvent(room.id, new StateKey("m.room.join_rules", ""));
    // When
    for (EventId target : List.of(create, rule, room.accepted)) {
      house.sending.redact(by(ALICE), new RedactEvent(room.id, target, JsonObject.EMPTY, null));
    }
    // Then
    assertThat(upkeep.inspect(room.id)).isEmpty();
  }

  @Test
  void numbersThatFallAlongAnAuthEdgeAreFoundOut() throws SQLException {
    // Given
    Room room = room("12");
    EventId levels = house.stateEvent(room.id, new StateKey("m.room.power_levels", ""));
    // When
    execute("UPDATE events SET nid = nid + 1000000 WHERE event_id = ?", levels);
    // Then
    assertThat(TestStores.upkeep(database).inspect(room.id))
        .anyMatch(line -> line.startsWith("auth edges: " + levels + " is numbered after event"));
  }

  private record Room(RoomId id, EventId accepted, EventId rejected) {}

  /// A room with members who came, went and were banned, a fork, and events that were rejected and
  /// soft-failed.
  private Room room(String version) {
    RoomId room = house.room(version, "public_chat", CARLA);
    house.join(BOB, room);
    house.join(CARLA, room);
    EventId base = house.message(ALICE, room, "base");
    Event left = house.foreign(room, ALICE, "m.room.topic", "", "{\"topic\":\"left\"}", base);
    Event right = house.foreign(room, ALICE, "m.room.topic", "", "{\"topic\":\"right\"}", base);
    Event late = house.foreign(room, BOB, "m.room.message", null, "{\"body\":\"late\"}", base);
    Event mine = house.foreign(room, BOB, "m.room.topic", "", "{\"topic\":\"mine\"}", base);
    house.reception.receive(left);
    house.reception.receive(right);
    house.change(ALICE, room, Action.BAN, BOB);
    assertThat(house.reception.receive(late)).isInstanceOf(ReceiveOutcome.Withheld.class);
    assertThat(house.reception.receive(mine)).isInstanceOf(ReceiveOutcome.Withheld.class);
    house.change(CARLA, room, Action.LEAVE, CARLA);
    return new Room(room, house.message(ALICE, room, "joint"), mine.id());
  }

  private Upkeep upkeep() {
    Gate<RoomUpkeep> gate = house.selections.gate(RoomUpkeep.class);
    gate.bind(new NumberedReference<>(9, RoomUpkeep.class), TestStores.upkeep(database));
    RoomDeletions deletions = new RoomDeletions(house.parts.store());
    return new Upkeep(
        house.parts,
        house.lanes,
        house.sending,
        new Upkeep.Stores(gate, deletions, house.parts.state()::redacted, _ -> {}));
  }

  private void execute(String sql, EventId event) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, event.value());
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }
}
