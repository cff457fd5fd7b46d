package org.ashlar.base.limit;

import java.util.regex.Pattern;

/// What is counted together, such as messages.
///
/// @param name in lower case with `_`, as in the configuration and the metrics
public record RateClass(String name) implements Comparable<RateClass> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /// @throws IllegalArgumentException when the name is not well-formed
  public RateClass {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a rate class: " + name);
    }
  }

  @Override
  public int compareTo(RateClass other) {
    return name.compareTo(other.name);
  }
}
