package org.ashlar.base.limit;

/// Whether a call may go on.
public sealed interface Verdict {
  /// It may; its tokens are taken.
  record Granted() implements Verdict {}

  /// Not yet; nothing was taken.
  ///
  /// @param rateClass the class that refuses longest
  /// @param millis after how many milliseconds it may be tried again, at least 1 and at most a day
  record Later(RateClass rateClass, long millis) implements Verdict {}

  /// Never: it wants more at once than the bucket holds; nothing was taken.
  ///
  /// @param rateClass the class that refuses
  /// @param most what it holds
  record TooMuch(RateClass rateClass, long most) implements Verdict {}
}
