package org.ashlar.event;

import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// An event of this server before it is hashed and signed.
///
/// @param roomId the room; null only for a create event whose hash becomes the room id
/// @param type the event type
/// @param stateKey the state key; null when it is no state event
/// @param sender who sends it
/// @param content its content
/// @param originServerTs milliseconds since 1970
/// @param prevEvents the events it follows, at most 20
/// @param authEvents the events that authorize it, at most 10
/// @param depth one more than the greatest depth of those it follows, at most 2^53 - 1
/// @param redacts the event it redacts, put where the room version wants it; null for none
public record EventDraft(
    @Nullable RoomId roomId,
    String type,
    @Nullable String stateKey,
    UserId sender,
    JsonObject content,
    long originServerTs,
    List<EventId> prevEvents,
    List<EventId> authEvents,
    long depth,
    @Nullable EventId redacts) {
  /// Copies the lists.
  public EventDraft {
    prevEvents = List.copyOf(prevEvents);
    authEvents = List.copyOf(authEvents);
  }
}
