package org.ashlar.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.state.EventRef;

/// The backward extremities that a [MemoryEventStore] keeps, and the forward ones by position.
final class MemoryGraph {
  private final Map<Long, Map<EventId, Boolean>> gaps = new HashMap<>();
  private final Map<Long, NavigableMap<Long, List<Long>>> history = new HashMap<>();

  /// Follows an append that has its numbers.
  void follow(Append append, MemoryEvents events) {
    long roomNid = append.room().nid();
    Map<EventId, Boolean> open = gaps.computeIfAbsent(roomNid, _ -> new HashMap<>());
    append.gaps().closed().forEach(open::remove);
    append.gaps().opened().forEach(gap -> open.merge(gap.id(), gap.covered(), Boolean::logicalOr));
    PartialChange.Replace replaced = append.replaced();
    if (replaced != null) {
      follow(append, replaced, events);
    }
    append.events().stream()
        .filter(event -> event.status().isShown())
        .mapToLong(event -> event.ref().position())
        .filter(position -> position > 0)
        .forEach(position -> keep(append, position));
  }

  private void keep(Append append, long position) {
    List<Long> own =
        append.events().stream()
            .filter(event -> event.ref().position() == position)
            .map(event -> event.ref().nid())
            .toList();
    boolean last =
        append.events().stream()
            .filter(event -> event.status().isShown())
            .noneMatch(event -> event.ref().position() > position);
    List<Long> after = append.extremities().stream().map(EventRef::nid).sorted().toList();
    history
        .computeIfAbsent(append.room().nid(), _ -> new TreeMap<>(Comparator.naturalOrder()))
        .put(position, last ? after : own);
  }

  /// Who was withheld is no extremity any more; the newest event that is left has those of now.
  private void follow(Append append, PartialChange.Replace replaced, MemoryEvents events) {
    NavigableMap<Long, List<Long>> known =
        history.computeIfAbsent(append.room().nid(), _ -> new TreeMap<>(Comparator.naturalOrder()));
    for (Replacement each : replaced.events()) {
      if (each.moved()) {
        known.put(each.ref().position(), List.of(each.ref().nid()));
      }
      if (!each.status().isShown()) {
        known.remove(events.event(each.ref().nid()).position().number());
      }
    }
    if (!known.isEmpty()) {
      known.put(
          known.lastKey(), append.extremities().stream().map(EventRef::nid).sorted().toList());
    }
  }

  List<Gap> gaps(long roomNid) {
    return gaps.getOrDefault(roomNid, Map.of()).entrySet().stream()
        .map(gap -> new Gap(gap.getKey(), gap.getValue()))
        .toList();
  }

  List<Long> extremitiesAt(long roomNid, long position) {
    NavigableMap<Long, List<Long>> known = history.get(roomNid);
    Map.Entry<Long, List<Long>> at = known == null ? null : known.floorEntry(position);
    return at == null ? List.of() : at.getValue();
  }
}
