package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.longs;

import java.util.List;

/// Rows of `state_nodes` and `state_deltas`.
@SuppressWarnings("ArrayRecordComponent")
record StateRows(
    long[] nodeRooms,
    long[] nodes,
    byte[][] bytes,
    long[] deltaRooms,
    long[] positions,
    long[] keys,
    long[] events) {

  static StateRows of(List<Node> nodes, List<Delta> deltas) {
    return new StateRows(
        longs(nodes, Node::roomNid),
        longs(nodes, Node::nid),
        Columns.bytes(nodes, Node::bytes),
        longs(deltas, Delta::roomNid),
        longs(deltas, Delta::position),
        longs(deltas, Delta::keyNid),
        longs(deltas, Delta::eventNid));
  }

  boolean isEmpty() {
    return nodes.length == 0 && keys.length == 0;
  }

  /// A new state node.
  record Node(long roomNid, long nid, byte[] bytes) {}

  /// A change of the current state; event 0 when the key goes away.
  record Delta(long roomNid, long position, long keyNid, long eventNid) {}
}
