package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.event.StateKey;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.RingEvent;
import org.jspecify.annotations.Nullable;

/// Finds what is new of one room.
final class RoomReader {
  private final Sources sources;
  private final TimelineReader timelines;

  RoomReader(Sources sources) {
    this.sources = sources;
    this.timelines = new TimelineReader(sources);
  }

  /// What happened in a room that the reader knows, from memory if possible.
  ///
  /// @param recent all events of the range, null when they are not in memory
  RoomDelta changes(@Nullable List<RingEvent> recent, Range range, Window window) {
    return recent == null || recent.stream().anyMatch(RingEvent::resolved)
        ? stored(range, window)
        : recent(recent, range, window);
  }

  /// A room with its whole state.
  ///
  /// @param end the state at the end of the range
  RoomDelta whole(List<StoredEvent> end, Range range, Window window) {
    Timeline read = timelines.read(range, window);
    Map<StateKey, TimelineEntry> atEnd = StateChoice.byKey(kept(end));
    Timeline timeline = new StateChoice(atEnd, Map.of()).consistent(read);
    StateChoice choice = new StateChoice(atEnd, before(timeline, Long.MIN_VALUE));
    RoomDelta delta =
        delta(range.fresh() ? forReturning(timeline, window) : timeline, choice, window, true);
    return new RoomDelta(
        delta.timeline(), delta.state(), delta.summary(), movedMembers(range, window));
  }

  private RoomDelta recent(List<RingEvent> recent, Range range, Window window) {
    Timeline timeline = TimelineReader.of(recent, range, window.filter().timeline());
    List<TimelineEntry> all = new ArrayList<>(recent.size());
    List<TimelineEntry> skipped = new ArrayList<>();
    for (RingEvent event : recent) {
      TimelineEntry entry = new TimelineEntry.Recent(event);
      all.add(entry);
      if (entry.number() <= timeline.start()) {
        skipped.add(entry);
      }
    }
    StateChoice choice = new StateChoice(StateChoice.byKey(all), StateChoice.byKey(skipped));
    return delta(timeline, choice, window, concernsSummary(all));
  }

  private RoomDelta stored(Range range, Window window) {
    Position after = range.after() == null ? window.eventsSince() : range.after();
    Timeline read = timelines.read(range, window);
    List<TimelineEntry> changed = changed(range, after);
    Map<StateKey, TimelineEntry> end = StateChoice.byKey(changed);
    Timeline timeline = new StateChoice(end, Map.of()).consistent(read);
    Map<StateKey, TimelineEntry> start =
        timeline.limited() ? before(timeline, after.number()) : Map.of();
    return delta(timeline, new StateChoice(end, start), window, concernsSummary(changed));
  }

  private Set<String> movedMembers(Range range, Window window) {
    Position after = range.after();
    if (after == null || !window.filter().state().lazyMembers()) {
      return Set.of();
    }
    Set<String> moved = new HashSet<>();
    for (TimelineEntry entry : changed(range, after)) {
      String member = entry.member();
      if (member != null) {
        moved.add(member);
      }
    }
    return moved;
  }

  private List<TimelineEntry> changed(Range range, Position after) {
    return kept(
        sources.store().call(store -> store.stateChanges(range.room().nid(), after, range.end())));
  }

  private static RoomDelta delta(
      Timeline timeline, StateChoice choice, Window window, boolean summary) {
    EventFilter filter = window.filter().state();
    List<TimelineEntry> state =
        window.request().stateAfter() ? choice.after() : choice.before(timeline);
    return new RoomDelta(
        timeline, filter.isOpen() ? state : state.stream().filter(filter::wants).toList(), summary);
  }

  /// A reader who comes back may have older events: there is a gap in any case.
  private static Timeline forReturning(Timeline timeline, Window window) {
    return window.isInitial() ? timeline : timeline.asLimited();
  }

  /// What the keys of a timeline were just before it, if that came after a position.
  private Map<StateKey, TimelineEntry> before(Timeline timeline, long after) {
    Set<StateKey> keys = timeline.lastState().keySet();
    if (keys.isEmpty()
        || !(timeline.shown().getFirst() instanceof TimelineEntry.Kept(StoredEvent first))
        || first.rootBefore() == 0) {
      return Map.of();
    }
    Map<StateKey, StoredEvent> found =
        sources.views().call(views -> views.stateAt(first.roomNid(), first.rootBefore(), keys));
    Map<StateKey, TimelineEntry> start = StateChoice.byKey(kept(found.values()));
    start.values().removeIf(entry -> entry.number() <= after);
    return start;
  }

  private static List<TimelineEntry> kept(Collection<StoredEvent> events) {
    return events.stream().<TimelineEntry>map(TimelineEntry.Kept::new).toList();
  }

  private static boolean concernsSummary(List<TimelineEntry> entries) {
    return entries.stream().anyMatch(TimelineEntry::concernsSummary);
  }
}
