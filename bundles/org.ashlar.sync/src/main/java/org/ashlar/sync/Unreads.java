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
/// Counts change by events and by the reader's own receipts, and both bring a room into an answer.
/// Where a filter hides them, the room is told for its counts if they are others than it was told.
/// A change of push rules changes no counts: events are judged once.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#receiving-notifications Receiving
///   notifications
final class Unreads {
  private final Sources sources;
  private final ToldCounts told = new ToldCounts();

  Unreads(Sources sources) {
    this.sources = sources;
  }

  boolean areCounted() {
    return sources.counts().isOpen();
  }

  /// Of rooms of which nothing else is told, those with counts that the reader may not know.
  List<Draft> news(List<Draft> quiet, Map<RoomId, RoomCounts> counts, Window window) {
    return quiet.stream()
        .filter(
            draft -> {
              RoomCounts now = counts.get(draft.room().id());
              return now != null && told.isNew(draft.nid(), now, window);
            })
        .toList();
  }

  /// Notes what an answer tells, for readers from whom something is hidden.
  void tell(List<Draft> joined, Map<RoomId, RoomCounts> counts, Window window) {
    for (Draft draft : joined) {
      RoomCounts now = counts.get(draft.room().id());
      if (now != null && window.filter().hidesCounted(draft.room().id().value())) {
        told.tell(draft.nid(), now, window);
      }
    }
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
