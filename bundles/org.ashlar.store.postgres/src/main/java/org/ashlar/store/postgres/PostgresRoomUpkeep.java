package org.ashlar.store.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.ibatis.session.SqlSession;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Gap;
import org.ashlar.store.Position;
import org.ashlar.store.PurgeStep;
import org.ashlar.store.RoomDeletion;
import org.ashlar.store.RoomRef;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.sql.Database;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Looks after the rooms in PostgreSQL. Holds nothing but the way to the database. Any thread.
@Component(
    immediate = true,
    service = {RoomUpkeep.class, RoomDeletion.class})
public final class PostgresRoomUpkeep implements RoomUpkeep, RoomDeletion {
  private static final int NODES = 10_000;

  private final @Nullable Gate<Database> gate;
  private final Pool pool;
  private final RoomTransactions transactions;

  /// Made by the framework.
  ///
  /// @param selections gives the way to the database
  @Activate
  public PostgresRoomUpkeep(@Reference Selections selections) {
    this(selections.gate(Database.class));
  }

  private PostgresRoomUpkeep(Gate<Database> gate) {
    this(gate, gate::call);
  }

  PostgresRoomUpkeep(DatabaseAccess database) {
    this(null, database);
  }

  private PostgresRoomUpkeep(@Nullable Gate<Database> gate, DatabaseAccess database) {
    this.gate = gate;
    SessionFactory sessions = SessionFactory.create();
    this.pool = new Pool(database, sessions);
    this.transactions = new RoomTransactions(database, sessions);
  }

  /// Takes a database as a candidate.
  ///
  /// @param reference its registration
  /// @param service the database
  @Reference(
      service = Database.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  public void bindDatabase(ServiceReference<Database> reference, Database service) {
    if (gate != null) {
      gate.bind(reference, service);
    }
  }

  /// Drops a candidate.
  ///
  /// @param reference its registration
  /// @param service the database
  public void unbindDatabase(ServiceReference<Database> reference, Database service) {
    if (gate != null) {
      gate.unbind(reference, service);
    }
  }

  @Override
  public List<RoomRef> rooms(long after, int limit) {
    return pool.run(UpkeepMapper.class, mapper -> mapper.rooms(after, limit)).stream()
        .map(row -> new RoomRef(new RoomId(row.id()), version(row.version()), row.nid()))
        .toList();
  }

  @Override
  public List<String> inspect(RoomId room) {
    return transactions.snapshot(session -> new RoomInspector(session, room).inspect());
  }

  @Override
  public List<StoredEvent> placed(long roomNid, @Nullable StoredEvent after, int limit) {
    Position last = after == null ? null : after.position();
    long position = last == null ? Long.MIN_VALUE : last.number();
    long nid = after == null ? 0 : after.nid();
    return pool.run(InspectMapper.class, mapper -> mapper.placed(roomNid, position, nid, limit));
  }

  @Override
  public List<String> orphans() {
    return transactions.snapshot(
        session ->
            session.getMapper(InspectMapper.class).orphans().stream()
                .map(row -> row.rows() + " rows of " + row.name() + " belong to no room")
                .toList());
  }

  @Override
  public long countLostState(long roomNid) {
    return transactions.<Long>snapshot(session -> (long) lost(session, roomNid).size());
  }

  @Override
  public long sweepState(long roomNid) {
    return transactions.change(session -> sweep(session, roomNid));
  }

  private static List<Long> lost(SqlSession session, long roomNid) {
    ReachableNodes nodes =
        new ReachableNodes(
            session.getMapper(StateMapper.class), session.getMapper(UpkeepMapper.class), roomNid);
    nodes.walk();
    return nodes.unreachable();
  }

  private static long sweep(SqlSession session, long roomNid) {
    UpkeepMapper mapper = session.getMapper(UpkeepMapper.class);
    List<Long> lost = lost(session, roomNid);
    for (int from = 0; from < lost.size(); from += NODES) {
      List<Long> part = lost.subList(from, Math.min(lost.size(), from + NODES));
      mapper.deleteNodes(roomNid, RoomReads.numbers(part));
    }
    mapper.deleteLostRoots(roomNid);
    return lost.size();
  }

  @Override
  public PurgeStep purge(long roomNid, long depth, int limit) {
    return transactions.change(
        session -> purge(session.getMapper(UpkeepMapper.class), roomNid, depth, limit));
  }

  private static PurgeStep purge(UpkeepMapper mapper, long roomNid, long depth, int limit) {
    List<UpkeepMapper.Below> below = mapper.below(roomNid, depth, limit);
    List<Long> deleted = new ArrayList<>();
    List<Long> displaced = new ArrayList<>();
    for (UpkeepMapper.Below event : below) {
      (event.state() ? displaced : deleted).add(event.nid());
    }
    mapper.displace(RoomReads.numbers(displaced));
    mapper.deleteEvents(RoomReads.numbers(deleted));
    mapper.deleteHistory(roomNid, Columns.longs(below, UpkeepMapper.Below::position));
    return new PurgeStep(deleted, displaced);
  }

  @Override
  public long finishPurge(long roomNid) {
    return transactions.change(
        session -> {
          UpkeepMapper mapper = session.getMapper(UpkeepMapper.class);
          RoomVersion version =
              version(
                  session
                      .getMapper(RoomMapper.class)
                      .rooms(new long[] {roomNid})
                      .getFirst()
                      .version());
          GraphScan scan = new GraphScan();
          mapper.events(
              roomNid,
              context -> {
                UpkeepMapper.EventRow row = context.getResultObject();
                if (row.position() != 0) {
                  Event event = Event.read(new EventId(row.id()), row.json(), version);
                  scan.add(event, EventStatus.of(row.status()));
                }
              });
          scan.finish();
          List<Gap> gaps = scan.gaps();
          mapper.replaceGaps(
              roomNid,
              Columns.ints(gaps, gap -> gap.covered() ? 1 : 0),
              Columns.texts(gaps, gap -> gap.id().value()));
          return sweep(session, roomNid);
        });
  }

  @Override
  public long countBelow(long roomNid, long depth) {
    return pool.run(UpkeepMapper.class, mapper -> mapper.countBelow(roomNid, depth));
  }

  @Override
  public int censor(Instant before, int limit) {
    return pool.run(UpkeepMapper.class, mapper -> mapper.censor(before.toEpochMilli(), limit));
  }

  @Override
  public Optional<byte[]> unredacted(EventId event) {
    StateMapper.NodeRow row =
        pool.<UpkeepMapper, StateMapper.@Nullable NodeRow>run(
            UpkeepMapper.class, mapper -> mapper.unredacted(event.value()));
    return Optional.ofNullable(row).map(StateMapper.NodeRow::bytes);
  }

  @Override
  public void block(RoomId room, boolean blocked) {
    pool.<UpkeepMapper, @Nullable Void>run(
        UpkeepMapper.class,
        mapper -> {
          if (blocked) {
            mapper.block(room.value());
          } else {
            mapper.unblock(room.value());
          }
          return null;
        });
  }

  @Override
  public Set<RoomId> blocked() {
    Set<RoomId> rooms = new HashSet<>();
    pool.run(UpkeepMapper.class, UpkeepMapper::blocked).forEach(id -> rooms.add(new RoomId(id)));
    return rooms;
  }

  @Override
  public String name() {
    return "events and state";
  }

  @Override
  public long delete(RoomId room) {
    Long nid = nid(room);
    if (nid == null) {
      return 0;
    }
    long count = count(room);
    List<ToIntFunction<UpkeepMapper>> parts =
        List.of(
            mapper -> mapper.deleteTransactions(nid),
            mapper -> mapper.deleteAllEvents(nid),
            mapper -> mapper.deleteAllNodes(nid),
            mapper -> mapper.deleteRoom(nid));
    parts.forEach(part -> transactions.<@Nullable Void>change(session -> run(session, part)));
    return count;
  }

  private static @Nullable Void run(SqlSession session, ToIntFunction<UpkeepMapper> part) {
    part.applyAsInt(session.getMapper(UpkeepMapper.class));
    return null;
  }

  @Override
  public long count(RoomId room) {
    Long nid = nid(room);
    return nid == null
        ? 0
        : pool.run(InspectMapper.class, mapper -> mapper.count(nid)).stream()
            .mapToLong(InspectMapper.Table::rows)
            .sum();
  }

  private @Nullable Long nid(RoomId room) {
    return pool.<UpkeepMapper, @Nullable Long>run(
        UpkeepMapper.class, mapper -> mapper.room(room.value()));
  }

  private static RoomVersion version(String id) {
    return RoomVersion.find(id).orElseThrow(() -> new IllegalStateException("room version " + id));
  }
}
