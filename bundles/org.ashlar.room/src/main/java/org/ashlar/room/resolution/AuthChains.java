package org.ashlar.room.resolution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;

/// Answers the one question about auth chains that needs more than the conflict itself. Who knows
/// the order of the state's events ([EventSource#order]) answers it without reading those that are
/// older than what is asked for.
@FunctionalInterface
public interface AuthChains {
  /// Tells which events are in the common state or in the auth chain of one of its events.
  ///
  /// @param candidates the events in question, few
  /// @param common the unconflicted state
  /// @return those of the candidates that are
  Set<EventId> covered(Set<EventId> candidates, CommonState common);

  /// Auth chains that are walked, one batch per generation. Right for any room, slow for a large
  /// one.
  ///
  /// @param source where events are read
  /// @return chains that read from that source
  static AuthChains walking(EventSource source) {
    return (candidates, common) -> walk(source, candidates, common);
  }

  private static Set<EventId> walk(
      EventSource source, Set<EventId> candidates, CommonState common) {
    Set<EventId> seen = new HashSet<>();
    List<EventId> generation = new ArrayList<>();
    common.forEach(
        (_, id) -> {
          if (seen.add(id)) {
            generation.add(id);
          }
        });
    List<EventId> open = generation;
    while (!open.isEmpty() && !seen.containsAll(candidates)) {
      List<EventId> next = new ArrayList<>();
      for (Event event : source.events(open).values()) {
        for (EventId auth : event.authEvents()) {
          if (seen.add(auth)) {
            next.add(auth);
          }
        }
      }
      open = next;
    }
    Set<EventId> covered = new HashSet<>(candidates);
    covered.retainAll(seen);
    return covered;
  }
}
