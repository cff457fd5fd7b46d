package org.ashlar.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  Stream<Long> newest(TimelineSpan span) {
    Map<StateKey, Change> newest = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change.roomNid() == span.roomNid()
          && change.position() > span.after()
          && change.position() <= span.upTo()) {
        newest.merge(change.key(), change, Change::later);
      }
    }
    return newest.values().stream().map(Change::eventNid).filter(nid -> nid != 0);
  }
}
