package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.state.StateRoot;
import org.ashlar.store.EventStore;
import org.ashlar.store.RoomRef;

/// Resolves stored states again, and tells what became of one place.
final class ResolutionReplay {
  private final Gate<EventStore> store;
  private final StateAccess state;
  private final Resolvers resolvers;
  private final RoomRef room;

  ResolutionReplay(Gate<EventStore> store, StateAccess state, Resolvers resolvers, RoomRef room) {
    this.store = store;
    this.state = state;
    this.resolvers = resolvers;
    this.room = room;
  }

  /// What a step said about an event.
  private record Judged(int number, Event event, AuthVerdict verdict) {}

  /// Tells how a place came to what it has, line by line; nothing when all states have the same
  /// there.
  List<String> tell(List<StateRoot> roots, StateKey key, String what) {
    RoomConflict conflict = new RoomConflict(store, state, room);
    Set<Long> conflicted = roots.size() < 2 ? Set.of() : conflict.conflicted(roots);
    ResolutionRequest request = conflict.request(roots, conflicted);
    if (request.branches().stream().noneMatch(branch -> branch.containsKey(key))) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s was resolved from %d states by %s, which differ in %d places:"
            .formatted(what, roots.size(), room.version().resolution(), conflict.keys().size()));
    for (Map<StateKey, EventId> branch : request.branches()) {
      EventId id = branch.get(key);
      lines.add("  a state with " + (id == null ? "nothing" : id) + " at its place");
    }
    Steps steps = new Steps(key);
    EventId winner = resolvers.explain(request, steps).get(key);
    lines.addAll(steps.lines());
    lines.add("  so the place has " + (winner == null ? "nothing" : winner));
    return lines;
  }

  /// Gathers what concerns one place.
  private static final class Steps implements ResolutionTrace {
    private final StateKey key;
    private final Map<String, List<Judged>> steps = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Set<EventId> added = new HashSet<>();

    Steps(StateKey key) {
      this.key = key;
    }

    @Override
    public void conflict(Set<EventId> conflicted, Set<EventId> more) {
      added.addAll(more);
    }

    @Override
    public void judged(String step, Event event, AuthVerdict verdict) {
      int number = counts.merge(step, 1, Integer::sum);
      List<Judged> here = steps.computeIfAbsent(step, _ -> new ArrayList<>());
      if (event.isState() && event.key().equals(key)) {
        here.add(new Judged(number, event, verdict));
      }
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      steps.forEach(
          (step, here) -> {
            for (Judged each : here) {
              lines.add(
                  "  step \"%s\", %d of %d: %s%s is %s"
                      .formatted(
                          step,
                          each.number,
                          counts.getOrDefault(step, 0),
                          each.event.id(),
                          added.contains(each.event.id()) ? " (from the auth chains)" : "",
                          text(each.verdict)));
            }
          });
      return lines;
    }

    private static String text(AuthVerdict verdict) {
      return switch (verdict) {
        case AuthVerdict.Allowed _ -> "allowed";
        case AuthVerdict.Rejected(String rule, String sentence) ->
            "refused by rule " + rule + ": " + sentence;
      };
    }
  }
}
