package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Event types in which `*` stands for any characters.
record TypePatterns(Set<String> exact, List<String> globs) {
  static final TypePatterns NONE = of(List.of());

  static TypePatterns of(List<String> patterns) {
    Set<String> exact = new HashSet<>();
    List<String> globs = new ArrayList<>();
    for (String pattern : patterns) {
      if (pattern.indexOf('*') < 0) {
        exact.add(pattern);
      } else {
        globs.add(pattern);
      }
    }
    return new TypePatterns(Set.copyOf(exact), List.copyOf(globs));
  }

  boolean matches(String type) {
    if (exact.contains(type)) {
      return true;
    }
    for (String glob : globs) {
      if (matches(glob, type)) {
        return true;
      }
    }
    return false;
  }

  /// Goes back only to the last star: the cost is at most the product of the lengths.
  private static boolean matches(String glob, String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        retry = t;
      } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
        g++;
        t++;
      } else if (star >= 0) {
        g = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
