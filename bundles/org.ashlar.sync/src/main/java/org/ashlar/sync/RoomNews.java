package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.ashlar.stream.RingEvent;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncToken;
import org.jspecify.annotations.Nullable;

/// What the hub has to say about a room since a reader's last answer.
///
/// @param room the room
/// @param events whether there may be events
/// @param recent all its events in the window, null when they are not in memory
/// @param receipts whether there may be receipts
/// @param typing who types now, null when that has not changed
record RoomNews(
    RoomKey room,
    boolean events,
    @Nullable List<RingEvent> recent,
    boolean receipts,
    @Nullable List<UserId> typing) {

  /// Asks about the rooms that a reader has been joined to all the time; rooms without news are
  /// left out. The cost of a quiet room is a look into the cache of each stream that moved.
  static List<RoomNews> read(StreamHub hub, Window window, SyncToken since, List<RoomKey> rooms) {
    List<RoomNews> news = new ArrayList<>();
    Glance glance = new Glance(hub, window, since);
    for (RoomKey room : rooms) {
      RoomNews found = glance.at(room);
      if (found != null) {
        news.add(found);
      }
    }
    return news;
  }

  private static final class Glance {
    private final StreamHub hub;
    private final Window window;
    private final SyncToken since;
    private final SyncToken now;
    private final boolean otherEpoch;
    private final boolean typingMoved;

    Glance(StreamHub hub, Window window, SyncToken since) {
      this.hub = hub;
      this.window = window;
      this.since = since;
      this.now = window.now();
      this.otherEpoch = since.typingEpoch() != now.typingEpoch();
      this.typingMoved = since.typingSerial() != now.typingSerial();
    }

    @Nullable RoomNews at(RoomKey room) {
      if (!window.filter().wantsRoom(room.id().value())) {
        return null;
      }
      boolean events = changed(Stream.EVENTS, room, since.events(), now.events());
      boolean receipts = changed(Stream.RECEIPTS, room, since.receipts(), now.receipts());
      List<UserId> typing = typing(room);
      if (!events && !receipts && typing == null) {
        return null;
      }
      return new RoomNews(room, events, events ? recent(room) : List.of(), receipts, typing);
    }

    /// What is in memory is in the format of clients.
    private @Nullable List<RingEvent> recent(RoomKey room) {
      return window.filter().federation()
          ? null
          : hub.between(room.id(), since.events(), now.events()).orElse(null);
    }

    private boolean changed(Stream stream, RoomKey room, Position after, Position upTo) {
      return !after.equals(upTo) && hub.changedSince(stream, room.wakeKey(), after);
    }

    /// After a restart of the hub nobody types; a reader may still believe so.
    private @Nullable List<UserId> typing(RoomKey room) {
      boolean told =
          otherEpoch
              || typingMoved
                  && hub.changedSince(
                      Stream.TYPING, room.wakeKey(), new Position(1, since.typingSerial()));
      return told ? hub.typing(room.id()).users() : null;
    }
  }
}
