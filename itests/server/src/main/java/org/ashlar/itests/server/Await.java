package org.ashlar.itests.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what happens in another process, where nothing can be waited on.
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /// Looks again and again until something holds.
  ///
  /// @param what what holds, for the message
  /// @param limit the longest wait
  /// @param holds looks once
  /// @throws IllegalStateException if it does not hold in time
  public static void until(String what, Duration limit, BooleanSupplier holds) {
    until(what, limit, holds, () -> "");
  }

  /// Like [#until(String, Duration, BooleanSupplier)], with more for the message.
  ///
  /// @param evidence what to show when it does not hold in time
  public static void until(
      String what, Duration limit, BooleanSupplier holds, Supplier<String> evidence) {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "not within " + limit.toSeconds() + " s: " + what + "\n" + evidence.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
