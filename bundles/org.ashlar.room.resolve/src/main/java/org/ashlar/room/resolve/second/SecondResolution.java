package org.ashlar.room.resolve.second;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.ReferenceHash;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolve.EventCache;
import org.ashlar.room.resolve.GatedResolver;
import org.jspecify.annotations.Nullable;

/// The algorithms `v2` and `v2.1`. They differ in two sentences: where the iterative auth checks
/// begin, and whether the conflicted subgraph belongs to the full conflicted set.
///
/// @spec https://spec.matrix.org/v1.19/rooms/v2/#state-resolution State resolution v2
/// @spec https://spec.matrix.org/v1.19/rooms/v12/#state-resolution State resolution v2.1
public final class SecondResolution implements GatedResolver.Algorithm {
  private final boolean later;

  private SecondResolution(boolean later) {
    this.later = later;
  }

  /// The algorithm `v2`: begins with the unconflicted state.
  public static SecondResolution v2() {
    return new SecondResolution(false);
  }

  /// The algorithm `v2.1`: begins with the empty state, and replays the conflicted subgraph.
  public static SecondResolution v21() {
    return new SecondResolution(true);
  }

  @Override
  public Map<StateKey, EventId> resolve(
      ResolutionRequest request, AuthRules rules, ResolutionTrace trace) {
    Conflict conflict = Conflict.of(request);
    Map<StateKey, EventId> result = new TreeMap<>();
    if (!conflict.events().isEmpty()) {
      result.putAll(decide(request, conflict, rules, trace));
      result.keySet().removeIf(key -> request.common().get(key) != null);
    }
    result.putAll(conflict.agreed());
    return result;
  }

  private Map<StateKey, EventId> decide(
      ResolutionRequest request, Conflict conflict, AuthRules rules, ResolutionTrace trace) {
    EventCache events = new EventCache(request.events());
    Set<EventId> full = new AuthDifference(conflict, events, request.chains()).full(later);
    Set<EventId> added = new HashSet<>(full);
    added.removeAll(conflict.events());
    trace.conflict(conflict.events(), added);
    Event create = impliedCreate(request, events);
    Function<StateKey, @Nullable EventId> initial = later ? _ -> null : conflict::unconflicted;

    IterativeAuth state = new IterativeAuth(rules, events, initial, create);
    state.prepare(full.stream().map(events::get).toList());
    List<Event> power = new PowerOrder(events, create).sort(full);
    state.apply(power, "power events", trace);
    Set<Event> rest = new HashSet<>();
    full.forEach(id -> rest.add(events.get(id)));
    power.forEach(rest::remove);
    List<Event> others = new MainlineOrder(state.current(StateKey.POWER_LEVELS), events).sort(rest);
    state.apply(others, "other events", trace);
    return state.applied();
  }

  /// The create event, where events do not name it among their auth events.
  private static @Nullable Event impliedCreate(ResolutionRequest request, EventCache events) {
    return request.version().has(Behavior.CREATE_IN_AUTH_EVENTS)
        ? null
        : events.get(ReferenceHash.createEventId(request.room()));
  }
}
