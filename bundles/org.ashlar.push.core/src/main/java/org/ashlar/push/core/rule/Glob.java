package org.ashlar.push.core.rule;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A pattern with `*` for any characters and `?` for one, ignoring case. All ways to match are
/// followed at once, so that the time grows with pattern times text at most.
///
/// @spec https://spec.matrix.org/v1.19/appendices/#glob-style-matching Globs
final class Glob {
  private static final int BITS = Long.SIZE;

  /// The state after n characters of the pattern is bit n.
  private final int length;

  private final int words;
  private final Map<Integer, long[]> steps = new HashMap<>();
  private final long[] anyStep;
  private final long[] loops;

  private Glob(int[] pattern, boolean wildcards) {
    int stars = 0;
    for (int c : pattern) {
      stars += wildcards && c == '*' ? 1 : 0;
    }
    length = pattern.length - stars;
    words = length / BITS + 1;
    anyStep = new long[words];
    loops = new long[words];
    int state = 0;
    for (int c : pattern) {
      if (wildcards && c == '*') {
        set(loops, state);
      } else {
        set(wildcards && c == '?' ? anyStep : step(fold(c)), state++);
      }
    }
    steps.values().forEach(this::addAny);
  }

  /// Reads a pattern.
  static Glob of(String pattern) {
    return new Glob(pattern.codePoints().toArray(), true);
  }

  /// A pattern that means only itself.
  static Glob literal(String text) {
    return new Glob(text.codePoints().toArray(), false);
  }

  /// Whether the whole text matches.
  boolean matches(String text) {
    long[] states = new long[words];
    set(states, 0);
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!advance(states, text.codePointAt(i))) {
        return false;
      }
    }
    return isSet(states, length);
  }

  /// Whether a part of the text matches that starts and ends at word boundaries.
  boolean matchesWords(String text) {
    long[] states = new long[words];
    int at = 0;
    while (true) {
      if (isBoundary(text, at)) {
        set(states, 0);
        if (isSet(states, length)) {
          return true;
        }
      }
      if (at == text.length()) {
        return false;
      }
      int c = text.codePointAt(at);
      advance(states, c);
      at += Character.charCount(c);
    }
  }

  /// Follows one character; false when no way is left.
  private boolean advance(long[] states, int c) {
    long[] step = steps.getOrDefault(fold(c), anyStep);
    long carry = 0;
    long left = 0;
    for (int i = 0; i < words; i++) {
      long moved = states[i] & step[i];
      long stayed = states[i] & loops[i];
      states[i] = moved << 1 | carry | stayed;
      carry = moved >>> (BITS - 1);
      left |= states[i];
    }
    return left != 0;
  }

  private long[] step(int c) {
    return steps.computeIfAbsent(c, _ -> new long[words]);
  }

  private void addAny(long[] step) {
    Arrays.setAll(step, i -> step[i] | anyStep[i]);
  }

  /// A place is a boundary unless it lies inside a word.
  private static boolean isBoundary(String text, int at) {
    return at == 0
        || at == text.length()
        || !isWord(text.charAt(at - 1))
        || !isWord(text.charAt(at));
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }

  private static int fold(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  private static void set(long[] bits, int bit) {
    bits[bit / BITS] |= 1L << bit;
  }

  private static boolean isSet(long[] bits, int bit) {
    return (bits[bit / BITS] >>> bit & 1) != 0;
  }
}
