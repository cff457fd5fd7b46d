package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.cache.SharedLoads;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.ashlar.store.Position;
import org.ashlar.store.RoomSummary;
import org.ashlar.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Summaries of rooms; the last one of a room is kept while the hub knows of no event there. Any
/// thread.
final class Summaries {
  private static final int ROOMS = 10_000;
  private static final int HEROES = 5;

  private final Sources sources;
  private final BoundedCache<Long, Known> known = new BoundedCache<>("sync_room_summaries", ROOMS);
  private final SharedLoads<Moment, Map<Long, RoomSummary>> loads;

  /// @param tasks runs what several readers wait for
  Summaries(Sources sources, Tasks tasks) {
    this.sources = sources;
    this.loads = new SharedLoads<>(tasks, "room.summary");
  }

  /// A room as one event has woken its readers: they ask at once, and for the same.
  private record Moment(long room, Position now) {}

  private record Known(Position readAt, RoomSummary summary) {}

  /// The summaries of rooms by their numbers, as far as the store has them.
  Map<Long, RoomSummary> of(List<RoomKey> rooms, Window window) {
    Map<Long, RoomSummary> found = new HashMap<>();
    List<Long> missing = new ArrayList<>();
    for (RoomKey room : rooms) {
      Known last = known.get(room.nid());
      if (last != null && isCurrent(room, last)) {
        found.put(room.nid(), last.summary());
      } else {
        missing.add(room.nid());
      }
    }
    if (missing.size() == 1) {
      Moment moment = new Moment(missing.getFirst(), window.eventsNow());
      found.putAll(loads.load(moment, () -> read(missing, moment.now())));
    } else if (!missing.isEmpty()) {
      found.putAll(read(missing, window.eventsNow()));
    }
    return found;
  }

  private Map<Long, RoomSummary> read(List<Long> rooms, Position now) {
    Map<Long, RoomSummary> summaries = sources.store().call(store -> store.summaries(rooms));
    summaries.forEach((nid, summary) -> known.put(nid, new Known(now, summary)));
    return summaries;
  }

  /// The first members other than the reader; nobody when the room has a name of its own.
  static List<UserId> heroes(RoomSummary summary, UserId reader) {
    return isSet(summary.name()) || isSet(summary.canonicalAlias())
        ? List.of()
        : summary.heroes().stream().filter(user -> !user.equals(reader)).limit(HEROES).toList();
  }

  static JsonObject json(RoomSummary summary, UserId reader) {
    JsonObject.Builder json = JsonObject.builder();
    if (!isSet(summary.name()) && !isSet(summary.canonicalAlias())) {
      json.put("m.heroes", JsonArray.ofStrings(heroes(summary, reader)));
    }
    return json.put("m.joined_member_count", summary.joined())
        .put("m.invited_member_count", summary.invited())
        .build();
  }

  private boolean isCurrent(RoomKey room, Known last) {
    return !sources
        .hub()
        .call(hub -> hub.changedSince(Stream.EVENTS, room.wakeKey(), last.readAt()));
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isEmpty();
  }
}
