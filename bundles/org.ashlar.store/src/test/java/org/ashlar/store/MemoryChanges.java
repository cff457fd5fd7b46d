package org.ashlar.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.event.StateKey;

/// The changes of current states in a [MemoryEventStore].
final class MemoryChanges {
  private final List<Change> changes = new ArrayList<>();

  /// A change of a current state; the event is 0 when the key went away.
  private record Change(long roomNid, long position, StateKey key, long eventNid) {
    Change later(Change other) {
      return other.position >= position ? other : this;
    }
  }

  void add(long roomNid, long position, StateKey key, long eventNid) {
    changes.add(new Change(roomNid, position, key, eventNid));
  }

  /// The newest event of each key that changed, without those that went away.
  List<Long> newest(Collection<Long> roomNids, Position after, Position upTo) {
    Map<List<Object>, Change> newest = new LinkedHashMap<>();
    for (Change change : changes) {
      if (roomNids.contains(change.roomNid())
          && change.position() > after.number()
          && change.position() <= upTo.number()) {
        newest.merge(List.of(change.roomNid(), change.key()), change, Change::later);
      }
    }
    return newest.values().stream().map(Change::eventNid).filter(nid -> nid != 0).toList();
  }
}
