package org.ashlar.tracing;

import java.time.Duration;

/// What became of a batch.
sealed interface Delivery {
  /// The collector has it.
  ///
  /// @param rejected how many spans it did not want, 0 or more
  record Taken(long rejected) implements Delivery {}

  /// It will not take it, however often it is asked.
  ///
  /// @param why for the log
  record Refused(String why) implements Delivery {}

  /// It may take it later.
  ///
  /// @param why for the log
  /// @param after when to ask again at the earliest, zero when it did not say
  record Later(String why, Duration after) implements Delivery {}
}
