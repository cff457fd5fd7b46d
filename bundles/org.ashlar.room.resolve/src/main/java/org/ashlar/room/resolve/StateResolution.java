package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.ReferenceHash;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.jspecify.annotations.Nullable;

/// The algorithms `v2` and `v2.1`.
///
/// @spec https://spec.matrix.org/v1.19/rooms/v2/#state-resolution State resolution v2
/// @spec https://spec.matrix.org/v1.19/rooms/v12/#state-resolution State resolution v2.1
final class StateResolution {
  private static final Set<String> SUPPORTED = Set.of("v2", "v2.1");

  private final AuthRules rules;

  /// @param rules what allows events
  StateResolution(AuthRules rules) {
    this.rules = rules;
  }

  static boolean supports(RoomVersion version) {
    return SUPPORTED.contains(version.resolution());
  }

  Map<StateKey, EventId> resolve(ResolutionRequest request) {
    if (!supports(request.version())) {
      throw new IllegalArgumentException("no state resolution for " + request.version());
    }
    Conflict conflict = Conflict.of(request);
    Map<StateKey, EventId> result = new TreeMap<>();
    if (!conflict.events().isEmpty()) {
      result.putAll(decide(request, conflict));
      result.keySet().removeIf(key -> request.common().get(key) != null);
    }
    result.putAll(conflict.agreed());
    return result;
  }

  private Map<StateKey, EventId> decide(ResolutionRequest request, Conflict conflict) {
    boolean fromEmpty = request.version().resolution().equals("v2.1");
    EventCache events = new EventCache(request.events());
    AuthGraph graph = AuthGraph.below(conflict.events(), events);
    Set<EventId> full =
        new FullConflict(conflict, graph, events).compute(fromEmpty, request.chains());
    Event create = impliedCreate(request, events);
    Function<StateKey, @Nullable EventId> initial = fromEmpty ? _ -> null : conflict::unconflicted;

    IterativeAuth state = new IterativeAuth(rules, events, initial, create);
    state.prepare(full.stream().map(events::get).toList(), request.events());
    List<Event> power = new PowerOrder(graph, events, create).sort(full);
    state.apply(power);
    List<Event> rest = new ArrayList<>();
    full.forEach(id -> rest.add(events.get(id)));
    rest.removeAll(Set.copyOf(power));
    state.apply(new MainlineOrder(state.current(StateKey.POWER_LEVELS), events).sort(rest));
    return state.applied();
  }

  /// The create event, where events do not name it among their auth events.
  private static @Nullable Event impliedCreate(ResolutionRequest request, EventCache events) {
    return request.version().has(Behavior.CREATE_IN_AUTH_EVENTS)
        ? null
        : events.get(ReferenceHash.createEventId(request.room()));
  }
}
