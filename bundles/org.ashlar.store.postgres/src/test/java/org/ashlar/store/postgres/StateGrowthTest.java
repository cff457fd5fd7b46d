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
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Mentions;
import org.ashlar.store.NewEvent;
import org.ashlar.store.SampleRoom;
import org.junit.jupiter.api.Test;

/// What a change of state costs in a room of 50,000 members, in rows and bytes that are written.
class StateGrowthTest {
  private static final int CHANGES = 100;

  @Test
  void aChangeWritesFewNodesUpToFiftyThousandMembers() throws SQLException {
    try (TemporaryDatabase database = TemporaryDatabase.create()) {
      PostgresEventStore store = TestStores.writing(database);
      SampleRoom room = SampleRoom.create(store, "large");
      room.store();
      long key = 1_000_000;
      for (int members : new int[] {100, 1_000, 10_000, 50_000}) {
        // Given
        StateRoot root = room.current();
        while (room.trie().size(root) < members) {
          key++;
          root = room.trie().with(root, key, EventRef.stored(key));
        }
        adopt(store, room, root);
        Written before = written(database);
        // When
        for (int i = 0; i < CHANGES; i++) {
          room.member(new UserId("@new" + members + "-" + i + ":sample.org"), "join");
          assertThat(room.store()).isInstanceOf(AppendResult.Stored.class);
        }
        // Then
        Written after = written(database);
        double nodes = (after.nodes - before.nodes) / (double) CHANGES;
        double bytes = (after.bytes - before.bytes) / (double) CHANGES;
        System.out.printf(
            "%,7d members: %.2f node rows and %,.0f bytes written per join%n",
            members, nodes, bytes);
        assertThat(nodes).isLessThanOrEqualTo(bound(members + CHANGES));
        assertThat(bytes).isLessThanOrEqualTo(bound(members + CHANGES) * 400L);
      }
      store.deactivate();
    }
  }

  /// A root, one level for each factor of 32 that the buckets of 64 leave over, and a bucket.
  private static int bound(int size) {
    int levels = 2;
    for (long reach = 64; reach < size; reach *= 32) {
      levels++;
    }
    return levels;
  }

  /// Makes a state the current one at once, as un-partial-stating does.
  private static void adopt(PostgresEventStore store, SampleRoom room, StateRoot root) {
    EventRef ref = EventRef.unstored();
    var event = room.sign("m.room.message", null, SampleRoom.text("members came"));
    NewEvent message =
        new NewEvent(event, ref, room.current(), root, EventStatus.ACCEPTED, null, Mentions.NONE);
    Append append =
        new Append(room.ref(), List.of(message), List.of(), root, List.of(ref), null, 0);
    assertThat(store.append(List.of(append)).getFirst()).isInstanceOf(AppendResult.Stored.class);
    assertThat(store.findStateKeys(List.of(StateKey.CREATE))).hasSize(1);
    room.goOn(event, ref, root);
  }

  private static Written written(TemporaryDatabase database) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM state_nodes")) {
      row.next();
      return new Written(row.getLong(1), row.getLong(2));
    }
  }

  private record Written(long nodes, long bytes) {}
}
