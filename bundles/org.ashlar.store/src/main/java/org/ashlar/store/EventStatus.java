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
  PARTIAL_STATE(4);

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
