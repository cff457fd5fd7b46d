package org.ashlar.room.resolution;

import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.room.auth.AuthVerdict;

/// Is told what a resolution does, so that it can be explained. Called by the thread that resolves.
public interface ResolutionTrace {
  /// Nobody listens.
  ResolutionTrace NONE = new ResolutionTrace() {};

  /// Tells which events the resolution is about.
  ///
  /// @param conflicted the events at places in which branches differ
  /// @param added the events that the algorithm adds to them: the auth difference, and the
  ///   conflicted subgraph where there is one
  default void conflict(Set<EventId> conflicted, Set<EventId> added) {}

  /// Tells of an event that was judged; one that is allowed takes its place in the state, until a
  /// later one does.
  ///
  /// @param step the step of the algorithm, for a person
  /// @param event the event
  /// @param verdict what the rules say about it in the state so far
  default void judged(String step, Event event, AuthVerdict verdict) {}
}
