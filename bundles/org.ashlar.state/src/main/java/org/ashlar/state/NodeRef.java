package org.ashlar.state;

import org.jspecify.annotations.Nullable;

/// Stands for a node: stored, in memory, or both.
final class NodeRef {
  private volatile long nid;
  private volatile @Nullable Node node;

  private NodeRef(long nid, @Nullable Node node) {
    this.nid = nid;
    this.node = node;
  }

  static NodeRef of(Node node) {
    return new NodeRef(0, node);
  }

  static NodeRef stored(long nid) {
    return new NodeRef(nid, null);
  }

  long nid() {
    return nid;
  }

  void assign(long number) {
    nid = number;
  }

  @Nullable Node loaded() {
    return node;
  }

  void load(Node value) {
    node = value;
  }
}
