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
  void follow(Append append) {
    long roomNid = append.room().nid();
    Map<EventId, Boolean> open = gaps.computeIfAbsent(roomNid, _ -> new HashMap<>());
    append.gaps().opened().forEach(gap -> open.merge(gap.id(), gap.covered(), Boolean::logicalOr));
    append.gaps().closed().forEach(open::remove);
    append.events().stream()
        .filter(MemoryGraph::isShown)
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
            .filter(MemoryGraph::isShown)
            .noneMatch(event -> event.ref().position() > position);
    List<Long> after = append.extremities().stream().map(EventRef::nid).sorted().toList();
    history
        .computeIfAbsent(append.room().nid(), _ -> new TreeMap<>(Comparator.naturalOrder()))
        .put(position, last ? after : own);
  }

  private static boolean isShown(NewEvent event) {
    return event.status() == EventStatus.ACCEPTED || event.status() == EventStatus.PARTIAL_STATE;
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
