package org.ashlar.base.limit;

/// The tokens of one subject in one class; guarded by its owner's lock.
final class Bucket {
  private static final double SECOND = 1_000_000_000.0;

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

  /// Lets tokens flow in until now, by the limit that was, and goes on with another.
  void fill(Limit now, long time) {
    fill(time);
    limit = now;
    tokens = Math.min(tokens, now.burst());
  }

  /// How long it takes until there are so many tokens.
  ///
  /// @return 0 when they are there, else milliseconds, at least 1
  long millisUntil(int amount) {
    return tokens >= amount
        ? 0
        : Math.max(1, (long) Math.ceil((amount - tokens) / limit.perSecond() * 1000));
  }

  void take(int amount) {
    tokens -= amount;
  }

  void giveBack(int amount) {
    tokens = Math.min(limit.burst(), tokens + amount);
  }

  void refuse(long time) {
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

  private void fill(long time) {
    double gained = Math.max(0, time - filled) / SECOND * limit.perSecond();
    tokens = Math.min(limit.burst(), tokens + gained);
    filled = time;
    if (gained > 0 && tokens >= limit.burst()) {
      refused = 0;
    }
  }
}
