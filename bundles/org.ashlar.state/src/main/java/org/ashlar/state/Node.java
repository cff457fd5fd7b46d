package org.ashlar.state;

import java.util.Arrays;

/// A node of a trie. Immutable, but for the numbers that its references are given when stored.
sealed interface Node {
  /// Entries below this node.
  int size();

  /// A bucket of entries, sorted by key.
  record Leaf(long[] keys, EventRef[] events) implements Node {
    static final Leaf EMPTY = new Leaf(new long[0], new EventRef[0]);

    @Override
    public int size() {
      return keys.length;
    }

    int find(long key) {
      return Arrays.binarySearch(keys, key);
    }

    Leaf with(long key, EventRef event) {
      int found = find(key);
      if (found >= 0) {
        EventRef[] replaced = events.clone();
        replaced[found] = event;
        return new Leaf(keys, replaced);
      }
      int at = -found - 1;
      long[] moreKeys = new long[keys.length + 1];
      EventRef[] moreEvents = new EventRef[keys.length + 1];
      System.arraycopy(keys, 0, moreKeys, 0, at);
      System.arraycopy(events, 0, moreEvents, 0, at);
      moreKeys[at] = key;
      moreEvents[at] = event;
      System.arraycopy(keys, at, moreKeys, at + 1, keys.length - at);
      System.arraycopy(events, at, moreEvents, at + 1, keys.length - at);
      return new Leaf(moreKeys, moreEvents);
    }

    Leaf without(int at) {
      long[] fewerKeys = new long[keys.length - 1];
      EventRef[] fewerEvents = new EventRef[keys.length - 1];
      System.arraycopy(keys, 0, fewerKeys, 0, at);
      System.arraycopy(events, 0, fewerEvents, 0, at);
      System.arraycopy(keys, at + 1, fewerKeys, at, fewerKeys.length - at);
      System.arraycopy(events, at + 1, fewerEvents, at, fewerKeys.length - at);
      return new Leaf(fewerKeys, fewerEvents);
    }
  }

  /// Up to 32 children; child `i` of the array belongs to the `i`-th set bit.
  record Branch(int bitmap, NodeRef[] children, int size) implements Node {
    int index(int slot) {
      return Integer.bitCount(bitmap & ((1 << slot) - 1));
    }

    boolean has(int slot) {
      return (bitmap >>> slot & 1) != 0;
    }

    Branch with(int slot, NodeRef child, int newSize) {
      if (has(slot)) {
        NodeRef[] replaced = children.clone();
        replaced[index(slot)] = child;
        return new Branch(bitmap, replaced, newSize);
      }
      int at = index(slot);
      NodeRef[] more = new NodeRef[children.length + 1];
      System.arraycopy(children, 0, more, 0, at);
      more[at] = child;
      System.arraycopy(children, at, more, at + 1, children.length - at);
      return new Branch(bitmap | 1 << slot, more, newSize);
    }

    Branch without(int slot, int newSize) {
      int at = index(slot);
      NodeRef[] fewer = new NodeRef[children.length - 1];
      System.arraycopy(children, 0, fewer, 0, at);
      System.arraycopy(children, at + 1, fewer, at, fewer.length - at);
      return new Branch(bitmap & ~(1 << slot), fewer, newSize);
    }
  }
}
