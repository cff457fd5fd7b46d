package org.ashlar.push.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.push.Checkpoint;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checkpoints in memory, and now and then in the store: what is lost is counted again. Any thread.
final class Checkpoints {
  /// After how many looked-at events a checkpoint is stored.
  static final int SAVED_AFTER = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final int BYTES = 33_554_432;
  private static final int BYTES_OF_ROOM = 200;
  private static final int BYTES_OF_MARK = 24;

  private final Sources sources;
  private final BoundedCache<Key, Held> held =
      new BoundedCache<>("push_checkpoints", BYTES, Checkpoints::weight);

  Checkpoints(Sources sources) {
    this.sources = sources;
  }

  private record Key(UserId reader, RoomId room) {}

  /// A checkpoint in memory.
  ///
  /// @param checkpoint what is known
  /// @param unsaved how many events it looked at since it was stored
  record Held(Checkpoint checkpoint, long unsaved) {}

  /// What is known of each room, from memory or the store.
  Map<RoomId, Held> of(UserId reader, Collection<RoomCountQuery> rooms) {
    Map<RoomId, Held> found = new HashMap<>();
    List<RoomId> unknown = new ArrayList<>();
    for (RoomCountQuery room : rooms) {
      Held known = held.get(new Key(reader, room.room()));
      if (known == null) {
        unknown.add(room.room());
      } else {
        found.put(room.room(), known);
      }
    }
    if (!unknown.isEmpty()) {
      for (Checkpoint stored :
          sources.checkpoints().call(store -> store.checkpoints(reader, unknown))) {
        found.put(stored.room(), new Held(stored, 0));
      }
    }
    return found;
  }

  /// Keeps what was counted; stores what took long enough to count.
  void keep(UserId reader, Collection<Held> counted) {
    List<Checkpoint> saved = new ArrayList<>();
    for (Held now : counted) {
      boolean save = now.unsaved() >= SAVED_AFTER;
      if (save) {
        saved.add(now.checkpoint());
      }
      keep(new Key(reader, now.checkpoint().room()), save ? new Held(now.checkpoint(), 0) : now);
    }
    if (!saved.isEmpty()) {
      save(reader, saved);
    }
  }

  private synchronized void keep(Key key, Held now) {
    Held known = held.get(key);
    if (known == null || known.checkpoint().countedTo() <= now.checkpoint().countedTo()) {
      held.put(key, now);
    }
  }

  /// Counts are right without the store; they only take longer next time.
  private void save(UserId reader, List<Checkpoint> checkpoints) {
    try {
      sources.checkpoints().run(store -> store.write(reader, checkpoints));
    } catch (StoreException e) {
      LOG.warn("Unread counts of {} were not stored: {}", reader, e.getMessage());
    }
  }

  private static int weight(Held held) {
    int weight = 0;
    for (Checkpoint.Timeline line : held.checkpoint().timelines().values()) {
      weight += BYTES_OF_ROOM + BYTES_OF_MARK * line.newest().size();
    }
    return weight + BYTES_OF_ROOM;
  }
}
