package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.state.StateTrie;

/// Walks the state nodes of a room from all its roots.
final class ReachableNodes {
  private static final int PAGE = 1_000;

  private final StateMapper state;
  private final UpkeepMapper upkeep;
  private final long roomNid;
  private final Set<Long> reached = new HashSet<>();
  private final Set<Long> missing = new HashSet<>();

  ReachableNodes(StateMapper state, UpkeepMapper upkeep, long roomNid) {
    this.state = state;
    this.upkeep = upkeep;
    this.roomNid = roomNid;
  }

  void walk() {
    List<Long> next = new ArrayList<>(upkeep.roots(roomNid));
    reached.addAll(next);
    while (!next.isEmpty()) {
      List<Long> level = next;
      next = new ArrayList<>();
      for (int from = 0; from < level.size(); from += PAGE) {
        read(level.subList(from, Math.min(level.size(), from + PAGE)), next);
      }
    }
  }

  private void read(List<Long> nodes, List<Long> next) {
    Set<Long> left = new HashSet<>(nodes);
    for (StateMapper.NodeRow row : state.nodes(roomNid, RoomReads.numbers(nodes))) {
      left.remove(row.nid());
      for (long child : StateTrie.children(row.bytes())) {
        if (reached.add(child)) {
          next.add(child);
        }
      }
    }
    missing.addAll(left);
  }

  /// Nodes that a root leads to and that are not there.
  Set<Long> missing() {
    return missing;
  }

  /// Nodes that no root leads to.
  List<Long> unreachable() {
    List<Long> found = new ArrayList<>();
    long after = 0;
    List<Long> page;
    do {
      page = upkeep.nodes(roomNid, after, PAGE);
      for (Long nid : page) {
        if (!reached.contains(nid)) {
          found.add(nid);
        }
        after = nid;
      }
    } while (page.size() == PAGE);
    return found;
  }
}
