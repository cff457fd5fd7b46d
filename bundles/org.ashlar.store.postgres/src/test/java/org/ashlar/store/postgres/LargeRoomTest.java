package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.ashlar.base.id.UserId;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.event.StateKey;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.AppendResult;
import org.ashlar.store.RoomHead;
import org.ashlar.store.SampleRoom;
import org.junit.jupiter.api.Test;

/// What a room of 20,000 members costs on disk, for each change of its state, and in memory.
class LargeRoomTest {
  private static final int MEMBERS = 20_000;
  private static final int CHANGES = 1_000;
  private static final int TOGETHER = 200;
  private static final long MOST_BYTES_EACH = 2_000;
  private static final long MOST_MEMORY = 10_000_000;

  @Test
  void aChangeWritesUnderTwoKilobytesAndTheRoomTakesUnderTenMegabytes() throws SQLException {
    try (TemporaryDatabase database = TemporaryDatabase.create()) {
      // Given
      PostgresEventStore store = TestStores.writing(database);
      SampleRoom room = SampleRoom.create(store, "large");
      for (int i = 0; i < MEMBERS; i++) {
        room.member(new UserId("@member" + i + ":sample.org"), "join");
        if (i % TOGETHER == 0) {
          assertThat(room.store()).isInstanceOf(AppendResult.Stored.class);
        }
      }
      room.store();
      long before = bytes(database);
      // When
      for (int i = 0; i < CHANGES; i++) {
        UserId user = new UserId("@member" + i * 7 + ":sample.org");
        room.member(user, "leave");
        assertThat(room.store()).isInstanceOf(AppendResult.Stored.class);
      }
      // Then
      long each = (bytes(database) - before) / CHANGES;
      long memory = memory(store, room);
      System.out.printf(
          "%,d members: %,d bytes of state rows and their index per change, %,d bytes loaded%n",
          MEMBERS, each, memory);
      assertThat(each).isLessThan(MOST_BYTES_EACH);
      assertThat(memory).isLessThan(MOST_MEMORY);
      long start = System.nanoTime();
      assertThat(new PostgresRoomUpkeep(TestStores.access(database)).inspect(room.id())).isEmpty();
      System.out.printf("inspected in %.1f s%n", (System.nanoTime() - start) / 1e9);
      store.deactivate();
    }
  }

  /// The heap that the head of the room takes with its whole state.
  private static long memory(PostgresEventStore store, SampleRoom room) {
    long before = used();
    RoomHead head = store.room(room.id()).orElseThrow();
    StateTrie trie =
        new StateTrie(store.placementKey(), nodes -> store.stateNodes(head.room().nid(), nodes));
    int[] entries = {0};
    trie.forEach(head.current(), (key, event) -> entries[0]++);
    long after = used();
    long key = store.findStateKeys(List.of(StateKey.CREATE)).get(StateKey.CREATE);
    assertThat(entries[0]).isGreaterThan(MEMBERS);
    assertThat(trie.get(head.current(), key)).isInstanceOf(EventRef.class);
    assertThat(head.current()).isInstanceOf(StateRoot.class);
    return after - before;
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long bytes(TemporaryDatabase database) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_total_relation_size('state_nodes')")) {
      row.next();
      return row.getLong(1);
    }
  }
}
