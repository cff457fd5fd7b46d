package org.ashlar.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.state.Digest;
import org.ashlar.state.EventRef;
import org.ashlar.state.PlacementKey;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;

/// An event store in memory, for tests of what stands on a store. It keeps bytes, numbers and rows
/// as a database would, and can be told to refuse.
public final class MemoryEventStore implements EventStore {
  private final PlacementKey placement = new PlacementKey(1, 2);
  private final Map<StateKey, Long> keys = new HashMap<>();
  private final Map<Long, byte[]> nodes = new HashMap<>();
  private final Map<RoomId, RoomRow> rooms = new LinkedHashMap<>();
  private final TreeMap<Long, StoredEvent> events = new TreeMap<>();
  private final Map<EventId, Long> ids = new HashMap<>();
  private final Map<Member, MembershipRow> members = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<Transaction, EventId> transactions = new HashMap<>();
  private final Map<Digest, Long> digests = new HashMap<>();
  private final Set<EventId> refused = new HashSet<>();
  private boolean writer = true;
  private long position;
  private long nodeNids;

  private record RoomRow(
      RoomRef room, List<Extremity> extremities, long current, long epoch, long lastBump) {}

  private record Member(long roomNid, UserId user) {}

  /// A change of a current state; the event is 0 when the key went away.
  private record Change(long roomNid, long position, StateKey key, long eventNid) {}

  /// Appends of this event fail from now on.
  public synchronized void refuse(EventId id) {
    refused.add(id);
  }

  /// Whether this store is the writer; if not, appends are not taken.
  public synchronized void writer(boolean value) {
    writer = value;
  }

  @Override
  public String revision() {
    return "memory";
  }

  @Override
  public int formatEpoch() {
    return 1;
  }

  @Override
  public PlacementKey placementKey() {
    return placement;
  }

  @Override
  public synchronized List<AppendResult> append(List<Append> batch) {
    if (!writer) {
      throw new StoreException("not the writer", true);
    }
    Set<RoomRef> broken = new HashSet<>();
    List<AppendResult> results = new ArrayList<>();
    for (Append append : batch) {
      boolean fails =
          broken.contains(append.room()) || append.events().stream().anyMatch(this::isUnwelcome);
      if (fails) {
        broken.add(append.room());
        results.add(new AppendResult.Failed("refused", false));
      } else {
        results.add(store(append));
      }
    }
    return results;
  }

  private boolean isUnwelcome(NewEvent event) {
    return refused.contains(event.event().id()) || ids.containsKey(event.event().id());
  }

  private AppendResult store(Append append) {
    if (append.room().nid() == 0) {
      append.room().assign(rooms.size() + 1);
    }
    long roomNid = append.room().nid();
    long first = position + 1;
    for (NewEvent event : append.events()) {
      long number = event.status() == EventStatus.ACCEPTED ? ++position : 0;
      event.ref().assign(ids.size() + 1, number);
      ids.put(event.event().id(), event.ref().nid());
      StateTrie.store(event.before(), () -> ++nodeNids, nodes::put);
      StateTrie.store(event.after(), () -> ++nodeNids, nodes::put);
      boolean last = event == append.events().getLast();
      Event stored = event.event();
      events.put(
          event.ref().nid(),
          new StoredEvent(
              event.ref().nid(),
              roomNid,
              number == 0 ? null : new Position(1, number),
              event.before().nid(),
              event.after().nid(),
              event.status(),
              Event.read(stored.id(), stored.bytes(), stored.version()),
              last ? append.transaction() : null));
    }
    StateTrie.store(append.current(), () -> ++nodeNids, nodes::put);
    append.deltas().forEach(delta -> change(append.room(), delta));
    head(append);
    if (append.transaction() != null) {
      transactions.put(append.transaction(), append.events().getLast().event().id());
    }
    return new AppendResult.Stored(new Position(1, first), new Position(1, position));
  }

  private void head(Append append) {
    List<Extremity> extremities =
        append.extremities().stream()
            .map(ref -> events.get(ref.nid()))
            .map(
                stored ->
                    new Extremity(
                        stored.event().id(),
                        EventRef.stored(stored.nid()),
                        stored.event().depth(),
                        StateRoot.stored(stored.rootAfter())))
            .toList();
    rooms.put(
        append.room().id(),
        new RoomRow(
            new RoomRef(append.room().id(), append.room().version(), append.room().nid()),
            extremities,
            append.current().nid(),
            append.epoch(),
            position));
  }

  /// A change to an event of the same append is at that event's position, any other at the end.
  private void change(RoomRef room, StateDelta delta) {
    EventRef ref = delta.ref();
    long at = ref == null || ref.position() == 0 ? position : ref.position();
    changes.add(new Change(room.nid(), at, delta.key(), ref == null ? 0 : ref.nid()));
    member(room, delta);
  }

  private void member(RoomRef room, StateDelta delta) {
    if (!delta.key().type().equals(EventTypes.MEMBER)) {
      return;
    }
    UserId user = new UserId(delta.key().key());
    Member key = new Member(room.nid(), user);
    if (delta.event() == null) {
      members.remove(key);
      return;
    }
    members.put(
        key,
        new MembershipRow(
            room.id(),
            room.nid(),
            user,
            delta.event().content().string("membership").orElse("leave"),
            delta.event().id(),
            delta.ref().nid(),
            new Position(1, delta.ref().position()),
            false));
  }

  @Override
  public synchronized Position eventPosition() {
    return new Position(1, position);
  }

  @Override
  public synchronized Map<StateKey, Long> internStateKeys(Collection<StateKey> wanted) {
    wanted.forEach(key -> keys.computeIfAbsent(key, _ -> keys.size() + 1L));
    return findStateKeys(wanted);
  }

  @Override
  public synchronized Map<StateKey, Long> findStateKeys(Collection<StateKey> wanted) {
    Map<StateKey, Long> found = new HashMap<>(keys);
    found.keySet().retainAll(Set.copyOf(wanted));
    return found;
  }

  @Override
  public synchronized Map<Long, StateKey> stateKeys(Collection<Long> nids) {
    Map<Long, StateKey> found = new HashMap<>();
    keys.forEach(
        (key, nid) -> {
          if (nids.contains(nid)) {
            found.put(nid, key);
          }
        });
    return found;
  }

  @Override
  public synchronized Map<Long, byte[]> stateNodes(long roomNid, Collection<Long> nodeNids) {
    Map<Long, byte[]> found = new HashMap<>(nodes);
    found.keySet().retainAll(Set.copyOf(nodeNids));
    return found;
  }

  @Override
  public synchronized Optional<Long> stateRoot(long roomNid, Digest digest) {
    return Optional.ofNullable(digests.get(digest));
  }

  @Override
  public synchronized void rememberStateRoot(long roomNid, Digest digest, long rootNid) {
    digests.put(digest, rootNid);
  }

  @Override
  public synchronized Optional<RoomHead> room(RoomId id) {
    return Optional.ofNullable(rooms.get(id))
        .map(
            row ->
                new RoomHead(
                    row.room(), row.extremities(), StateRoot.stored(row.current()), row.epoch()));
  }

  @Override
  public synchronized Map<Long, RoomRef> rooms(Collection<Long> nids) {
    Map<Long, RoomRef> found = new HashMap<>();
    for (RoomRow row : rooms.values()) {
      if (nids.contains(row.room().nid())) {
        found.put(row.room().nid(), row.room());
      }
    }
    return found;
  }

  @Override
  public synchronized Map<Long, RoomSummary> summaries(Collection<Long> roomNids) {
    Map<Long, RoomSummary> found = new HashMap<>();
    for (Long nid : roomNids) {
      List<MembershipRow> rows = members(nid, List.of());
      found.put(
          nid,
          new RoomSummary(
              nid,
              count(rows, "join"),
              count(rows, "invite"),
              rows.stream()
                  .filter(row -> Set.of("join", "invite").contains(row.membership()))
                  .sorted(Comparator.comparing(MembershipRow::position))
                  .map(MembershipRow::user)
                  .limit(6)
                  .toList(),
              null,
              null,
              null,
              null,
              null,
              null,
              position));
    }
    return found;
  }

  private static long count(List<MembershipRow> rows, String membership) {
    return rows.stream().filter(row -> row.membership().equals(membership)).count();
  }

  @Override
  public synchronized Map<EventId, StoredEvent> events(Collection<EventId> wanted) {
    Map<EventId, StoredEvent> found = new HashMap<>();
    for (EventId id : wanted) {
      Long nid = ids.get(id);
      if (nid != null) {
        found.put(id, events.get(nid));
      }
    }
    return found;
  }

  @Override
  public synchronized Map<Long, StoredEvent> eventsByNid(Collection<Long> nids) {
    Map<Long, StoredEvent> found = new HashMap<>(events);
    found.keySet().retainAll(Set.copyOf(nids));
    return found;
  }

  @Override
  public synchronized List<StoredEvent> timeline(TimelineQuery query) {
    Comparator<TimelinePoint> order =
        query.order() == TimelineOrder.STREAM
            ? Comparator.comparingLong(TimelinePoint::number)
            : Comparator.comparingLong(TimelinePoint::depth)
                .thenComparingLong(TimelinePoint::number);
    Comparator<TimelinePoint> direction = query.backward() ? order.reversed() : order;
    return events.values().stream()
        .filter(event -> event.roomNid() == query.roomNid() && event.position() != null)
        .filter(event -> isAfter(event, query.from(), query.backward(), order))
        .filter(event -> query.to() == null || !isAfter(event, query.to(), query.backward(), order))
        .sorted((left, right) -> direction.compare(point(left), point(right)))
        .limit(query.limit())
        .toList();
  }

  private static boolean isAfter(
      StoredEvent event, TimelinePoint point, boolean backward, Comparator<TimelinePoint> order) {
    int compared = order.compare(point(event), point);
    return backward ? compared <= 0 : compared > 0;
  }

  private static TimelinePoint point(StoredEvent event) {
    return new TimelinePoint(event.event().depth(), event.position().number());
  }

  @Override
  public synchronized List<StoredEvent> stream(Position after, Position upTo, int limit) {
    return events.values().stream()
        .filter(event -> event.position() != null)
        .filter(event -> event.position().number() > after.number())
        .filter(event -> event.position().number() <= upTo.number())
        .sorted(Comparator.comparing(StoredEvent::position))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<MembershipRow> memberships(UserId user) {
    return members.values().stream().filter(row -> row.user().equals(user)).toList();
  }

  @Override
  public synchronized List<MembershipRow> members(long roomNid, Collection<UserId> users) {
    return members.values().stream()
        .filter(row -> row.roomNid() == roomNid)
        .filter(row -> users.isEmpty() || users.contains(row.user()))
        .toList();
  }

  @Override
  public synchronized void forget(long roomNid, UserId user, boolean forgotten) {
    members.computeIfPresent(
        new Member(roomNid, user),
        (_, row) ->
            new MembershipRow(
                row.room(),
                row.roomNid(),
                row.user(),
                row.membership(),
                row.event(),
                row.eventNid(),
                row.position(),
                forgotten));
  }

  @Override
  public synchronized List<StoredEvent> stateChanges(long roomNid, Position after, Position upTo) {
    Map<StateKey, Long> newest = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change.roomNid() == roomNid
          && change.position() > after.number()
          && change.position() <= upTo.number()) {
        newest.put(change.key(), change.eventNid());
      }
    }
    return newest.values().stream().filter(nid -> nid != 0).map(events::get).toList();
  }

  @Override
  public synchronized long[] transactionHashes(UserId user, String device) {
    return transactions.keySet().stream()
        .filter(known -> known.user().equals(user) && known.device().equals(device))
        .mapToLong(Transaction::hash)
        .toArray();
  }

  @Override
  public synchronized Optional<EventId> transaction(Transaction transaction) {
    return Optional.ofNullable(transactions.get(transaction));
  }
}
