package org.ashlar.push.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.account.Receipt;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;

/// Finds out how far readers have read. Any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#marking-notifications-as-read Marking as
///   read
final class Receipts {
  private static final int ROOMS = 20_000;
  private static final int TARGETS = 20_000;
  private static final Set<String> TYPES = Set.of(Receipt.READ, Receipt.READ_PRIVATE);

  private final Sources sources;
  private final Fresh<Key, ReadTo> known;
  private final BoundedCache<EventId, Target> targets =
      new BoundedCache<>("receipt_targets", TARGETS);

  Receipts(Sources sources) {
    this.sources = sources;
    this.known = new Fresh<>(sources, Stream.RECEIPTS, ROOMS);
  }

  private record Key(UserId reader, RoomId room) {}

  private record Target(long roomNid, long position) {}

  /// How far a reader has read in each room.
  Map<RoomId, ReadTo> of(UserId reader, Collection<RoomCountQuery> rooms) {
    Map<RoomId, ReadTo> found = new HashMap<>();
    List<RoomCountQuery> unknown = new ArrayList<>();
    for (RoomCountQuery room : rooms) {
      ReadTo current = known.get(new Key(reader, room.room()), StreamHub.userKey(reader));
      if (current == null) {
        unknown.add(room);
      } else {
        found.put(room.room(), current);
      }
    }
    if (!unknown.isEmpty()) {
      found.putAll(read(reader, unknown));
    }
    return found;
  }

  private Map<RoomId, ReadTo> read(UserId reader, List<RoomCountQuery> rooms) {
    Position readAt = known.position();
    List<RoomId> ids = rooms.stream().map(RoomCountQuery::room).toList();
    List<Receipt> receipts =
        sources.userData().call(data -> data.receiptsOf(reader, ids)).stream()
            .filter(receipt -> TYPES.contains(receipt.type()))
            .toList();
    Map<EventId, Target> places = places(receipts);
    Map<RoomId, ReadTo> found = new HashMap<>();
    for (RoomCountQuery room : rooms) {
      ReadTo readTo = readTo(room, receipts, places);
      known.put(new Key(reader, room.room()), readAt, readTo);
      found.put(room.room(), readTo);
    }
    return found;
  }

  private static ReadTo readTo(
      RoomCountQuery room, List<Receipt> receipts, Map<EventId, Target> places) {
    long all = 0;
    Map<String, Long> threads = new HashMap<>();
    for (Receipt receipt : receipts) {
      Target place = places.get(receipt.event());
      if (place != null && receipt.room().equals(room.room()) && place.roomNid == room.roomNid()) {
        if (receipt.thread() == null) {
          all = Math.max(all, place.position);
        } else {
          threads.merge(receipt.thread(), place.position, Math::max);
        }
      }
    }
    return new ReadTo(all, threads);
  }

  private Map<EventId, Target> places(List<Receipt> receipts) {
    Map<EventId, Target> places = new HashMap<>();
    Set<EventId> unknown = new HashSet<>();
    for (Receipt receipt : receipts) {
      Target place = targets.get(receipt.event());
      if (place == null) {
        unknown.add(receipt.event());
      } else {
        places.put(receipt.event(), place);
      }
    }
    if (!unknown.isEmpty()) {
      sources
          .store()
          .call(store -> store.events(unknown))
          .forEach((id, event) -> keep(id, event, places));
    }
    return places;
  }

  private void keep(EventId id, StoredEvent event, Map<EventId, Target> places) {
    @Nullable Position position = event.position();
    if (position != null) {
      Target place = new Target(event.roomNid(), position.number());
      targets.put(id, place);
      places.put(id, place);
    }
  }
}
