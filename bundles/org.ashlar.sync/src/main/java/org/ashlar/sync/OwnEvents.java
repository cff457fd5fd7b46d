package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ashlar.store.StoredEvent;

/// Own member events that follow after a room was left: a declined invitation, a ban after a leave.
final class OwnEvents {
  private OwnEvents() {}

  /// Adds them after all others: to the timeline if the reader wants them there, and the last one
  /// to the state where a client would not take it from the timeline.
  static void add(Draft draft, Window window) {
    List<StoredEvent> own = draft.own();
    if (own.isEmpty()) {
      return;
    }
    EventFilter filter = window.filter().timeline();
    Timeline before = draft.timeline();
    List<TimelineEntry> shown = new ArrayList<>(before.shown());
    for (StoredEvent event : own) {
      TimelineEntry entry = new TimelineEntry.Kept(event);
      if (filter.limit() > 0
          && filter.wantsRoom(draft.room().id().value())
          && filter.wants(entry)) {
        shown.add(entry);
      }
    }
    TimelineEntry last = new TimelineEntry.Kept(own.getLast());
    if (window.request().stateAfter() || !shown.contains(last)) {
      List<TimelineEntry> state = new ArrayList<>(draft.state());
      state.removeIf(entry -> Objects.equals(entry.key(), last.key()));
      state.add(last);
      draft.state(state);
    }
    long start = before.start();
    if (before.shown().isEmpty()) {
      start = shown.isEmpty() ? last.number() : shown.getFirst().number() - 1;
    }
    draft.timeline(new Timeline(shown, before.limited(), start));
  }
}
