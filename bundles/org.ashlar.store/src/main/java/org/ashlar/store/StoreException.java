package org.ashlar.store;

/// A fault of storing or reading; nothing has been acknowledged.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  /// @param message what failed
  /// @param retryable whether the same call may succeed later
  public StoreException(String message, boolean retryable) {
    super(message);
    this.retryable = retryable;
  }

  /// Tells whether the same call may succeed later.
  ///
  /// @return true for a lost connection, a time-out, a deadlock
  public boolean isRetryable() {
    return retryable;
  }
}
