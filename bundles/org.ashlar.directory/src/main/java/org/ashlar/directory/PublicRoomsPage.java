package org.ashlar.directory;

import java.util.List;
import org.ashlar.store.PublishedRoom;
import org.jspecify.annotations.Nullable;

/// A part of the public list of rooms.
///
/// @param rooms the rooms, those with most joined members first
/// @param next leads to the following page, or null when there is none
/// @param previous leads to the page before, or null when this is the first
/// @param total how many rooms the whole list has, after filtering
public record PublicRoomsPage(
    List<PublishedRoom> rooms, @Nullable String next, @Nullable String previous, long total) {
  /// Copies the list.
  public PublicRoomsPage {
    rooms = List.copyOf(rooms);
  }
}
