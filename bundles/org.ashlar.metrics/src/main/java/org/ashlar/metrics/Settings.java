package org.ashlar.metrics;

import java.util.regex.Pattern;
import org.ashlar.base.http.Networks;

/// The section `metrics` as it holds now.
///
/// @param enabled whether metrics are shown
/// @param prefix what the names begin with, without `_`
/// @param scrapers who needs no login
record Settings(boolean enabled, String prefix, Networks scrapers) {
  private static final Pattern PREFIX = Pattern.compile("[a-z]([a-z0-9_]*[a-z0-9])?");

  /// Metrics are not shown.
  static final Settings CLOSED = new Settings(false, "ashlar", Networks.of());

  /// @throws IllegalArgumentException with a sentence for the operator
  static Settings of(MetricsOptions options) {
    if (!PREFIX.matcher(options.prefix()).matches()) {
      throw new IllegalArgumentException(
          "metrics.prefix is `" + options.prefix() + "`; it may have a to z, 0 to 9 and _.");
    }
    try {
      return new Settings(options.enabled(), options.prefix(), Networks.of(options.scrapers()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("metrics.scrapers: " + e.getMessage());
    }
  }
}
