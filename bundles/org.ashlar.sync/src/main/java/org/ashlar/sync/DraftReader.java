package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.store.CompletedRoom;
import org.ashlar.store.Position;
import org.ashlar.store.RoomSummary;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineSpan;
import org.ashlar.stream.RingEvent;

/// Fills in drafts: timelines, then what changed, summaries, state, members. Each step reads for
/// all rooms at once.
final class DraftReader {
  private static final int COMPLETED = 1_000;

  private final Sources sources;
  private final TimelineReader timelines;
  private final Summaries summaries;
  private final StateReader states;
  private final LazyMembers members;

  DraftReader(Sources sources, TimelineReader timelines, Summaries summaries, LazyMembers members) {
    this.sources = sources;
    this.timelines = timelines;
    this.summaries = summaries;
    this.states = new StateReader(sources);
    this.members = members;
  }

  void read(List<Draft> drafts, Window window) {
    if (drafts.isEmpty()) {
      return;
    }
    timelines.read(drafts, window);
    readChanges(drafts, window);
    readSummaries(drafts, window);
    states.read(drafts, window);
    if (window.filter().state().lazyMembers()) {
      members.complete(drafts, window);
    }
    drafts.forEach(draft -> OwnEvents.add(draft, window));
  }

  private void readChanges(List<Draft> drafts, Window window) {
    boolean lazy = window.filter().state().lazyMembers();
    List<Draft> stored = new ArrayList<>();
    for (Draft draft : drafts) {
      List<RingEvent> recent = draft.recent();
      Position after = draft.range().after();
      if (recent != null) {
        draft.changed(recent(recent));
      } else if (draft.isStored() && after != null && (lazy || !draft.isWhole())) {
        stored.add(draft);
      }
    }
    if (!stored.isEmpty()) {
      readChanges(stored);
    }
    if (lazy && !stored.isEmpty()) {
      reduce(stored, window);
    }
  }

  /// With the whole state of a room many members become known at once. Who loads members lazily
  /// gets those that are needed, and those it was told of.
  private void reduce(List<Draft> drafts, Window window) {
    Set<Long> completed = completed(window);
    for (Draft draft : drafts) {
      if (completed.contains(draft.nid()) && !draft.isWhole()) {
        Set<String> wanted = members.wanted(draft, window);
        draft.reduced(
            draft.changed().stream()
                .filter(
                    entry ->
                        entry.member() == null
                            || entry.number() > draft.range().afterNumber()
                            || wanted.contains(entry.member()))
                .toList());
      }
    }
  }

  /// The rooms whose state became known in full in the window.
  private Set<Long> completed(Window window) {
    Set<Long> rooms = new HashSet<>();
    Position end = window.now().completed();
    Position after = window.since() == null ? end : window.since().completed();
    while (after != null && end != null && !after.equals(end)) {
      Position from = after;
      List<CompletedRoom> page =
          sources.store().call(store -> store.completions(from, end, COMPLETED));
      page.forEach(room -> rooms.add(room.roomNid()));
      after = page.size() < COMPLETED ? end : page.getLast().position();
    }
    return rooms;
  }

  private void readChanges(List<Draft> drafts) {
    List<TimelineSpan> spans = drafts.stream().map(DraftReader::span).toList();
    Map<Long, List<TimelineEntry>> byRoom = new HashMap<>();
    for (StoredEvent event : sources.store().call(store -> store.stateChanges(spans))) {
      byRoom
          .computeIfAbsent(event.roomNid(), _ -> new ArrayList<>())
          .add(new TimelineEntry.Kept(event));
    }
    drafts.forEach(draft -> draft.changed(byRoom.getOrDefault(draft.nid(), List.of())));
  }

  private static TimelineSpan span(Draft draft) {
    Range range = draft.range();
    return new TimelineSpan(draft.nid(), range.afterNumber(), range.end().number());
  }

  private static List<TimelineEntry> recent(List<RingEvent> recent) {
    List<TimelineEntry> changed = new ArrayList<>();
    for (RingEvent event : recent) {
      if (event.stateKey() != null) {
        changed.add(new TimelineEntry.Recent(event));
      }
    }
    return changed;
  }

  private void readSummaries(List<Draft> drafts, Window window) {
    List<Draft> concerned = drafts.stream().filter(Draft::concernsSummary).toList();
    Map<Long, RoomSummary> found =
        summaries.of(concerned.stream().map(Draft::room).toList(), window);
    concerned.forEach(draft -> draft.summary(found.get(draft.nid())));
  }
}
