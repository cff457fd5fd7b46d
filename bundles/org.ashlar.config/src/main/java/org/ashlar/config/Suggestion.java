package org.ashlar.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody may have meant.
final class Suggestion {
  private Suggestion() {}

  /// The word that is nearest, if one is near.
  static Optional<String> nearest(String word, Collection<String> words) {
    int far = Math.max(2, word.length() / 3);
    return words.stream()
        .filter(other -> distance(word, other) <= far)
        .min(Comparator.comparingInt(other -> distance(word, other)));
  }

  /// The least number of letters to insert, delete, replace or exchange with the next.
  static int distance(String a, String b) {
    int[][] costs = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cost(a, b, i, j, costs);
      }
    }
    return costs[a.length()][b.length()];
  }

  private static int cost(String a, String b, int i, int j, int[][] costs) {
    int different = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int cost =
        Math.min(costs[i - 1][j - 1] + different, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
  }
}
