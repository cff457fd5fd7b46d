package org.ashlar.room.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.Gap;
import org.ashlar.store.GapChanges;

/// The two ends of a room's graph as an event moves them: forward extremities, which the next event
/// builds on, and gaps, which are backward extremities.
final class Frontier {
  private final Head head;
  private final KnownEvents known;
  private final Map<EventId, Boolean> opened = new HashMap<>();
  private final List<EventId> closed = new ArrayList<>();
  private final Set<EventId> covered = new LinkedHashSet<>();

  Frontier(Head head, KnownEvents known) {
    this.head = head;
    this.known = known;
  }

  /// Follows an event that gets its place.
  void place(Event event, EventStatus status) {
    boolean follows = status.isShown() || isCovered(event.id());
    Map<EventId, KnownEvents.Known> previous = known.find(event.prevEvents());
    for (EventId id : event.prevEvents()) {
      KnownEvents.Known found = previous.get(id);
      if (found == null || !found.isPlaced()) {
        open(id, follows);
      }
    }
    if (follows) {
      cover(event.prevEvents());
    }
    if (head.gaps().containsKey(event.id())) {
      closed.add(event.id());
    }
  }

  /// Whether an accepted event follows one that was missing until now.
  boolean isCovered(EventId id) {
    return head.gaps().getOrDefault(id, false);
  }

  /// The forward extremities of old that are left.
  List<Extremity> left() {
    return head.extremities().stream().filter(old -> !covered.contains(old.id())).toList();
  }

  GapChanges changes() {
    if (opened.isEmpty() && closed.isEmpty()) {
      return GapChanges.NONE;
    }
    return new GapChanges(
        opened.entrySet().stream().map(gap -> new Gap(gap.getKey(), gap.getValue())).toList(),
        closed);
  }

  Map<EventId, Boolean> gaps() {
    if (opened.isEmpty() && closed.isEmpty()) {
      return head.gaps();
    }
    Map<EventId, Boolean> gaps = new HashMap<>(head.gaps());
    gaps.putAll(opened);
    closed.forEach(gaps::remove);
    return Map.copyOf(gaps);
  }

  private void open(EventId id, boolean follows) {
    Boolean open = head.gaps().get(id);
    if (open == null || (follows && !open)) {
      opened.put(id, follows);
    }
  }

  /// What an event follows it covers, also through events that were withheld: otherwise the last
  /// event before these would stay an extremity for good.
  private void cover(Collection<EventId> previous) {
    Deque<EventId> next = new ArrayDeque<>(previous);
    while (!next.isEmpty()) {
      EventId id = next.remove();
      if (!covered.add(id)) {
        continue;
      }
      KnownEvents.Known found = known.find(id);
      if (found == null || !found.isPlaced()) {
        open(id, true);
      } else if (found.isWithheld()) {
        next.addAll(found.event().prevEvents());
      }
    }
  }
}
