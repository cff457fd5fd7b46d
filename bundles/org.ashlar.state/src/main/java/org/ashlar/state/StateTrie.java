package org.ashlar.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Reads and changes the states of one room: persistent hash tries, 32-way, with leaf buckets of up
/// to 64 entries. The form of a trie follows from its entries alone, not from their history.
///
/// A change copies the path to one bucket: O(log n) small nodes. The difference of two states costs
/// what they do not share. Nodes are read when first needed, then kept by the roots that lead to
/// them. Any thread.
public final class StateTrie {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  private static final int LAST_SHIFT = 60;
  private static final int BUCKET = 64;

  private final PlacementKey placement;
  private final NodeSource source;

  /// @param placement the installation's secret
  /// @param source the stored nodes of the room
  public StateTrie(PlacementKey placement, NodeSource source) {
    this.placement = placement;
    this.source = source;
  }

  /// Gives new nodes their numbers and bytes; see [StateTrie#store].
  @FunctionalInterface
  public interface NodeSink {
    /// Takes one new node.
    ///
    /// @param nid its new number
    /// @param bytes its stored form
    void node(long nid, byte[] bytes);
  }

  /// Takes entries of a state.
  @FunctionalInterface
  public interface Visitor {
    /// Takes one entry.
    ///
    /// @param keyNid the store's number of the state key
    /// @param event the event
    void entry(long keyNid, EventRef event);
  }

  /// The event of a state key.
  ///
  /// @param root the state
  /// @param keyNid the store's number of the state key
  /// @return the event, or null when the key is absent
  public @Nullable EventRef get(StateRoot root, long keyNid) {
    long place = placement.place(keyNid);
    Node node = node(root.node());
    for (int shift = 0; node instanceof Node.Branch branch; shift += BITS) {
      int slot = slot(place, shift);
      if (!branch.has(slot)) {
        return null;
      }
      node = node(branch.children()[branch.index(slot)]);
    }
    Node.Leaf leaf = (Node.Leaf) node;
    int found = leaf.find(keyNid);
    return found < 0 ? null : leaf.events()[found];
  }

  /// A state with an entry put or replaced.
  ///
  /// @param root the state
  /// @param keyNid the store's number of the state key
  /// @param event the event
  /// @return the new state
  public StateRoot with(StateRoot root, long keyNid, EventRef event) {
    Node changed = put(node(root.node()), 0, placement.place(keyNid), keyNid, event);
    return new StateRoot(NodeRef.of(changed), null);
  }

  /// A state without a key.
  ///
  /// @param root the state
  /// @param keyNid the store's number of the state key
  /// @return the new state, or the same when the key is absent
  public StateRoot without(StateRoot root, long keyNid) {
    Node node = node(root.node());
    Node changed = remove(node, 0, placement.place(keyNid), keyNid);
    return changed == node ? root : new StateRoot(NodeRef.of(changed), null);
  }

  /// The number of entries.
  ///
  /// @param root the state
  /// @return 0 or more
  public int size(StateRoot root) {
    return node(root.node()).size();
  }

  /// Hands over all entries of a state, in no order that means anything. Missing nodes are read
  /// level by level, each level at once.
  ///
  /// @param root the state
  /// @param visitor takes the entries
  public void forEach(StateRoot root, Visitor visitor) {
    List<NodeRef> level = List.of(root.node());
    while (!level.isEmpty()) {
      load(level);
      List<NodeRef> next = new ArrayList<>();
      for (NodeRef ref : level) {
        switch (node(ref)) {
          case Node.Leaf leaf -> visit(leaf, visitor);
          case Node.Branch branch -> next.addAll(List.of(branch.children()));
        }
      }
      level = next;
    }
  }

  /// Loads what reading some keys needs, as far as the source gives it now. For sources that have
  /// only what is at hand, so that what many states need can be read at once.
  ///
  /// @param root the state
  /// @param keyNids the keys; null for all
  /// @return the numbers of the nodes that are needed first; empty when nothing is missing any more
  public Set<Long> missing(StateRoot root, @Nullable Collection<Long> keyNids) {
    Set<Long> missing = new HashSet<>();
    if (keyNids == null) {
      missingBelow(root.node(), missing);
    } else {
      for (Long key : keyNids) {
        missingOnPath(root.node(), placement.place(key), missing);
      }
    }
    return missing;
  }

  private void missingBelow(NodeRef root, Set<Long> missing) {
    List<NodeRef> level = List.of(root);
    while (!level.isEmpty()) {
      load(level);
      List<NodeRef> next = new ArrayList<>();
      for (NodeRef ref : level) {
        switch (ref.loaded()) {
          case null -> missing.add(ref.nid());
          case Node.Leaf _ -> {}
          case Node.Branch branch -> next.addAll(List.of(branch.children()));
        }
      }
      level = next;
    }
  }

  private void missingOnPath(NodeRef root, long place, Set<Long> missing) {
    NodeRef ref = root;
    for (int shift = 0; ; shift += BITS) {
      load(List.of(ref));
      Node node = ref.loaded();
      if (node == null) {
        missing.add(ref.nid());
        return;
      }
      int slot = slot(place, shift);
      if (!(node instanceof Node.Branch branch) || !branch.has(slot)) {
        return;
      }
      ref = branch.children()[branch.index(slot)];
    }
  }

  /// All keys for which two states differ.
  ///
  /// @param left a state
  /// @param right another state of the room
  /// @return the differences; costs what the two do not share
  public List<StateDifference> difference(StateRoot left, StateRoot right) {
    List<StateDifference> found = new ArrayList<>();
    compare(left.node(), right.node(), 0, found);
    return found;
  }

  /// The digest of a state whose events are all stored.
  ///
  /// @param root the state
  /// @return its digest, reckoned once
  public Digest digest(StateRoot root) {
    Digest known = root.digest();
    if (known != null) {
      return known;
    }
    Digest[] sum = {Digest.EMPTY};
    forEach(root, (key, event) -> sum[0] = sum[0].plus(placement.entry(key, event.nid())));
    root.digest(sum[0]);
    return sum[0];
  }

  /// Reckons the digest of a state from that of another one by their difference.
  ///
  /// @param root the state; its events must be stored
  /// @param base a state whose digest is known or cheap
  /// @return the digest of `root`
  public Digest digest(StateRoot root, StateRoot base) {
    if (root.digest() == null) {
      Digest sum = digest(base);
      for (StateDifference change : difference(base, root)) {
        EventRef before = change.left();
        EventRef after = change.right();
        sum = before == null ? sum : sum.minus(placement.entry(change.keyNid(), before.nid()));
        sum = after == null ? sum : sum.plus(placement.entry(change.keyNid(), after.nid()));
      }
      root.digest(sum);
    }
    return digest(root);
  }

  /// Numbers all nodes of a state that are not stored yet, children first, and writes them. All
  /// events in them must have their numbers.
  ///
  /// @param root the state
  /// @param nids gives the next number
  /// @param sink takes number and bytes of each
  public static void store(StateRoot root, LongSupplier nids, NodeSink sink) {
    if (root.node().nid() == 0
        && !(root.node().loaded() instanceof Node.Leaf(var keys, _) && keys.length == 0)) {
      store(root.node(), nids, sink);
    }
  }

  private static void store(NodeRef ref, LongSupplier nids, NodeSink sink) {
    Node node = ref.loaded();
    if (ref.nid() != 0 || node == null) {
      return;
    }
    if (node instanceof Node.Branch branch) {
      for (NodeRef child : branch.children()) {
        store(child, nids, sink);
      }
    }
    byte[] bytes = NodeCodec.write(node);
    ref.assign(nids.getAsLong());
    sink.node(ref.nid(), bytes);
  }

  /// The nodes that a stored node leads to.
  ///
  /// @param bytes the stored form of a node
  /// @return the numbers of its children; empty for a bucket
  public static long[] children(byte[] bytes) {
    return switch (NodeCodec.read(bytes)) {
      case Node.Leaf _ -> new long[0];
      case Node.Branch branch -> Arrays.stream(branch.children()).mapToLong(NodeRef::nid).toArray();
    };
  }

  /// Takes the numbers back that [#store] gave in vain, so that the nodes can be stored again.
  ///
  /// @param root the state
  /// @param first the first number given in vain; all from it on are void
  public static void unstore(StateRoot root, long first) {
    unstore(root.node(), first);
  }

  private static void unstore(NodeRef ref, long first) {
    if (ref.nid() == 0 || ref.nid() >= first) {
      ref.assign(0);
      if (ref.loaded() instanceof Node.Branch branch) {
        for (NodeRef child : branch.children()) {
          unstore(child, first);
        }
      }
    }
  }

  private Node put(Node node, int shift, long place, long key, EventRef event) {
    return switch (node) {
      case Node.Leaf leaf -> {
        Node.Leaf more = leaf.with(key, event);
        yield more.size() <= BUCKET || shift > LAST_SHIFT ? more : split(more, shift);
      }
      case Node.Branch branch -> {
        int slot = slot(place, shift);
        Node old = branch.has(slot) ? node(branch.children()[branch.index(slot)]) : Node.Leaf.EMPTY;
        Node child = put(old, shift + BITS, place, key, event);
        yield branch.with(slot, NodeRef.of(child), branch.size() + child.size() - old.size());
      }
    };
  }

  private Node split(Node.Leaf leaf, int shift) {
    Node.Leaf[] parts = new Node.Leaf[MASK + 1];
    for (int i = 0; i < leaf.size(); i++) {
      int slot = slot(placement.place(leaf.keys()[i]), shift);
      Node.Leaf part = parts[slot] == null ? Node.Leaf.EMPTY : parts[slot];
      parts[slot] = part.with(leaf.keys()[i], leaf.events()[i]);
    }
    Node.Branch branch = new Node.Branch(0, new NodeRef[0], leaf.size());
    for (int slot = 0; slot <= MASK; slot++) {
      if (parts[slot] != null) {
        boolean whole = parts[slot].size() <= BUCKET || shift + BITS > LAST_SHIFT;
        Node part = whole ? parts[slot] : split(parts[slot], shift + BITS);
        branch = branch.with(slot, NodeRef.of(part), leaf.size());
      }
    }
    return branch;
  }

  private Node remove(Node node, int shift, long place, long key) {
    return switch (node) {
      case Node.Leaf leaf -> {
        int found = leaf.find(key);
        yield found < 0 ? leaf : leaf.without(found);
      }
      case Node.Branch branch -> {
        int slot = slot(place, shift);
        if (!branch.has(slot)) {
          yield branch;
        }
        Node old = node(branch.children()[branch.index(slot)]);
        Node child = remove(old, shift + BITS, place, key);
        yield child == old ? branch : shrunk(branch, slot, child);
      }
    };
  }

  private Node shrunk(Node.Branch branch, int slot, Node child) {
    int size = branch.size() - 1;
    Node.Branch fewer =
        child.size() == 0 ? branch.without(slot, size) : branch.with(slot, NodeRef.of(child), size);
    if (size > BUCKET) {
      return fewer;
    }
    Node.Leaf[] merged = {Node.Leaf.EMPTY};
    forEach(
        new StateRoot(NodeRef.of(fewer), null),
        (key, event) -> merged[0] = merged[0].with(key, event));
    return merged[0];
  }

  private void compare(NodeRef left, NodeRef right, int shift, List<StateDifference> found) {
    if (left == right || (left.nid() != 0 && left.nid() == right.nid())) {
      return;
    }
    if (node(left) instanceof Node.Branch a && node(right) instanceof Node.Branch b) {
      prefetch(a, b);
      for (int slot = 0; slot <= MASK; slot++) {
        compare(child(a, slot), child(b, slot), shift + BITS, found);
      }
    } else {
      compareEntries(left, right, found);
    }
  }

  private void compareEntries(NodeRef left, NodeRef right, List<StateDifference> found) {
    Map<Long, EventRef> before = new HashMap<>();
    forEach(new StateRoot(left, null), before::put);
    forEach(
        new StateRoot(right, null),
        (key, event) -> {
          EventRef old = before.remove(key);
          if (old == null || !same(old, event)) {
            found.add(new StateDifference(key, old, event));
          }
        });
    before.forEach((key, event) -> found.add(new StateDifference(key, event, null)));
  }

  /// Reads what two branches do not share and memory does not hold, at once.
  private void prefetch(Node.Branch left, Node.Branch right) {
    Set<NodeRef> missing = new HashSet<>();
    for (int slot = 0; slot <= MASK; slot++) {
      NodeRef a = child(left, slot);
      NodeRef b = child(right, slot);
      if (a != b && (a.nid() == 0 || a.nid() != b.nid())) {
        missing.add(a);
        missing.add(b);
      }
    }
    load(missing);
  }

  private static NodeRef child(Node.Branch branch, int slot) {
    return branch.has(slot) ? branch.children()[branch.index(slot)] : NodeRef.of(Node.Leaf.EMPTY);
  }

  private static boolean same(EventRef left, EventRef right) {
    return left == right || (left.nid() != 0 && left.nid() == right.nid());
  }

  private static void visit(Node.Leaf leaf, Visitor visitor) {
    for (int i = 0; i < leaf.size(); i++) {
      visitor.entry(leaf.keys()[i], leaf.events()[i]);
    }
  }

  private Node node(NodeRef ref) {
    Node node = ref.loaded();
    if (node == null) {
      load(List.of(ref));
      node = ref.loaded();
    }
    if (node == null) {
      throw new IllegalStateException("state node " + ref.nid() + " is missing in the store");
    }
    return node;
  }

  private void load(Collection<NodeRef> refs) {
    List<Long> missing =
        refs.stream().filter(ref -> ref.loaded() == null).map(NodeRef::nid).distinct().toList();
    if (missing.isEmpty()) {
      return;
    }
    Map<Long, byte[]> bytes = source.nodes(missing);
    for (NodeRef ref : refs) {
      byte[] stored = bytes.get(ref.nid());
      if (ref.loaded() == null && stored != null) {
        ref.load(NodeCodec.read(stored));
      }
    }
  }

  private static int slot(long place, int shift) {
    return (int) (place >>> shift) & MASK;
  }
}
