package org.ashlar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTrieTest {
  private static final PlacementKey SECRET = new PlacementKey(42, 4711);

  private final MemoryNodes nodes = new MemoryNodes();
  private final StateTrie trie = new StateTrie(SECRET, nodes);

  @Test
  void theEmptyStateHasNoEntriesAndIsNeverStored() {
    // Given
    StateRoot empty = StateRoot.empty();
    // When
    nodes.store(empty);
    // Then
    assertThat(trie.size(empty)).isZero();
    assertThat(trie.get(empty, 7)).isNull();
    assertThat(nodes.written()).isZero();
    assertThat(empty.nid()).isZero();
    assertThat(trie.digest(empty)).isEqualTo(Digest.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomChangesAgreeWithAPlainMap(long seed) {
    // Given
    Random random = new Random(seed);
    Map<Long, Long> model = new HashMap<>();
    StateRoot root = StateRoot.empty();
    int range = 1 + random.nextInt(3_000);
    // When
    for (int step = 0; step < 6_000; step++) {
      long key = 1 + random.nextInt(range);
      if (random.nextInt(step < 3_000 ? 10 : 2) == 0) {
        root = trie.without(root, key);
        model.remove(key);
      } else {
        root = trie.with(root, key, EventRef.stored(step + 1));
        model.put(key, (long) step + 1);
      }
      if (step % 500 == 0) {
        root = throughStore(root);
      }
    }
    // Then
    assertThat(content(trie, root)).isEqualTo(new TreeMap<>(model));
    assertThat(trie.size(root)).isEqualTo(model.size());
    for (long key = 1; key <= range; key++) {
      EventRef found = trie.get(root, key);
      assertThat(found == null ? null : (Object) found.nid()).isEqualTo(model.get(key));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 65, 66, 500, 2_100})
  void equalContentHasEqualFormInWhateverOrderItCameAbout(int size) {
    // Given
    List<Long> keys = new ArrayList<>();
    for (long key = 1; key <= size; key++) {
      keys.add(key);
    }
    StateRoot straight = build(keys);
    // When
    Collections.shuffle(keys, new Random(9));
    StateRoot shuffled = build(keys);
    for (long extra = size + 1L; extra <= size + 300L; extra++) {
      shuffled = trie.with(shuffled, extra, EventRef.stored(extra));
    }
    for (long extra = size + 1L; extra <= size + 300L; extra++) {
      shuffled = trie.without(shuffled, extra);
    }
    // Then
    assertThat(form(shuffled)).isEqualTo(form(straight));
    assertThat(trie.digest(shuffled)).isEqualTo(trie.digest(straight));
    assertThat(trie.difference(straight, shuffled)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void differencesAreThoseOfTheMaps(long seed) {
    // Given
    Random random = new Random(seed);
    StateRoot left = build(keys(1 + random.nextInt(2_000)));
    StateRoot right = left;
    int changes = random.nextInt(400);
    for (int i = 0; i < changes; i++) {
      long key = 1 + random.nextInt(2_500);
      right =
          random.nextBoolean()
              ? trie.with(right, key, EventRef.stored(100_000 + i))
              : trie.without(right, key);
    }
    // When
    List<StateDifference> found = trie.difference(throughStore(left), throughStore(right));
    // Then
    assertThat(asMap(found)).isEqualTo(naive(content(trie, left), content(trie, right)));
    assertThat(trie.digest(right, left)).isEqualTo(freshDigest(right));
  }

  @Test
  void aDifferenceReadsOnlyWhatIsNotShared() {
    // Given
    StateRoot left = build(keys(20_000));
    StateRoot right = trie.with(left, 17, EventRef.stored(900_000));
    nodes.store(left);
    nodes.store(right);
    nodes.resetCounts();
    // When
    List<StateDifference> found =
        trie.difference(StateRoot.stored(left.nid()), StateRoot.stored(right.nid()));
    // Then
    assertThat(found).hasSize(1);
    assertThat(nodes.reads()).isLessThanOrEqualTo(5);
  }

  @Test
  void aSourceThatHasNothingAtHandIsToldWhatIsMissingLevelByLevel() {
    // Given
    List<Long> keys = keys(3000);
    StateRoot stored = build(keys);
    nodes.store(stored);
    Map<Long, byte[]> atHand = new HashMap<>();
    StateTrie poor =
        new StateTrie(
            SECRET,
            wanted -> {
              Map<Long, byte[]> found = new HashMap<>(atHand);
              found.keySet().retainAll(wanted);
              return found;
            });
    for (List<Long> wanted : java.util.Arrays.asList(keys.subList(5, 8), null)) {
      StateRoot root = StateRoot.stored(stored.nid());
      int rounds = 0;
      // When
      for (Set<Long> missing = poor.missing(root, wanted);
          !missing.isEmpty();
          missing = poor.missing(root, wanted)) {
        rounds++;
        missing.forEach(nid -> atHand.put(nid, nodes.stored().get(nid)));
      }
      // Then
      assertThat(rounds).isBetween(1, 3);
      if (wanted == null) {
        assertThat(content(poor, root)).isEqualTo(content(trie, stored));
      } else {
        assertThat(atHand).hasSizeLessThan(10);
        wanted.forEach(key -> assertThat(poor.get(root, key)).isNotNull());
      }
    }
  }

  @Test
  void aChangeSharesAllOtherNodesWithTheStateBefore() {
    // Given
    StateRoot before = build(keys(5_000));
    nodes.store(before);
    Set<Long> old = new HashSet<>(nodes.stored().keySet());
    // When
    StateRoot after = trie.with(before, 33, EventRef.stored(77_777));
    nodes.store(after);
    // Then
    assertThat(nodes.stored().keySet()).containsAll(old);
    assertThat(nodes.stored().size() - old.size()).isLessThanOrEqualTo(bound(5_000));
    EventRef earlier = trie.get(before, 33);
    assertThat(earlier).isNotNull();
    assertThat(earlier.nid()).isEqualTo(33);
  }

  @Test
  void aStateWithAnUnstoredEventIsNotWritten() {
    // Given
    StateRoot root = build(keys(500));
    StateRoot next = trie.with(root, 900, EventRef.unstored());
    nodes.store(root);
    nodes.resetCounts();
    // When, then
    assertThatThrownBy(() -> nodes.store(next)).isInstanceOf(IllegalStateException.class);
    assertThat(next.nid()).isZero();
  }

  @Test
  void numbersGivenInVainCanBeTakenBackWithoutHarmToTheStatesBefore() {
    // Given
    StateRoot before = build(keys(3_000));
    nodes.store(before);
    long firstVoid = nodes.last() + 1;
    StateRoot after = trie.with(before, 5_000, EventRef.stored(5_000));
    StateRoot later = trie.with(after, 5_001, EventRef.stored(5_001));
    nodes.store(after);
    nodes.store(later);
    // When
    StateTrie.unstore(later, firstVoid);
    StateTrie.unstore(after, firstVoid);
    nodes.stored().keySet().removeIf(nid -> nid >= firstVoid);
    // Then
    assertThat(before.nid()).isEqualTo(firstVoid - 1);
    assertThat(after.nid()).isZero();
    nodes.store(after);
    nodes.store(later);
    StateTrie fresh = new StateTrie(SECRET, nodes);
    assertThat(content(fresh, StateRoot.stored(later.nid()))).isEqualTo(content(trie, later));
    assertThat(content(fresh, StateRoot.stored(before.nid()))).isEqualTo(content(trie, before));
  }

  @Test
  void nodesAndBytesWrittenPerChangeGrowWithTheLogarithmUpToFiftyThousandMembers() {
    StateRoot root = StateRoot.empty();
    long members = 0;
    long event = 0;
    for (int size : new int[] {100, 1_000, 10_000, 50_000}) {
      // Given
      for (; members < size; members++) {
        root = trie.with(root, members + 1, EventRef.stored(++event));
      }
      nodes.store(root);
      Random random = new Random(size);
      int most = 0;
      long written = 0;
      long bytes = 0;
      // When
      for (int i = 0; i < 500; i++) {
        nodes.resetCounts();
        root = trie.with(root, 1 + random.nextInt(size), EventRef.stored(++event));
        nodes.store(root);
        most = Math.max(most, nodes.written());
        written += nodes.written();
        bytes += nodes.bytesWritten();
      }
      // Then
      System.out.printf(
          "%,7d entries: %.2f nodes (at most %d, bound %d) and %,d bytes written per change%n",
          size, written / 500.0, most, bound(size), bytes / 500);
      assertThat(most).isLessThanOrEqualTo(bound(size));
      assertThat(bytes / 500).isLessThanOrEqualTo(bound(size) * 400L);
    }
  }

  /// A root, one level for each factor of 32 that the buckets of 64 leave over, and a bucket.
  private static int bound(int size) {
    int levels = 2;
    for (long reach = 64; reach < size; reach *= 32) {
      levels++;
    }
    return levels;
  }

  private StateRoot build(List<Long> keys) {
    StateRoot root = StateRoot.empty();
    for (long key : keys) {
      root = trie.with(root, key, EventRef.stored(key));
    }
    return root;
  }

  private static List<Long> keys(int size) {
    List<Long> keys = new ArrayList<>();
    for (long key = 1; key <= size; key++) {
      keys.add(key);
    }
    return keys;
  }

  private StateRoot throughStore(StateRoot root) {
    nodes.store(root);
    return StateRoot.stored(root.nid());
  }

  private Digest freshDigest(StateRoot root) {
    nodes.store(root);
    return trie.digest(StateRoot.stored(root.nid()));
  }

  private static Map<Long, Long> content(StateTrie trie, StateRoot root) {
    Map<Long, Long> found = new TreeMap<>();
    trie.forEach(root, (key, ref) -> found.put(key, ref.nid()));
    return found;
  }

  private static Map<Long, List<Long>> asMap(List<StateDifference> differences) {
    Map<Long, List<Long>> found = new TreeMap<>();
    for (StateDifference each : differences) {
      EventRef left = each.left();
      EventRef right = each.right();
      found.put(
          each.keyNid(), List.of(left == null ? 0L : left.nid(), right == null ? 0L : right.nid()));
    }
    return found;
  }

  private static Map<Long, List<Long>> naive(Map<Long, Long> left, Map<Long, Long> right) {
    Map<Long, List<Long>> found = new TreeMap<>();
    Set<Long> keys = new HashSet<>(left.keySet());
    keys.addAll(right.keySet());
    for (long key : keys) {
      long before = left.getOrDefault(key, 0L);
      long after = right.getOrDefault(key, 0L);
      if (before != after) {
        found.put(key, List.of(before, after));
      }
    }
    return found;
  }

  /// The nodes of a state without their numbers, as text.
  private String form(StateRoot root) {
    nodes.store(root);
    StringBuilder text = new StringBuilder();
    form(root.node(), text);
    return text.toString();
  }

  private void form(NodeRef ref, StringBuilder text) {
    switch (ref.loaded()) {
      case Node.Leaf leaf -> {
        text.append('(');
        for (int i = 0; i < leaf.size(); i++) {
          text.append(leaf.keys()[i]).append('=').append(leaf.events()[i].nid()).append(' ');
        }
        text.append(')');
      }
      case Node.Branch branch -> {
        text.append('[').append(branch.bitmap()).append(':').append(branch.size());
        for (NodeRef child : branch.children()) {
          form(child, text);
        }
        text.append(']');
      }
      case null -> text.append("not in memory");
    }
  }
}
