package org.ashlar.room;

import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;

/// A room that shall be replaced by one of another version.
///
/// @param room the room
/// @param version the version of the new one
/// @param additionalCreators who shall be its creators beside the requester, where the version has
///   such; else ignored
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-upgrades Room upgrades
public record UpgradeRoom(RoomId room, String version, List<UserId> additionalCreators) {
  /// Copies the list.
  public UpgradeRoom {
    additionalCreators = List.copyOf(additionalCreators);
  }
}
