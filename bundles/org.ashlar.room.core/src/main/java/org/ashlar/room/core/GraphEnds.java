package org.ashlar.room.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Gap;
import org.ashlar.store.GapChanges;
import org.ashlar.store.StoredEvent;

/// The ends of a room's graph, reckoned from all its events: for the rare case that one that was
/// followed turns out to be withheld, or the other way around.
final class GraphEnds {
  private static final int PAGE = 1_000;

  private final Map<EventId, Node> nodes = new HashMap<>();
  private final Set<EventId> covered = new HashSet<>();

  /// An event that has a place; backfilled ones are history.
  private record Node(long nid, boolean withheld, boolean backfilled, List<EventId> previous) {}

  /// Reads a room.
  ///
  /// @param statuses what is made of some events now, by their numbers
  static GraphEnds read(Parts parts, long roomNid, Map<Long, EventStatus> statuses) {
    GraphEnds ends = new GraphEnds();
    long after = Long.MIN_VALUE;
    List<StoredEvent> page;
    do {
      long from = after;
      page = parts.store().call(store -> store.placed(roomNid, from, PAGE));
      for (StoredEvent event : page) {
        after = Scan.number(event);
        EventStatus status = statuses.getOrDefault(event.nid(), event.status());
        ends.nodes.put(
            event.event().id(),
            new Node(event.nid(), status.isWithheld(), after < 0, event.event().prevEvents()));
      }
    } while (page.size() == PAGE);
    ends.cover();
    return ends;
  }

  private void cover() {
    Deque<EventId> next = new ArrayDeque<>();
    nodes.values().stream()
        .filter(node -> !node.withheld)
        .forEach(node -> next.addAll(node.previous));
    while (!next.isEmpty()) {
      EventId id = next.remove();
      Node node = nodes.get(id);
      if (covered.add(id) && node != null && node.withheld) {
        next.addAll(node.previous);
      }
    }
  }

  /// The numbers of the forward extremities.
  ///
  /// @param candidates events of which some are no extremities, or stand for those before them
  List<Long> forward(Collection<EventId> candidates) {
    List<Long> found = new ArrayList<>();
    Set<EventId> seen = new HashSet<>();
    Deque<EventId> next = new ArrayDeque<>(candidates);
    while (!next.isEmpty()) {
      EventId id = next.remove();
      Node node = nodes.get(id);
      if (!seen.add(id) || node == null || covered.contains(id)) {
        continue;
      }
      if (node.withheld) {
        next.addAll(node.previous);
      } else if (!node.backfilled) {
        found.add(node.nid);
      }
    }
    return found;
  }

  /// How the gaps that are known become those that there are.
  GapChanges changes(Map<EventId, Boolean> known) {
    List<Gap> opened = new ArrayList<>();
    List<EventId> closed = new ArrayList<>();
    known.forEach(
        (id, was) -> {
          if (was != covered.contains(id)) {
            closed.add(id);
            opened.add(new Gap(id, !was));
          }
        });
    return new GapChanges(opened, closed);
  }
}
