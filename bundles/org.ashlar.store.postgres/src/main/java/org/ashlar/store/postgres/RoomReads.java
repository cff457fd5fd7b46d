package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.event.RoomVersion;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.store.CompletedRoom;
import org.ashlar.store.Extremity;
import org.ashlar.store.Gap;
import org.ashlar.store.PartialRoom;
import org.ashlar.store.Position;
import org.ashlar.store.RoomHead;
import org.ashlar.store.RoomRef;
import org.ashlar.store.RoomSummary;
import org.jspecify.annotations.Nullable;

/// Reads of rooms. Any thread.
final class RoomReads {
  private static final int HEROES = 6;

  private final Pool pool;

  RoomReads(Pool pool) {
    this.pool = pool;
  }

  Optional<RoomHead> head(RoomId id) {
    List<RoomMapper.HeadRow> rows = pool.run(RoomMapper.class, mapper -> mapper.head(id.value()));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    RoomMapper.HeadRow room = rows.getFirst();
    Map<Long, StateRoot> roots = new HashMap<>();
    StateRoot current = roots.computeIfAbsent(room.current(), StateRoot::stored);
    List<Extremity> extremities = new ArrayList<>(rows.size());
    for (RoomMapper.HeadRow row : rows) {
      extremities.add(
          new Extremity(
              new EventId(row.eventId()),
              EventRef.stored(row.eventNid()),
              row.depth(),
              roots.computeIfAbsent(row.after(), StateRoot::stored)));
    }
    RoomRef ref = new RoomRef(id, version(room.version()), room.nid());
    List<Gap> gaps = new ArrayList<>();
    Stream.of(room.covered()).forEach(gap -> gaps.add(new Gap(new EventId(gap), true)));
    Stream.of(room.uncovered()).forEach(gap -> gaps.add(new Gap(new EventId(gap), false)));
    return Optional.of(new RoomHead(ref, extremities, current, room.epoch(), gaps, partial(room)));
  }

  private static @Nullable PartialRoom partial(RoomMapper.HeadRow room) {
    String[] servers = room.servers();
    return servers == null
        ? null
        : new PartialRoom(room.joinNid(), Stream.of(servers).map(ServerName::new).toList());
  }

  long completion(String instance) {
    return pool.run(RoomMapper.class, mapper -> mapper.completion(instance));
  }

  List<CompletedRoom> completions(Position after, Position upTo, int limit) {
    return pool
        .run(
            RoomMapper.class,
            mapper -> mapper.completions(upTo.writer(), after.number(), upTo.number(), limit))
        .stream()
        .map(
            row ->
                new CompletedRoom(
                    row.roomNid(),
                    new Position(row.writer(), row.position()),
                    new Position(row.writer(), row.events())))
        .toList();
  }

  List<Long> extremitiesAt(long roomNid, long at) {
    return pool.run(RoomMapper.class, mapper -> mapper.extremitiesAt(roomNid, at)).stream()
        .sorted()
        .toList();
  }

  OptionalLong minDepth(long roomNid) {
    Long depth =
        pool.<RoomMapper, @Nullable Long>run(RoomMapper.class, mapper -> mapper.minDepth(roomNid));
    return depth == null ? OptionalLong.empty() : OptionalLong.of(depth);
  }

  Map<Long, RoomRef> rooms(Collection<Long> nids) {
    if (nids.isEmpty()) {
      return Map.of();
    }
    long[] numbers = numbers(nids);
    Map<Long, RoomRef> found = HashMap.newHashMap(numbers.length);
    for (var row : pool.run(RoomMapper.class, mapper -> mapper.rooms(numbers))) {
      found.put(row.nid(), new RoomRef(new RoomId(row.id()), version(row.version()), row.nid()));
    }
    return found;
  }

  Map<Long, Long> roots(Collection<Long> nids) {
    if (nids.isEmpty()) {
      return Map.of();
    }
    long[] numbers = numbers(nids);
    Map<Long, Long> found = HashMap.newHashMap(numbers.length);
    for (var row : pool.run(RoomMapper.class, mapper -> mapper.roots(numbers))) {
      found.put(row.nid(), row.root());
    }
    return found;
  }

  Map<Long, RoomSummary> summaries(Collection<Long> nids) {
    if (nids.isEmpty()) {
      return Map.of();
    }
    long[] numbers = numbers(nids);
    Map<Long, RoomSummary> found = HashMap.newHashMap(numbers.length);
    for (var row : pool.run(RoomMapper.class, mapper -> mapper.summaries(numbers))) {
      found.put(row.nid(), summary(row));
    }
    return found;
  }

  private static RoomSummary summary(RoomMapper.SummaryRow row) {
    return new RoomSummary(
        row.nid(),
        row.joined(),
        row.invited(),
        heroes(row),
        StoredText.decodeNullable(row.name()),
        StoredText.decodeNullable(row.alias()),
        StoredText.decodeNullable(row.topic()),
        StoredText.decodeNullable(row.avatar()),
        StoredText.decodeNullable(row.encryption()),
        StoredText.decodeNullable(row.roomType()),
        row.lastBump());
  }

  /// Who is there; those who left follow only where at most one is left.
  private static List<UserId> heroes(RoomMapper.SummaryRow row) {
    String[] gone = row.gone();
    Stream<String> users =
        gone == null
            ? Stream.of(row.present())
            : Stream.concat(Stream.of(row.present()), Stream.of(gone));
    return users.limit(HEROES).map(UserId::new).toList();
  }

  static long[] numbers(Collection<Long> nids) {
    return nids.stream().mapToLong(Long::longValue).distinct().toArray();
  }

  private static RoomVersion version(String id) {
    return RoomVersion.find(id).orElseThrow(() -> new IllegalStateException("room version " + id));
  }
}
