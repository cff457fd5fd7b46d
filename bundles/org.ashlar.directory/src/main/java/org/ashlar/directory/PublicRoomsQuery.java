package org.ashlar.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which part of the public list of rooms is wanted.
///
/// @param term text that name, topic or canonical alias must contain, in any case; null for all
/// @param roomTypes allowed room types, in which an empty text stands for rooms without a type;
///   null for all
/// @param limit the most rooms, at least 1
/// @param since `next_batch` or `prev_batch` of an earlier page, or null for the first
public record PublicRoomsQuery(
    @Nullable String term, @Nullable List<String> roomTypes, int limit, @Nullable String since) {
  /// Copies the list.
  public PublicRoomsQuery {
    roomTypes = roomTypes == null ? null : List.copyOf(roomTypes);
  }
}
