package org.ashlar.stream;

import java.util.List;
import org.ashlar.base.id.UserId;

/// Who types in a room.
///
/// @param users the users
/// @param serial the number of the last change in the room, 0 when there was none
public record TypingUsers(List<UserId> users, long serial) {
  /// Copies the list.
  public TypingUsers {
    users = List.copyOf(users);
  }
}
