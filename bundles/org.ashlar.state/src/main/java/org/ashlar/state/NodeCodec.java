package org.ashlar.state;

import java.nio.ByteBuffer;

/// The stored form of nodes. Numbers are varints; keys are sorted, and written as differences.
///
/// Leaf: 0, count, then per entry key difference and event. Branch: 1, entries below, bitmap, then
/// the children's numbers.
final class NodeCodec {
  private static final byte LEAF = 0;
  private static final byte BRANCH = 1;
  private static final int VARINT_MAX = 10;

  private NodeCodec() {}

  static byte[] write(Node node) {
    ByteBuffer out = ByteBuffer.allocate(2 * VARINT_MAX + bound(node));
    switch (node) {
      case Node.Leaf leaf -> writeLeaf(leaf, out);
      case Node.Branch branch -> writeBranch(branch, out);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  static Node read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return switch (in.get()) {
      case LEAF -> readLeaf(in);
      case BRANCH -> readBranch(in);
      default -> throw new IllegalArgumentException("not a state node");
    };
  }

  private static int bound(Node node) {
    return switch (node) {
      case Node.Leaf leaf -> leaf.size() * 2 * VARINT_MAX;
      case Node.Branch branch -> branch.children().length * VARINT_MAX;
    };
  }

  private static void writeLeaf(Node.Leaf leaf, ByteBuffer out) {
    out.put(LEAF);
    varint(leaf.size(), out);
    long previous = 0;
    for (int i = 0; i < leaf.size(); i++) {
      varint(leaf.keys()[i] - previous, out);
      previous = leaf.keys()[i];
      varint(required(leaf.events()[i].nid(), "event"), out);
    }
  }

  private static void writeBranch(Node.Branch branch, ByteBuffer out) {
    out.put(BRANCH);
    varint(branch.size(), out);
    varint(branch.bitmap() & 0xFFFFFFFFL, out);
    for (NodeRef child : branch.children()) {
      varint(required(child.nid(), "node"), out);
    }
  }

  private static Node.Leaf readLeaf(ByteBuffer in) {
    int count = (int) varint(in);
    long[] keys = new long[count];
    EventRef[] events = new EventRef[count];
    long previous = 0;
    for (int i = 0; i < count; i++) {
      previous += varint(in);
      keys[i] = previous;
      events[i] = EventRef.stored(varint(in));
    }
    return new Node.Leaf(keys, events);
  }

  private static Node.Branch readBranch(ByteBuffer in) {
    int size = (int) varint(in);
    int bitmap = (int) varint(in);
    NodeRef[] children = new NodeRef[Integer.bitCount(bitmap)];
    for (int i = 0; i < children.length; i++) {
      children[i] = NodeRef.stored(varint(in));
    }
    return new Node.Branch(bitmap, children, size);
  }

  private static long required(long nid, String what) {
    if (nid == 0) {
      throw new IllegalStateException("a state node refers to an unstored " + what);
    }
    return nid;
  }

  private static void varint(long value, ByteBuffer out) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte octet = in.get();
      value |= (octet & 0x7FL) << shift;
      if (octet >= 0) {
        return value;
      }
    }
  }
}
