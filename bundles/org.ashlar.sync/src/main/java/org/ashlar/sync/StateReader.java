package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Chooses the state events of drafts that have their timelines.
final class StateReader {
  private final Sources sources;

  StateReader(Sources sources) {
    this.sources = sources;
  }

  void read(List<Draft> drafts, Window window) {
    readEnds(drafts, window);
    for (Draft draft : drafts) {
      Timeline timeline = draft.timeline();
      if (draft.isStored() && !window.request().stateAfter()) {
        timeline = new StateChoice(draft.end(), Map.of()).consistent(timeline);
      }
      boolean gap =
          draft.range().fresh() && !window.isInitial() && !timeline.beginsFor(window.reader());
      draft.timeline(gap ? timeline.asLimited() : timeline);
    }
    readStarts(drafts, window);
    for (Draft draft : drafts) {
      draft.state(chosen(draft, window));
    }
  }

  private static List<TimelineEntry> chosen(Draft draft, Window window) {
    EventFilter filter = window.filter().state();
    StateChoice choice = new StateChoice(draft.end(), told(draft));
    List<TimelineEntry> state =
        window.request().stateAfter() ? choice.after() : choice.before(draft.timeline());
    List<TimelineEntry> wanted =
        filter.isOpen() ? state : state.stream().filter(filter::wants).toList();
    if (!filter.wantsRoom(draft.room().id().value())) {
      return List.of();
    }
    return draft.isWhole() && filter.lazyMembers()
        ? LazyMembers.reduced(wanted, LazyMembers.neededOfWhole(draft, window))
        : wanted;
  }

  /// Of the state before a timeline, what the reader does not know.
  private static Map<StateKey, TimelineEntry> told(Draft draft) {
    if (draft.isWhole()) {
      return draft.start();
    }
    Map<StateKey, TimelineEntry> unknown = new LinkedHashMap<>(draft.start());
    unknown.values().removeIf(entry -> entry.number() <= draft.range().afterNumber());
    return unknown;
  }

  private void readEnds(List<Draft> drafts, Window window) {
    List<Draft> whole = drafts.stream().filter(Draft::isWhole).toList();
    for (Draft draft : drafts) {
      if (!draft.isWhole()) {
        draft.end(StateChoice.byKey(draft.changed()));
      }
    }
    if (whole.isEmpty()) {
      return;
    }
    List<Long> joined = whole.stream().filter(Draft::isJoined).map(Draft::nid).toList();
    Map<Long, Long> roots =
        joined.isEmpty() ? Map.of() : sources.views().call(views -> views.currentRoots(joined));
    Set<Long> moved = movedLater(joined, window.eventsNow());
    List<StateQuery> queries = new ArrayList<>();
    for (Draft draft : whole) {
      StoredEvent departure = draft.departure();
      long root = departure == null ? roots.getOrDefault(draft.nid(), 0L) : departure.rootAfter();
      queries.add(query(draft, root, window));
    }
    List<Map<StateKey, StoredEvent>> found = sources.views().call(views -> views.states(queries));
    for (int i = 0; i < whole.size(); i++) {
      Draft draft = whole.get(i);
      draft.end(
          StateChoice.byKey(
              kept(
                  moved.contains(draft.nid()) && draft.isJoined()
                      ? RoomState.at(sources, draft.room(), window.eventsNow())
                      : found.get(i).values())));
    }
  }

  /// Rooms whose state changed after the end of the window; rare.
  private Set<Long> movedLater(List<Long> rooms, Position end) {
    if (rooms.isEmpty()) {
      return Set.of();
    }
    Position last = new Position(end.writer(), Long.MAX_VALUE);
    Set<Long> moved = new HashSet<>();
    sources
        .store()
        .call(store -> store.stateChanges(rooms, end, last))
        .forEach(event -> moved.add(event.roomNid()));
    return moved;
  }

  private static StateQuery query(Draft draft, long root, Window window) {
    if (!window.filter().state().lazyMembers()) {
      return StateQuery.whole(draft.nid(), root);
    }
    Set<StateKey> keys = new HashSet<>(draft.timeline().lastState().keySet());
    for (String user : LazyMembers.neededOfWhole(draft, window)) {
      keys.add(StateKey.member(new UserId(user)));
    }
    return StateQuery.lazy(draft.nid(), root, keys);
  }

  /// Reads what the keys of stored timelines were just before them, where an answer needs it.
  private void readStarts(List<Draft> drafts, Window window) {
    List<Draft> asked = new ArrayList<>();
    List<StateQuery> queries = new ArrayList<>();
    for (Draft draft : drafts) {
      if (window.request().stateAfter() || draft.timeline().shown().isEmpty()) {
        continue;
      }
      if (!draft.isStored()) {
        draft.start(StateChoice.byKey(skipped(draft)));
      } else {
        StateQuery query = startQuery(draft, window);
        if (query != null) {
          asked.add(draft);
          queries.add(query);
        }
      }
    }
    if (queries.isEmpty()) {
      return;
    }
    List<Map<StateKey, StoredEvent>> found = sources.views().call(views -> views.states(queries));
    for (int i = 0; i < asked.size(); i++) {
      asked.get(i).start(StateChoice.byKey(kept(found.get(i).values())));
    }
  }

  private static @Nullable StateQuery startQuery(Draft draft, Window window) {
    Timeline timeline = draft.timeline();
    Set<StateKey> keys = new HashSet<>(timeline.lastState().keySet());
    if (!draft.isWhole() && !timeline.limited()) {
      Set<StateKey> senders =
          window.filter().state().lazyMembers() ? timeline.senderKeys() : Set.of();
      keys.retainAll(senders);
    }
    return !keys.isEmpty()
            && timeline.shown().getFirst() instanceof TimelineEntry.Kept(StoredEvent first)
            && first.rootBefore() != 0
        ? StateQuery.of(draft.nid(), first.rootBefore(), keys)
        : null;
  }

  /// What changed in memory before the timeline.
  private static List<TimelineEntry> skipped(Draft draft) {
    return draft.changed().stream()
        .filter(entry -> entry.number() <= draft.timeline().start())
        .toList();
  }

  static List<TimelineEntry> kept(Collection<StoredEvent> events) {
    return events.stream().<TimelineEntry>map(TimelineEntry.Kept::new).toList();
  }
}
