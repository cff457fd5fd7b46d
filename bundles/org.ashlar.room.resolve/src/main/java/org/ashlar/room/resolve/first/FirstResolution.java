package org.ashlar.room.resolve.first;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolve.EventCache;
import org.ashlar.room.resolve.GatedResolver;
import org.jspecify.annotations.Nullable;

/// The algorithm `v1`: power levels, join rules, memberships, then all else. Known to reset state;
/// only rooms of version 1 use it.
///
/// Where the text leaves something open, this is what deployed servers do: a place that is empty in
/// some branches is no conflict; memberships of one pass do not see each other; where no event of
/// the last pass is allowed, the one of the least depth stays.
///
/// @spec https://spec.matrix.org/v1.19/rooms/v1/#state-resolution State resolution
public final class FirstResolution implements GatedResolver.Algorithm {
  @Override
  public Map<StateKey, EventId> resolve(
      ResolutionRequest request, AuthRules rules, ResolutionTrace trace) {
    return new Work(request, rules, trace).resolve();
  }

  private static final class Work {
    private static final Comparator<Candidate> OLDEST =
        Comparator.comparingLong((Candidate candidate) -> candidate.event.depth())
            .thenComparing(candidate -> candidate.hash, Comparator.reverseOrder());

    private final ResolutionRequest request;
    private final AuthRules rules;
    private final ResolutionTrace trace;
    private final EventCache events;
    private final Map<StateKey, Set<EventId>> conflicts = new TreeMap<>();
    private final Map<StateKey, EventId> resolved = new TreeMap<>();

    Work(ResolutionRequest request, AuthRules rules, ResolutionTrace trace) {
      this.request = request;
      this.rules = rules;
      this.trace = trace;
      this.events = new EventCache(request.events());
    }

    private record Candidate(Event event, String hash) {}

    Map<StateKey, EventId> resolve() {
      separate();
      Set<EventId> conflicted = new HashSet<>();
      conflicts.values().forEach(conflicted::addAll);
      events.load(conflicted);
      if (!conflicted.isEmpty()) {
        trace.conflict(conflicted, Set.of());
      }
      inTurn(EventTypes.POWER_LEVELS, "power levels");
      inTurn(EventTypes.JOIN_RULES, "join rules");
      inTurn(EventTypes.MEMBER, "memberships");
      Map<StateKey, EventId> rest = new HashMap<>();
      conflicts.forEach((key, ids) -> rest.put(key, newest(candidates(ids))));
      resolved.putAll(rest);
      return resolved;
    }

    /// Takes over what the branches that have an event agree on.
    private void separate() {
      for (Map<StateKey, EventId> branch : request.branches()) {
        branch.forEach(
            (key, id) -> conflicts.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(id));
      }
      conflicts
          .entrySet()
          .removeIf(
              entry -> {
                boolean agreed = entry.getValue().size() == 1;
                if (agreed) {
                  resolved.put(entry.getKey(), entry.getValue().iterator().next());
                }
                return agreed;
              });
    }

    /// One pass over the conflicts of a type that authorizes others. It sees what was there before
    /// it began.
    private void inTurn(String type, String step) {
      Map<StateKey, EventId> found = new HashMap<>();
      conflicts.forEach(
          (key, ids) -> {
            if (key.type().equals(type)) {
              found.put(key, lastAllowed(candidates(ids), step));
            }
          });
      conflicts.keySet().removeAll(found.keySet());
      resolved.putAll(found);
    }

    /// From the oldest on, as long as each is allowed after the one before.
    private EventId lastAllowed(List<Candidate> sorted, String step) {
      Event last = sorted.getFirst().event;
      trace.judged(step, last, AuthVerdict.ALLOWED);
      for (Candidate candidate : sorted.subList(1, sorted.size())) {
        Event before = last;
        AuthVerdict verdict =
            rules.check(
                candidate.event, key -> key.equals(before.key()) ? before : unconflicted(key));
        trace.judged(step, candidate.event, verdict);
        if (!verdict.isAllowed()) {
          break;
        }
        last = candidate.event;
      }
      return last.id();
    }

    /// The newest that is allowed; the oldest if none is.
    private EventId newest(List<Candidate> sorted) {
      for (Candidate candidate : sorted.reversed()) {
        AuthVerdict verdict = rules.check(candidate.event, this::unconflicted);
        trace.judged("other events", candidate.event, verdict);
        if (verdict.isAllowed()) {
          return candidate.event.id();
        }
      }
      return sorted.getFirst().event.id();
    }

    private List<Candidate> candidates(Collection<EventId> ids) {
      List<Candidate> candidates = new ArrayList<>();
      for (EventId id : ids) {
        candidates.add(new Candidate(events.get(id), Sha1.hex(id.value())));
      }
      candidates.sort(OLDEST);
      return candidates;
    }

    /// The state as far as it is settled.
    private @Nullable Event unconflicted(StateKey key) {
      EventId id = resolved.get(key);
      EventId found = id == null ? request.common().get(key) : id;
      return found == null ? null : events.get(found);
    }
  }
}
