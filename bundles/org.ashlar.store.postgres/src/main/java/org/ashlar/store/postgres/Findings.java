package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with a room. The first 100 are kept, the rest counted.
final class Findings {
  private static final int MOST = 100;

  private final List<String> sentences = new ArrayList<>();
  private long more;

  /// Says that something is wrong.
  ///
  /// @param invariant the number of the reference behaviour's invariant, or the table meant
  void wrong(String invariant, String sentence) {
    if (sentences.size() < MOST) {
      sentences.add(invariant + ": " + sentence);
    } else {
      more++;
    }
  }

  void check(boolean right, String invariant, String sentence) {
    if (!right) {
      wrong(invariant, sentence);
    }
  }

  List<String> all() {
    List<String> all = new ArrayList<>(sentences);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }
}
