package org.ashlar.room;

import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonRaw;
import org.jspecify.annotations.Nullable;

/// A room as `/initialSync` shows it.
///
/// @param room the room
/// @param membership the reader's membership, or null when there never was one
/// @param invite the invitation in client format while the reader is invited and nothing else is
///   shown, else null
/// @param messages the last events, the oldest first, with tokens to page on in both directions;
///   null while the reader is only invited
/// @param state the state events
public record RoomSnapshot(
    RoomId room,
    @Nullable String membership,
    @Nullable JsonRaw invite,
    @Nullable TimelinePage messages,
    List<JsonRaw> state) {
  /// Copies the list.
  public RoomSnapshot {
    state = List.copyOf(state);
  }
}
