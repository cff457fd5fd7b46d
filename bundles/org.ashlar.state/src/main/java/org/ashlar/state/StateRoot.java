package org.ashlar.state;

import org.jspecify.annotations.Nullable;

/// One state of one room: the root of a persistent hash trie. Immutable. States of a room share
/// their nodes.
public final class StateRoot {
  private final NodeRef node;
  private volatile @Nullable Digest digest;

  StateRoot(NodeRef node, @Nullable Digest digest) {
    this.node = node;
    this.digest = digest;
  }

  /// The state without entries.
  ///
  /// @return a root that is never stored
  public static StateRoot empty() {
    return new StateRoot(NodeRef.of(Node.Leaf.EMPTY), Digest.EMPTY);
  }

  /// A state of the store.
  ///
  /// @param nid the number of its root node; 0 for the empty state
  /// @return the root; nothing is read yet
  public static StateRoot stored(long nid) {
    return nid == 0 ? empty() : new StateRoot(NodeRef.stored(nid), null);
  }

  /// The store's permanent number of the root node.
  ///
  /// @return a positive number, or 0 for the empty state and while it is not stored
  public long nid() {
    return node.nid();
  }

  NodeRef node() {
    return node;
  }

  @Nullable Digest digest() {
    return digest;
  }

  void digest(Digest value) {
    digest = value;
  }
}
