package org.ashlar.sync;

import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.UserId;
import org.ashlar.push.RoomCounts;
import org.ashlar.stream.SyncToken;
import org.jspecify.annotations.Nullable;

/// Which counts devices were told whose filters hide what changes them: such a room is told again
/// for its counts alone. What is not known any more is told again. Any thread.
final class ToldCounts {
  private static final int ROOMS = 50_000;

  private final BoundedCache<Key, Told> rooms = new BoundedCache<>("sync_told_counts", ROOMS);

  private record Key(UserId user, String device, long roomNid) {}

  /// The counts of an answer up to a token.
  private record Told(RoomCounts counts, SyncToken at) {}

  /// Whether a reader may not know the counts of a room.
  boolean isNew(long roomNid, RoomCounts counts, Window window) {
    Told last = rooms.get(key(roomNid, window));
    return last == null || !has(window.since(), last.at) || !last.counts.equals(counts);
  }

  /// Notes what an answer tells.
  void tell(long roomNid, RoomCounts counts, Window window) {
    rooms.put(key(roomNid, window), new Told(counts, window.now()));
  }

  /// Whether a reader who comes with a token has got the answer that ended at another.
  private static boolean has(@Nullable SyncToken since, SyncToken answer) {
    return since != null
        && answer.events().number() <= since.events().number()
        && answer.receipts().number() <= since.receipts().number();
  }

  private static Key key(long roomNid, Window window) {
    String device = window.request().device();
    return new Key(window.user(), device == null ? "" : device, roomNid);
  }
}
