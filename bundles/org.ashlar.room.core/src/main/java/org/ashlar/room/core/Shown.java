package org.ashlar.room.core;

import org.ashlar.base.id.EventId;
import org.ashlar.base.json.Json;
import org.ashlar.event.ClientEvent;
import org.ashlar.event.Event;
import org.jspecify.annotations.Nullable;

/// How readers see a new event: what all of them share, made before the commit on the thread of the
/// request.
///
/// @param shared the client format without `room_id` and `unsigned`
/// @param prevContent the content it replaced in the state, or null
/// @param replaces the event it replaced, or null
@SuppressWarnings("ArrayRecordComponent")
record Shown(byte[] shared, byte @Nullable [] prevContent, @Nullable EventId replaces) {
  static Shown of(Event event, @Nullable Event replaced) {
    return replaced == null
        ? new Shown(ClientEvent.shared(event), null, null)
        : new Shown(ClientEvent.shared(event), Json.write(replaced.content()), replaced.id());
  }
}
