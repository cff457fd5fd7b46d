package org.ashlar.base.outbound;

/// No answer came from somebody else. Crosses bundles: has no cause of a foreign type.
public final class OutboundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean denied;

  /// @param message what happened, for the log
  /// @param denied whether the connection was not made because it is not allowed
  public OutboundException(String message, boolean denied) {
    super(message);
    this.denied = denied;
  }

  /// Tells whether the connection was not allowed.
  ///
  /// @return false when it was tried and failed
  public boolean isDenied() {
    return denied;
  }
}
