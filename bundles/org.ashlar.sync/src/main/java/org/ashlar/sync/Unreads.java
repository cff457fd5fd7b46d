package org.ashlar.sync;

import java.util.List;
import java.util.Map;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.push.RoomCounts;
import org.ashlar.push.Unread;

/// How much is unread in the joined rooms of an answer. Where nobody counts, nothing is told.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#receiving-notifications Receiving
///   notifications
final class Unreads {
  private final Sources sources;

  Unreads(Sources sources) {
    this.sources = sources;
  }

  /// The counts of the rooms of drafts.
  Map<RoomId, RoomCounts> of(List<Draft> joined, Window window) {
    if (joined.isEmpty() || !sources.counts().isOpen()) {
      return Map.of();
    }
    List<RoomCountQuery> rooms =
        joined.stream().map(draft -> new RoomCountQuery(draft.room().id(), draft.nid())).toList();
    return sources.counts().call(counts -> counts.counts(window.user(), rooms, window.eventsNow()));
  }

  /// Writes counts as the reader wants them: threads apart, or all in one.
  static void write(JsonObject.Builder room, RoomCounts counts, Window window) {
    if (!window.filter().timeline().countsThreads()) {
      room.put("unread_notifications", json(counts.whole()));
      return;
    }
    room.put("unread_notifications", json(counts.main()));
    if (!counts.threads().isEmpty()) {
      JsonObject.Builder threads = JsonObject.builder();
      counts.threads().forEach((root, unread) -> threads.put(root.value(), json(unread)));
      room.put("unread_thread_notifications", threads.build());
    }
  }

  private static JsonObject json(Unread unread) {
    return JsonObject.builder()
        .put("highlight_count", unread.highlights())
        .put("notification_count", unread.notifications())
        .build();
  }
}
