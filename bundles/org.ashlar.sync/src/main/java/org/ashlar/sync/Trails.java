package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// The ways back from member events to those that they replaced, of many rooms at once: the reads
/// follow the longest way, not the number of rooms.
final class Trails {
  private static final int MAX_CHANGES = 1000;

  private Trails() {}

  /// One way back.
  static final class Trail {
    private final StateKey key;
    private final Predicate<StoredEvent> end;
    private final List<StoredEvent> passed = new ArrayList<>();
    private @Nullable StoredEvent at;

    /// @param key the member
    /// @param start where it begins; null when there is nothing
    /// @param end says where it ends
    Trail(StateKey key, @Nullable StoredEvent start, Predicate<StoredEvent> end) {
      this.key = key;
      this.at = start;
      this.end = end;
    }

    /// The event where it ended, null when it came to the beginning.
    @Nullable StoredEvent at() {
      return at;
    }

    /// The events before that, newest first.
    List<StoredEvent> passed() {
      return passed;
    }

    private @Nullable StoredEvent open() {
      StoredEvent event = at;
      return event == null || passed.size() >= MAX_CHANGES || end.test(event) ? null : event;
    }
  }

  /// The events of rows by their numbers.
  static Map<Long, StoredEvent> events(Sources sources, List<MembershipRow> rows) {
    List<Long> nids = rows.stream().map(MembershipRow::eventNid).toList();
    return nids.isEmpty() ? Map.of() : sources.store().call(store -> store.eventsByNid(nids));
  }

  /// Goes to the ends of all ways.
  static void follow(Sources sources, List<Trail> trails) {
    List<Trail> open = trails;
    while (!open.isEmpty()) {
      List<Trail> asking = new ArrayList<>();
      List<StateQuery> queries = new ArrayList<>();
      for (Trail trail : open) {
        StoredEvent event = trail.open();
        if (event != null) {
          trail.passed.add(event);
          trail.at = null;
          if (event.rootBefore() != 0) {
            asking.add(trail);
            queries.add(query(event, trail.key));
          }
        }
      }
      read(sources, asking, queries);
      open = asking;
    }
  }

  private static StateQuery query(StoredEvent event, StateKey key) {
    return StateQuery.of(event.roomNid(), event.rootBefore(), Set.of(key));
  }

  private static void read(Sources sources, List<Trail> asking, List<StateQuery> queries) {
    if (queries.isEmpty()) {
      return;
    }
    List<Map<StateKey, StoredEvent>> found = sources.views().call(views -> views.states(queries));
    for (int i = 0; i < asking.size(); i++) {
      Trail trail = asking.get(i);
      trail.at = found.get(i).get(trail.key);
    }
  }
}
