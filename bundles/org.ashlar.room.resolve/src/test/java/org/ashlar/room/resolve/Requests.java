package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.AuthChains;
import org.ashlar.room.resolution.CommonState;
import org.ashlar.room.resolution.EventSource;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;

/// Makes requests of whole states, and whole states of answers.
final class Requests {
  private Requests() {}

  static Map<StateKey, EventId> resolve(Branch... branches) {
    List<Map<StateKey, EventId>> states = new ArrayList<>();
    for (Branch branch : branches) {
      states.add(branch.state);
    }
    EventSource source = source(branches[0].pool, Set.of());
    return resolve(branches[0].room, states, source);
  }

  static Map<StateKey, EventId> resolve(
      SampleRoom room, List<Map<StateKey, EventId>> states, EventSource source) {
    Map<StateKey, EventId> common = common(states);
    ResolutionRequest request = request(room, states, source);
    Map<StateKey, EventId> result = new TreeMap<>(common);
    algorithm(room)
        .resolve(request, Branch.RULES, ResolutionTrace.NONE)
        .forEach(
            (key, id) -> {
              if (result.put(key, id) != null) {
                throw new AssertionError("the answer replaces the common entry " + key);
              }
            });
    return result;
  }

  static GatedResolver.Algorithm algorithm(SampleRoom room) {
    return TestResolvers.algorithms().get(room.version().resolution());
  }

  static ResolutionRequest request(
      SampleRoom room, List<Map<StateKey, EventId>> states, EventSource source) {
    Map<StateKey, EventId> common = common(states);
    List<Map<StateKey, EventId>> differing = new ArrayList<>();
    for (Map<StateKey, EventId> state : states) {
      Map<StateKey, EventId> rest = new HashMap<>(state);
      rest.keySet().removeAll(common.keySet());
      differing.add(rest);
    }
    return new ResolutionRequest(
        room.version(),
        room.id(),
        differing,
        CommonState.of(common),
        source,
        AuthChains.walking(source));
  }

  private static Map<StateKey, EventId> common(List<Map<StateKey, EventId>> states) {
    Map<StateKey, EventId> common = new HashMap<>(states.get(0));
    states.forEach(state -> common.entrySet().retainAll(state.entrySet()));
    return common;
  }

  static EventSource source(Map<EventId, Event> pool, Set<EventId> rejected) {
    Map<EventId, Long> orders = new HashMap<>();
    return new EventSource() {
      @Override
      public Map<EventId, Event> events(Collection<EventId> ids) {
        Map<EventId, Event> found = new HashMap<>();
        for (EventId id : ids) {
          if (pool.containsKey(id)) {
            found.put(id, pool.get(id));
          }
        }
        return found;
      }

      /// The longest way down to the create event.
      @Override
      public long order(EventId id) {
        Long known = orders.get(id);
        if (known == null) {
          known = 0L;
          for (EventId auth : pool.get(id).authEvents()) {
            known = pool.containsKey(auth) ? Math.max(known, order(auth) + 1) : known;
          }
          orders.put(id, known);
        }
        return known;
      }

      @Override
      public Set<EventId> rejected(Collection<EventId> ids) {
        Set<EventId> result = new HashSet<>(ids);
        result.retainAll(rejected);
        return result;
      }
    };
  }
}
