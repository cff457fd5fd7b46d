package org.ashlar.push.core.rule;

import org.jspecify.annotations.Nullable;

/// What rules ask of the room in which an event came, as of then. Asked only when an answer is
/// needed.
public interface RoomFacts {
  /// The number of joined members.
  ///
  /// @return 0 or more
  long joinedMembers();

  /// The reader's name in the room.
  ///
  /// @return null when there is none
  @Nullable String readerName();

  /// Whether the sender has the power for a kind of notification.
  ///
  /// @param kind the kind, such as `room`
  /// @return true when it may notify everybody
  boolean senderMayNotify(String kind);
}
