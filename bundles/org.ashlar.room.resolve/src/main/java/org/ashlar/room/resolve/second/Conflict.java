package org.ashlar.room.resolve.second;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.CommonState;
import org.ashlar.room.resolution.ResolutionRequest;
import org.jspecify.annotations.Nullable;

/// The split of the branches into what they agree on and what they do not.
///
/// @param agreed entries that were given for each branch although all branches have them
/// @param branches for each branch its conflicted events
/// @param events the conflicted state set
/// @param common the rest of the unconflicted state
record Conflict(
    Map<StateKey, EventId> agreed,
    List<Set<EventId>> branches,
    Set<EventId> events,
    CommonState common) {

  static Conflict of(ResolutionRequest request) {
    List<Map<StateKey, EventId>> given = request.branches();
    Map<StateKey, EventId> agreed = new TreeMap<>();
    given
        .get(0)
        .forEach(
            (key, id) -> {
              if (given.stream().allMatch(branch -> id.equals(branch.get(key)))) {
                agreed.put(key, id);
              }
            });
    List<Set<EventId>> branches = given.stream().map(branch -> conflicted(branch, agreed)).toList();
    Set<EventId> events = new HashSet<>();
    branches.forEach(events::addAll);
    return new Conflict(agreed, branches, events, request.common());
  }

  private static Set<EventId> conflicted(
      Map<StateKey, EventId> branch, Map<StateKey, EventId> agreed) {
    Map<StateKey, EventId> rest = new HashMap<>(branch);
    rest.keySet().removeAll(agreed.keySet());
    return new HashSet<>(rest.values());
  }

  /// An entry of the unconflicted state map.
  @Nullable EventId unconflicted(StateKey key) {
    EventId id = agreed.get(key);
    return id == null ? common.get(key) : id;
  }
}
