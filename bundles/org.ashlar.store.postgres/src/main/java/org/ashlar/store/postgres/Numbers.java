package org.ashlar.store.postgres;

/// The last numbers that a writer has given.
///
/// @param commit its commits so far
/// @param room last room
/// @param event last event
/// @param node last state node
/// @param position last place in the stream of events
/// @param backfill how many places before it were given to history
/// @param completion last place in the stream of rooms that became known in full
record Numbers(
    long commit, long room, long event, long node, long position, long backfill, long completion) {
  /// These, but no room, event or node number that was given in memory is given again.
  Numbers notBelow(Numbers given) {
    return new Numbers(
        commit,
        Math.max(room, given.room),
        Math.max(event, given.event),
        Math.max(node, given.node),
        position,
        backfill,
        completion);
  }
}
