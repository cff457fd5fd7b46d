package org.ashlar.base.limit;

/// The tokens of one subject in one class; guarded by its owner's lock.
final class Bucket {
  private static final double SECOND = 1_000_000_000.0;
  private static final long DAY_MILLIS = 86_400_000;

  private Limit limit;
  private double tokens;
  private long filled;
  private long refused;
  private long refusedAt;

  Bucket(Limit limit, long time) {
    this.limit = limit;
    this.tokens = limit.burst();
    this.filled = time;
  }

  /// How long it takes until there are so many tokens, if the bucket goes on with a limit. Changes
  /// nothing.
  ///
  /// @return 0 when they are there, else milliseconds, at least 1 and at most a day
  long millisUntil(int amount, Limit next, long time) {
    double there = Math.min(next.burst(), tokensAt(time));
    return there >= amount
        ? 0
        : Math.clamp((long) Math.ceil((amount - there) / next.perSecond() * 1000), 1, DAY_MILLIS);
  }

  /// Takes tokens that are there, and goes on with a limit.
  void take(int amount, Limit next, long time) {
    fill(next, time);
    tokens -= amount;
  }

  void giveBack(int amount) {
    tokens = Math.min(limit.burst(), tokens + amount);
  }

  /// Counts a refusal, and goes on with a limit.
  void refuse(Limit next, long time) {
    fill(next, time);
    refused++;
    refusedAt = time;
  }

  long refused() {
    return refused;
  }

  long refusedAt() {
    return refusedAt;
  }

  /// How much of it is there.
  ///
  /// @return 1 for a full bucket, which is as good as none
  double level(long time) {
    fill(time);
    return tokens / limit.burst();
  }

  private void fill(Limit next, long time) {
    fill(time);
    limit = next;
    tokens = Math.min(tokens, next.burst());
  }

  private void fill(long time) {
    boolean gains = time > filled;
    tokens = tokensAt(time);
    filled = time;
    if (gains && tokens >= limit.burst()) {
      refused = 0;
    }
  }

  private double tokensAt(long time) {
    double gained = Math.max(0, time - filled) / SECOND * limit.perSecond();
    return Math.min(limit.burst(), tokens + gained);
  }
}
