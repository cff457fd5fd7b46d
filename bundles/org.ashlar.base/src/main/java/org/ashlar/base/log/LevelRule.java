package org.ashlar.base.log;

import java.time.InstantSource;
import java.util.List;
import org.ashlar.base.context.RequestContext;

/// The level of one logger as it holds now. Immutable; any thread.
///
/// @param threshold the configured level, as SLF4J numbers it
/// @param own what overrides it, the most exact first
/// @param ofContexts what lets further lines of some users and rooms through
/// @param clock tells when an override has ended
/// @param ended called when one has
record LevelRule(
    int threshold,
    List<LevelOverride> own,
    List<LevelOverride> ofContexts,
    InstantSource clock,
    Runnable ended) {

  boolean allows(int level) {
    return own.isEmpty() && ofContexts.isEmpty() ? threshold <= level : allowsNow(level);
  }

  private boolean allowsNow(int level) {
    long now = clock.millis();
    boolean over = false;
    int least = threshold;
    for (LevelOverride override : own) {
      if (override.until().toEpochMilli() > now) {
        least = override.level().toInt();
        break;
      }
      over = true;
    }
    boolean allowed = least <= level;
    for (LevelOverride override : ofContexts) {
      if (override.until().toEpochMilli() <= now) {
        over = true;
      } else if (!allowed && override.level().toInt() <= level) {
        allowed = override.matches(RequestContext.current());
      }
    }
    if (over) {
      ended.run();
    }
    return allowed;
  }
}
