package org.ashlar.base.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// The levels of the configuration, and what overrides them for a while. Immutable; any thread.
///
/// @param settings the configuration
/// @param overrides what overrides it, at most [#MOST], each for something else
record Levels(LogSettings settings, List<LevelOverride> overrides) {
  static final int MOST = 100;
  static final Duration LONGEST = Duration.ofHours(24);
  private static final int LONGEST_NAME = 255;
  private static final Pattern CONTEXT = Pattern.compile("@[^\\s:]*:\\S+|!\\S+");
  private static final Pattern LOGGER = Pattern.compile("[A-Za-z0-9_$-]+(\\.[A-Za-z0-9_$-]+)*");

  Levels {
    overrides = List.copyOf(overrides);
  }

  /// These with other settings.
  Levels with(LogSettings next) {
    return new Levels(next, overrides);
  }

  /// These with an override, in the place of an earlier one for the same.
  ///
  /// @throws IllegalArgumentException with a sentence when there are too many or it is no good
  Levels with(LevelOverride override, Instant now) {
    check(override, now);
    List<LevelOverride> next = new ArrayList<>(without(override.what()).at(now).overrides);
    if (next.size() >= MOST) {
      throw new IllegalArgumentException(
          "There are " + MOST + " levels already, which is the most; reset some.");
    }
    next.add(override);
    return new Levels(settings, next);
  }

  /// These without the override for something.
  Levels without(String what) {
    return new Levels(settings, overrides.stream().filter(o -> !o.what().equals(what)).toList());
  }

  /// These without overrides that have ended.
  Levels at(Instant now) {
    return new Levels(settings, overrides.stream().filter(o -> o.until().isAfter(now)).toList());
  }

  /// The rule of a logger.
  ///
  /// @param name its name
  /// @param bundle the bundle that it speaks for, or null when the name alone says that
  LevelRule rule(String name, @Nullable String bundle, InstantSource clock, Runnable ended) {
    List<LevelOverride> own =
        overrides.stream()
            .filter(o -> !o.isOfContext() && (o.matches(name) || o.what().equals(bundle)))
            .sorted(Comparator.comparingInt(o -> -o.what().length()))
            .toList();
    List<LevelOverride> ofContexts = overrides.stream().filter(LevelOverride::isOfContext).toList();
    return new LevelRule(settings.levelOf(name).toInt(), own, ofContexts, clock, ended);
  }

  /// The prefixes that have a level of their own; the empty one stands for all others.
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(settings.levels().keySet());
    overrides.stream().filter(o -> !o.isOfContext()).forEach(o -> names.add(o.what()));
    names.add("");
    return names;
  }

  /// The most that can be written by a logger, in whichever context.
  Level mostOf(String name) {
    Level own =
        overrides.stream()
            .filter(o -> !o.isOfContext() && o.matches(name))
            .max(Comparator.comparingInt(o -> o.what().length()))
            .map(LevelOverride::level)
            .orElse(settings.levelOf(name));
    return overrides.stream()
        .filter(LevelOverride::isOfContext)
        .map(LevelOverride::level)
        .reduce(own, (a, b) -> a.toInt() <= b.toInt() ? a : b);
  }

  private static void check(LevelOverride override, Instant now) {
    String what = override.what();
    Duration time = Duration.between(now, override.until());
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("A level can hold for up to 24 hours.");
    }
    if (what.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("No bundle, logger, user or room has so long a name.");
    }
    if (what.startsWith("#")) {
      throw new IllegalArgumentException("Give the id of the room, which begins with !.");
    }
    if (!(override.isOfContext() ? CONTEXT : LOGGER).matcher(what).matches()) {
      throw new IllegalArgumentException(
          what + " is no bundle or logger, no user such as @bob:example.org, and no room.");
    }
  }
}
