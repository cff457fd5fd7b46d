package org.ashlar.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Event types in which `*` stands for any characters, as filters have them.
///
/// @param exact types without a star
/// @param globs types with stars
/// @spec https://spec.matrix.org/v1.19/client-server-api/#filtering Filtering
public record TypePatterns(Set<String> exact, List<String> globs) {
  /// Matches nothing.
  public static final TypePatterns NONE = of(List.of());

  /// Sorts patterns by whether they have a star.
  ///
  /// @param patterns the patterns
  /// @return what matches when one of them does
  public static TypePatterns of(List<String> patterns) {
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

  /// Tells whether one of the patterns matches.
  ///
  /// @param type the type of an event
  /// @return true when one does; the cost is at most the product of the lengths
  public boolean matches(String type) {
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
