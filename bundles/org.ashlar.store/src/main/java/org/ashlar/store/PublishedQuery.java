package org.ashlar.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which rooms of the public list are wanted. The list begins with the rooms that have most joined
/// members; rooms with equally many come in the order of their numbers, the highest first. Rooms
/// without joined members are not in it.
///
/// @param term text that name, topic or canonical alias must contain, in any case; null for all
/// @param roomTypes allowed room types, in which an empty text stands for rooms without a type;
///   null for all
/// @param from where the page begins, or null for the beginning
/// @param backward whether the rooms before that place are wanted, not those after it
/// @param limit the most rooms
public record PublishedQuery(
    @Nullable String term,
    @Nullable List<String> roomTypes,
    @Nullable Place from,
    boolean backward,
    int limit) {
  /// Copies the list.
  public PublishedQuery {
    roomTypes = roomTypes == null ? null : List.copyOf(roomTypes);
  }

  /// A place in the list: that of a room, which itself does not belong to the page.
  ///
  /// @param joined joined members
  /// @param roomNid the number of the room
  public record Place(long joined, long roomNid) {}
}
