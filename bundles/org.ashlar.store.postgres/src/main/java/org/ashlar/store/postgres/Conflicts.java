package org.ashlar.store.postgres;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.store.Append;
import org.ashlar.store.NewEvent;

/// Asks the database which appends of a refused batch can not be stored, and fails them.
final class Conflicts {
  private final Set<String> events;
  private final Set<String> rooms;
  private final Set<Long> refused;
  private final Set<Long> transactions;

  private Conflicts(ConflictMapper mapper, BatchRows rows) {
    events = new HashSet<>(mapper.knownEvents(rows.events().ids()));
    rooms = new HashSet<>(mapper.knownRooms(rows.heads().created().ids()));
    refused = new HashSet<>(mapper.refusedRooms(rows.heads()));
    transactions = new HashSet<>(mapper.knownTransactions(rows.transactions()));
  }

  /// Fails the appends that are in the way. The numbers given must still be there.
  static void find(ConflictMapper mapper, List<Entry> entries, BatchRows rows) {
    Conflicts conflicts = new Conflicts(mapper, rows);
    entries.forEach(conflicts::judge);
  }

  private void judge(Entry entry) {
    Append append = entry.append();
    for (NewEvent event : append.events()) {
      if (events.contains(event.event().id().value()) && !event.arrival().wasOutlier()) {
        entry.fail("the event " + event.event().id() + " is there already", false);
        return;
      }
    }
    if (rooms.contains(append.room().id().value())) {
      entry.fail("the room " + append.room().id() + " is there already", false);
    } else if (refused.contains(append.room().nid())) {
      entry.fail("the lease of " + append.room().id() + " is held by another node", false);
    } else if (!append.events().isEmpty()
        && transactions.contains(append.events().getLast().ref().nid())) {
      entry.fail("the transaction has been carried out already", false);
    }
  }
}
