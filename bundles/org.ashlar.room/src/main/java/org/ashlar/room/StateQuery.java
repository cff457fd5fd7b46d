package org.ashlar.room;

import java.util.Set;
import org.ashlar.event.StateKey;

/// What is wanted of one state of a room.
///
/// @param roomNid the room
/// @param root the number of the state's root node; 0 for the empty state
/// @param scope whether more is wanted than the keys
/// @param keys the keys wanted in any case
public record StateQuery(long roomNid, long root, Scope scope, Set<StateKey> keys) {
  /// Copies the keys.
  public StateQuery {
    keys = Set.copyOf(keys);
  }

  /// What is wanted beside the keys.
  public enum Scope {
    /// Nothing.
    KEYS,
    /// All that are no members.
    NON_MEMBERS,
    /// Everything.
    ALL
  }

  /// Some keys.
  ///
  /// @param roomNid the room
  /// @param root the state
  /// @param keys the keys
  /// @return the query
  public static StateQuery of(long roomNid, long root, Set<StateKey> keys) {
    return new StateQuery(roomNid, root, Scope.KEYS, keys);
  }

  /// The whole state.
  ///
  /// @param roomNid the room
  /// @param root the state
  /// @return the query
  public static StateQuery whole(long roomNid, long root) {
    return new StateQuery(roomNid, root, Scope.ALL, Set.of());
  }

  /// The whole state, but of the members only some.
  ///
  /// @param roomNid the room
  /// @param root the state
  /// @param keys the member keys wanted
  /// @return the query
  public static StateQuery lazy(long roomNid, long root, Set<StateKey> keys) {
    return new StateQuery(roomNid, root, Scope.NON_MEMBERS, keys);
  }
}
