package org.ashlar.room.resolution;

import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.osgi.annotation.versioning.ProviderType;

/// Makes one state of the states of several branches, by one algorithm. Pure: reads only what the
/// request gives; its cost follows the conflict, not the size of the room. Any thread.
///
/// There is one service for each algorithm. Its service property
/// [org.ashlar.base.gate.Selections#VARIANT] is the name that [RoomVersion#resolution] gives; with
/// [#SHADOW] behind it, the service is asked beside the live one, and its answers are only
/// compared.
///
/// @spec https://spec.matrix.org/v1.19/server-server-api/#room-state-resolution State resolution
@ProviderType
public interface StateResolver {
  /// What follows the algorithm's name in the variant of a service on trial.
  String SHADOW = ".shadow";

  /// Tells whether this resolver knows the algorithm of a room version.
  ///
  /// @param version the version
  /// @return true when it does
  boolean supports(RoomVersion version);

  /// Names this implementation; part of the key of what is cached from its answers.
  ///
  /// @return the version of its bundle
  String revision();

  /// Resolves. The answer does not depend on the order of the branches.
  ///
  /// @param request the branches
  /// @return the entries to lay over the common state, none of them at a place that the common
  ///   state has; a place of the conflict that is missing in the answer is empty. Rarely there are
  ///   places that no branch has: an auth event that no state had kept
  /// @throws IllegalArgumentException when the room version is not supported, or an event of a
  ///   branch is unknown to the source
  default Map<StateKey, EventId> resolve(ResolutionRequest request) {
    return resolve(request, ResolutionTrace.NONE);
  }

  /// Resolves, and tells how.
  ///
  /// @param request the branches
  /// @param trace is told each step
  /// @return the same as without a trace
  /// @throws IllegalArgumentException as without a trace
  Map<StateKey, EventId> resolve(ResolutionRequest request, ResolutionTrace trace);
}
