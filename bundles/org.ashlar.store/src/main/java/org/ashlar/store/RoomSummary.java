package org.ashlar.store;

import java.util.List;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// What lists of rooms show. Kept up in the appending commit.
///
/// @param roomNid the room's number
/// @param joined joined members
/// @param invited invited members
/// @param heroes up to 6 joined or invited members in the order of their events; where at most one
///   is there, members who left follow
/// @param name the room's name, or null when it has none
/// @param canonicalAlias its canonical alias, or null when it has none
/// @param topic its topic, or null when it has none
/// @param avatar the URL of its avatar, or null when it has none
/// @param encryption the algorithm, or null when it is not encrypted
/// @param roomType the type of its create event, or null
/// @param lastBump the position's number of its last event
public record RoomSummary(
    long roomNid,
    long joined,
    long invited,
    List<UserId> heroes,
    @Nullable String name,
    @Nullable String canonicalAlias,
    @Nullable String topic,
    @Nullable String avatar,
    @Nullable String encryption,
    @Nullable String roomType,
    long lastBump) {
  /// Copies the list.
  public RoomSummary {
    heroes = List.copyOf(heroes);
  }
}
