package org.ashlar.room.resolve;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// The specification's text on the state resolution of version 1, sentence by sentence. Readings of
/// deployed servers: members of one pass do not see each other, and when no other event is allowed,
/// the one of the lowest depth stays.
final class FirstModel {
  private final Map<EventId, Event> pool;

  FirstModel(Map<EventId, Event> pool) {
    this.pool = pool;
  }

  Map<StateKey, EventId> resolve(List<Map<StateKey, EventId>> states) {
    Set<StateKey> keys = new HashSet<>();
    states.forEach(state -> keys.addAll(state.keySet()));
    Map<StateKey, EventId> r = new TreeMap<>();
    Map<StateKey, List<Event>> conflicting = new TreeMap<>();
    for (StateKey key : keys) {
      Set<EventId> different = new HashSet<>();
      for (Map<StateKey, EventId> state : states) {
        if (state.containsKey(key)) {
          different.add(state.get(key));
        }
      }
      if (different.size() > 1) {
        conflicting.put(key, new ArrayList<>(different.stream().map(pool::get).toList()));
      } else {
        r.put(key, different.iterator().next());
      }
    }
    for (String type : List.of("m.room.power_levels", "m.room.join_rules", "m.room.member")) {
      Map<StateKey, EventId> before = new HashMap<>(r);
      for (Map.Entry<StateKey, List<Event>> conflict : conflicting.entrySet()) {
        if (conflict.getKey().type().equals(type)) {
          r.put(conflict.getKey(), inOrder(before, conflict.getValue()));
        }
      }
    }
    Map<StateKey, EventId> settled = new HashMap<>(r);
    for (Map.Entry<StateKey, List<Event>> conflict : conflicting.entrySet()) {
      r.computeIfAbsent(conflict.getKey(), _ -> highest(settled, conflict.getValue()));
    }
    return r;
  }

  private EventId inOrder(Map<StateKey, EventId> state, List<Event> events) {
    events.sort(ascendingDepthDescendingHash());
    Map<StateKey, EventId> r = new HashMap<>(state);
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (i > 0 && !Branch.RULES.check(event, key -> at(r, key)).isAllowed()) {
        return r.get(event.key());
      }
      r.put(event.key(), event.id());
    }
    return r.get(events.get(0).key());
  }

  private EventId highest(Map<StateKey, EventId> state, List<Event> events) {
    events.sort(ascendingDepthDescendingHash().reversed());
    for (Event event : events) {
      if (Branch.RULES.check(event, key -> at(state, key)).isAllowed()) {
        return event.id();
      }
    }
    return events.get(events.size() - 1).id();
  }

  private static Comparator<Event> ascendingDepthDescendingHash() {
    return Comparator.comparingLong(Event::depth)
        .thenComparing(event -> hash(event.id().value()), Comparator.reverseOrder());
  }

  private static BigInteger hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new BigInteger(1, MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable Event at(Map<StateKey, EventId> state, StateKey key) {
    EventId id = state.get(key);
    return id == null ? null : pool.get(id);
  }
}
