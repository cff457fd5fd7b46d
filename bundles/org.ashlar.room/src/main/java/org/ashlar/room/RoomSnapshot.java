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
/// @param messages the last events; null while the reader is only invited
/// @param state the state events
public record RoomSnapshot(
    RoomId room,
    @Nullable String membership,
    @Nullable JsonRaw invite,
    @Nullable Messages messages,
    List<JsonRaw> state) {
  /// Copies the list.
  public RoomSnapshot {
    state = List.copyOf(state);
  }

  /// The last events of a room.
  ///
  /// @param events the events in client format, the oldest first
  /// @param start the token to page backward from, or null when nothing came before
  /// @param end the token to page forward from
  public record Messages(List<JsonRaw> events, @Nullable String start, String end) {
    /// Copies the list.
    public Messages {
      events = List.copyOf(events);
    }
  }
}
