package org.ashlar.room;

/// How events are written for readers.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-event-format Room event format
public enum EventFormat {
  /// The client format without `room_id`, where the place of the event tells the room.
  IN_ROOM,
  /// The client format with `room_id`.
  ALONE,
  /// As events go between servers, with what clients get in `unsigned`.
  FEDERATION
}
