package org.ashlar.push.core;

import java.util.function.LongSupplier;

/// A number that is found out when it is first asked for. For one thread.
final class Once implements LongSupplier {
  private final LongSupplier source;
  private boolean known;
  private long value;

  Once(LongSupplier source) {
    this.source = source;
  }

  @Override
  public long getAsLong() {
    if (!known) {
      value = source.getAsLong();
      known = true;
    }
    return value;
  }
}
