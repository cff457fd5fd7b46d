package org.ashlar.room.resolve.second;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolve.EventCache;
import org.jspecify.annotations.Nullable;

/// Applies events to a state one by one, each if the state before it allows it.
final class IterativeAuth {
  private final AuthRules rules;
  private final EventCache events;
  private final Function<StateKey, @Nullable EventId> initial;
  private final @Nullable Event create;
  private final Map<StateKey, EventId> applied = new TreeMap<>();
  private final Set<EventId> rejected = new HashSet<>();

  /// @param rules what allows events
  /// @param events what has been read
  /// @param initial the state to begin with
  /// @param create the create event where events do not name it, else null
  IterativeAuth(
      AuthRules rules,
      EventCache events,
      Function<StateKey, @Nullable EventId> initial,
      @Nullable Event create) {
    this.rules = rules;
    this.events = events;
    this.initial = initial;
    this.create = create;
  }

  /// Reads in one batch each what the checks of some events will need.
  void prepare(Collection<Event> toCheck) {
    Set<EventId> wanted = new HashSet<>();
    Set<EventId> auth = new HashSet<>();
    for (Event event : toCheck) {
      auth.addAll(event.authEvents());
      for (StateKey key :
          rules.needed(
              event.version(), event.type(), event.stateKey(), event.sender(), event.content())) {
        EventId id = initial.apply(key);
        if (id != null) {
          wanted.add(id);
        }
      }
    }
    wanted.addAll(auth);
    events.load(wanted);
    rejected.addAll(events.rejected(auth));
  }

  void apply(List<Event> sorted, String step, ResolutionTrace trace) {
    for (Event event : sorted) {
      Map<StateKey, Event> named = named(event);
      AuthVerdict verdict = rules.check(event, key -> lookup(key, named));
      trace.judged(step, event, verdict);
      if (verdict.isAllowed()) {
        applied.put(event.key(), event.id());
      }
    }
  }

  /// The entry of the state as it is now.
  @Nullable Event current(StateKey key) {
    EventId id = applied.get(key);
    EventId found = id == null ? initial.apply(key) : id;
    return found == null ? null : events.get(found);
  }

  /// What was applied to the initial state.
  Map<StateKey, EventId> applied() {
    return applied;
  }

  private @Nullable Event lookup(StateKey key, Map<StateKey, Event> named) {
    Event event = current(key);
    if (event != null) {
      return event;
    }
    return create != null && key.equals(StateKey.CREATE) ? create : named.get(key);
  }

  private Map<StateKey, Event> named(Event event) {
    Map<StateKey, Event> named = new HashMap<>();
    for (EventId id : event.authEvents()) {
      Event auth = events.find(id);
      if (auth != null && auth.isState() && !rejected.contains(id)) {
        named.put(auth.key(), auth);
      }
    }
    return named;
  }
}
