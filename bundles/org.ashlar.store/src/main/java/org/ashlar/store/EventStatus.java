package org.ashlar.store;

/// What the house made of an event.
public enum EventStatus {
  /// Part of the room.
  ACCEPTED(0),
  /// Failed authorization at its place; never shown.
  REJECTED(1),
  /// Failed authorization against the current state; kept, not shown.
  SOFT_FAILED(2),
  /// Known without its place in the room.
  OUTLIER(3),
  /// Accepted while the room's state was not known in full.
  PARTIAL_STATE(4),
  /// Failed authorization while the room's state was not known in full; not shown, and judged again
  /// when it is.
  PARTIAL_REJECTED(5);

  private final int code;

  EventStatus(int code) {
    this.code = code;
  }

  /// The stored form.
  ///
  /// @return a number that never changes
  public int code() {
    return code;
  }

  /// Whether it is part of the room's timeline.
  ///
  /// @return true for what was accepted, in full or for the time being
  public boolean isShown() {
    return this == ACCEPTED || this == PARTIAL_STATE;
  }

  /// Whether it failed authorization: it has a place, and nothing of this server builds on it.
  ///
  /// @return true for what was rejected or soft-failed
  public boolean isWithheld() {
    return isRejected() || this == SOFT_FAILED;
  }

  /// Whether it failed authorization at its place, so that it does not change the state.
  ///
  /// @return true for what was rejected, for good or for the time being
  public boolean isRejected() {
    return this == REJECTED || this == PARTIAL_REJECTED;
  }

  /// Whether it was judged by a state that was not known in full.
  ///
  /// @return true when it is to be judged again
  public boolean isPartial() {
    return this == PARTIAL_STATE || this == PARTIAL_REJECTED;
  }

  /// Reads the stored form.
  ///
  /// @param code the number
  /// @return the status
  public static EventStatus of(int code) {
    for (EventStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("no event status " + code);
  }
}
