package org.ashlar.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;

/// The events of a room that an answer shows, oldest first.
///
/// @param shown the events
/// @param limited whether events before them were left out
/// @param start the number of the position just before them
record Timeline(List<TimelineEntry> shown, boolean limited, long start) {
  Timeline {
    shown = List.copyOf(shown);
  }

  /// For each state key, the last event that sets it.
  Map<StateKey, EventId> lastState() {
    Map<StateKey, EventId> last = new HashMap<>();
    for (TimelineEntry entry : shown) {
      StateKey key = entry.key();
      if (key != null) {
        last.put(key, entry.id());
      }
    }
    return last;
  }

  /// The state keys of the members who sent the events.
  Set<StateKey> senderKeys() {
    Set<StateKey> keys = new HashSet<>();
    shown.forEach(entry -> keys.add(StateKey.member(entry.sender())));
    return keys;
  }

  /// Leaves out the beginning so far that no key ends with an event that resolution dropped: a
  /// client applies what it is shown.
  Timeline endingIn(Map<StateKey, EventId> state) {
    Map<StateKey, EventId> last = lastState();
    int keep = 0;
    for (int i = 0; i < shown.size(); i++) {
      StateKey key = shown.get(i).key();
      EventId id = shown.get(i).id();
      if (key != null && id.equals(last.get(key)) && !id.equals(state.get(key))) {
        keep = i + 1;
      }
    }
    return keep == 0
        ? this
        : new Timeline(shown.subList(keep, shown.size()), true, shown.get(keep - 1).number());
  }

  /// Whether the reader came into the room for the first time within it, and it begins the room:
  /// then nothing can be missing before it.
  boolean beginsFor(Requester reader) {
    String user = reader.user().value();
    return !shown.isEmpty()
        && StateKey.CREATE.equals(shown.getFirst().key())
        && shown.stream()
                .filter(entry -> user.equals(entry.member()))
                .filter(entry -> entry.content().string("membership").orElse("").equals("join"))
                .count()
            == 1;
  }

  /// Says that events are missing before it: to one who may have been in the room before.
  Timeline asLimited() {
    return new Timeline(shown, true, start);
  }
}
