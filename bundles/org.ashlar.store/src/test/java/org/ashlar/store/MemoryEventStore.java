package org.ashlar.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.state.Digest;
import org.ashlar.state.EventRef;
import org.ashlar.state.PlacementKey;
import org.jspecify.annotations.Nullable;

/// An event store in memory, for tests of what stands on a store. It keeps bytes, numbers and rows
/// as a database would, and can be told to refuse.
public final class MemoryEventStore implements EventStore {
  private final PlacementKey placement = new PlacementKey(1, 2);
  private final MemoryState state = new MemoryState();
  private final MemoryMembers members = new MemoryMembers();
  private final MemoryRelations relations = new MemoryRelations();
  private final Map<RoomId, MemoryRoom> rooms = new LinkedHashMap<>();
  private final MemoryEvents events = new MemoryEvents();
  private final MemoryChanges changes = new MemoryChanges();
  private final MemoryGraph graph = new MemoryGraph();
  private final MemoryPartial partial = new MemoryPartial(events);
  private final Map<Transaction, EventId> transactions = new HashMap<>();
  private final Set<EventId> refused = new HashSet<>();
  private final Set<Long> published = new HashSet<>();
  private final Set<Chore> chores = new LinkedHashSet<>();
  private boolean writer = true;
  private final MemoryNumbering numbering = new MemoryNumbering();

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
  public PlacementKey placementKey() {
    return placement;
  }

  @Override
  public synchronized List<AppendResult> append(List<Append> batch) {
    if (!writer) {
      throw new StoreException("not the writer", true);
    }
    Set<RoomId> broken = new HashSet<>();
    List<AppendResult> results = new ArrayList<>();
    for (Append append : batch) {
      AppendResult result =
          broken.contains(append.room().id())
              ? new AppendResult.Failed("an earlier event of the room failed", true)
              : store(append);
      if (result instanceof AppendResult.Failed) {
        broken.add(append.room().id());
      }
      results.add(result);
    }
    return results;
  }

  private AppendResult store(Append append) {
    String conflict = conflict(append);
    if (conflict != null) {
      return new AppendResult.Failed(conflict, false);
    }
    long before = numbering.position();
    boolean created = append.room().nid() == 0;
    numbering.number(append, rooms.size(), events.size());
    if (!MemoryNumbering.isGrounded(append) || !state.store(append)) {
      numbering.revoke(append, created, before);
      return new AppendResult.Failed("it builds on something that is not stored", true);
    }
    append.events().forEach(event -> keep(append, event));
    graph.follow(append, events);
    Position completed = partial.follow(append, numbering.place());
    PartialChange.Replace replaced = append.replaced();
    if (replaced != null) {
      replaced.events().forEach(relations::replaced);
    }
    Transaction transaction = append.transaction();
    if (transaction != null) {
      transactions.put(transaction, append.events().getLast().event().id());
    }
    Map<StateKey, Event> facts = created ? new HashMap<>() : row(append).facts();
    for (StateDelta delta : append.deltas()) {
      change(append, delta, before + 1, facts);
    }
    append.redacted().forEach(redacted -> redact(redacted, facts));
    keepHead(append, facts);
    return numbering.stored(append, completed);
  }

  /// Why an append can never be stored, or null.
  private @Nullable String conflict(Append append) {
    if (append.events().isEmpty() == (append.replaced() == null)
        || append.extremities().isEmpty()) {
      return "an append has events, or replaces some, and leaves extremities";
    }
    String unlike = partial.conflict(append);
    if (unlike != null) {
      return unlike;
    }
    if (!append.deltas().isEmpty()
        && append.replaced() == null
        && append.events().stream().allMatch(event -> event.status() == EventStatus.OUTLIER)) {
      return "outliers do not change the state";
    }
    Set<EventId> seen = new HashSet<>(refused);
    for (NewEvent event : append.events()) {
      EventId id = event.event().id();
      if (!isNew(event) || !seen.add(id)) {
        return "the event " + id + " is refused or there already";
      }
    }
    MemoryRoom known = rooms.get(append.room().id());
    if (append.room().nid() != (known == null ? 0 : known.room().nid())) {
      return "the room " + append.room().id() + " is there already, or is not there";
    }
    if (known != null && known.epoch() > append.epoch()) {
      return "the lease of " + append.room().id() + " is held by another node";
    }
    boolean repeated =
        append.transaction() != null && transactions.containsKey(append.transaction());
    return repeated ? "the transaction has been carried out already" : null;
  }

  private boolean isNew(NewEvent event) {
    return event.arrival().wasOutlier()
        ? events.isOutlier(event.event().id())
        : event.ref().nid() == 0 && !events.has(event.event().id());
  }

  private void keep(Append append, NewEvent event) {
    long nid = event.ref().nid();
    long number = event.ref().position();
    Event made = event.event();
    StoredEvent stored =
        new StoredEvent(
            nid,
            append.room().nid(),
            number == 0 ? null : new Position(1, number),
            event.before().nid(),
            event.after().nid(),
            event.status(),
            Event.read(made.id(), made.bytes(), made.version()));
    events.put(stored, made.depth());
    relations.add(append.room().nid(), event);
  }

  private void redact(Redacted redacted, Map<StateKey, Event> facts) {
    StoredEvent old = events.redact(redacted);
    relations.remove(old.nid());
    if (redacted.current() && redacted.event().isState()) {
      facts.computeIfPresent(redacted.event().key(), (_, _) -> redacted.event());
    }
  }

  /// A change that comes with an append, but not by one of its own events, is placed before all of
  /// them: no reader sees an event without its state.
  private void change(Append append, StateDelta delta, long first, Map<StateKey, Event> facts) {
    EventRef ref = delta.ref();
    long at = ref == null ? first : Math.max(first, ref.position());
    long roomNid = append.room().nid();
    changes.add(roomNid, at, delta.key(), ref == null ? 0 : ref.nid());
    members.change(append.room(), delta, new Position(1, at));
    if (!delta.key().type().equals(EventTypes.MEMBER)) {
      facts.compute(delta.key(), (_, _) -> delta.event());
    }
  }

  private void keepHead(Append append, Map<StateKey, Event> facts) {
    List<Extremity> extremities =
        append.extremities().stream().map(EventRef::nid).sorted().map(events::extremity).toList();
    RoomRef room = append.room();
    rooms.put(
        room.id(),
        new MemoryRoom(
            new RoomRef(room.id(), room.version(), room.nid()),
            extremities,
            append.current().nid(),
            append.epoch(),
            lastBump(append),
            facts));
  }

  private long lastBump(Append append) {
    MemoryRoom known = rooms.get(append.room().id());
    PartialChange.Replace replaced = append.replaced();
    LongStream moved =
        replaced == null
            ? append.events().stream().mapToLong(event -> event.ref().position())
            : replaced.events().stream()
                .filter(Replacement::moved)
                .mapToLong(event -> event.ref().position());
    return moved.reduce(known == null ? 0 : known.lastBump(), Math::max);
  }

  private MemoryRoom row(Append append) {
    return rooms.get(append.room().id());
  }

  @Override
  public synchronized Position eventPosition() {
    return new Position(1, numbering.position());
  }

  @Override
  public synchronized Map<StateKey, Long> internStateKeys(Collection<StateKey> wanted) {
    return state.intern(wanted);
  }

  @Override
  public synchronized Map<StateKey, Long> findStateKeys(Collection<StateKey> wanted) {
    return state.find(wanted);
  }

  @Override
  public synchronized Map<Long, StateKey> stateKeys(Collection<Long> nids) {
    return state.keys(nids);
  }

  @Override
  public synchronized Map<Long, byte[]> stateNodes(long roomNid, Collection<Long> nodeNids) {
    return state.nodes(roomNid, nodeNids);
  }

  @Override
  public synchronized Map<Long, Map<Long, byte[]>> stateNodes(
      Map<Long, ? extends Collection<Long>> nodeNids) {
    Map<Long, Map<Long, byte[]>> found = new HashMap<>();
    nodeNids.forEach((room, nids) -> found.put(room, state.nodes(room, nids)));
    return found;
  }

  @Override
  public synchronized Optional<Long> stateRoot(long roomNid, Digest digest) {
    return state.root(roomNid, digest);
  }

  @Override
  public synchronized void rememberStateRoot(long roomNid, Digest digest, long rootNid) {
    state.remember(roomNid, digest, rootNid);
  }

  @Override
  public synchronized Optional<RoomHead> room(RoomId id) {
    return Optional.ofNullable(rooms.get(id)).map(row -> row.head(graph, partial));
  }

  @Override
  public synchronized List<Long> extremitiesAt(long roomNid, Position at) {
    return graph.extremitiesAt(roomNid, at.number());
  }

  @Override
  public synchronized OptionalLong minDepth(long roomNid) {
    return events.minDepth(roomNid);
  }

  @Override
  public synchronized List<StoredEvent> partialEvents(long roomNid, int limit) {
    return events.partial(roomNid, limit);
  }

  @Override
  public synchronized List<StoredEvent> placed(long roomNid, long after, int limit) {
    return events.placed(roomNid, after, limit);
  }

  @Override
  public synchronized Position completionPosition() {
    return partial.position();
  }

  @Override
  public synchronized List<CompletedRoom> completions(Position after, Position upTo, int limit) {
    return partial.completions(after, upTo, limit);
  }

  @Override
  public synchronized Map<Long, RoomRef> rooms(Collection<Long> nids) {
    Map<Long, RoomRef> found = new HashMap<>();
    rows(nids).forEach(row -> found.put(row.room().nid(), row.room()));
    return found;
  }

  @Override
  public synchronized Map<Long, Long> currentRoots(Collection<Long> roomNids) {
    Map<Long, Long> found = new HashMap<>();
    rows(roomNids).forEach(row -> found.put(row.room().nid(), row.current()));
    return found;
  }

  @Override
  public synchronized Map<Long, RoomSummary> summaries(Collection<Long> roomNids) {
    Map<Long, RoomSummary> found = new HashMap<>();
    rows(roomNids).forEach(row -> found.put(row.room().nid(), row.summary(members)));
    return found;
  }

  private List<MemoryRoom> rows(Collection<Long> nids) {
    return rooms.values().stream().filter(row -> nids.contains(row.room().nid())).toList();
  }

  @Override
  public synchronized void publish(long roomNid, boolean value) {
    if (value) {
      published.add(roomNid);
    } else {
      published.remove(roomNid);
    }
  }

  @Override
  public synchronized boolean isPublished(long roomNid) {
    return published.contains(roomNid);
  }

  @Override
  public synchronized List<PublishedRoom> published(PublishedQuery query) {
    return MemoryPublished.page(published(), query);
  }

  @Override
  public synchronized long countPublished(PublishedQuery query) {
    return MemoryPublished.count(published(), query);
  }

  private List<PublishedRoom> published() {
    return rows(published).stream().map(row -> row.published(members)).toList();
  }

  @Override
  public synchronized Set<UserId> sharingRooms(UserId user, Collection<UserId> others) {
    return members.sharing(user, others);
  }

  @Override
  public synchronized Set<UserId> joinedUsers(Collection<Long> roomNids, ServerName server) {
    return members.joined(roomNids, server);
  }

  @Override
  public synchronized Map<EventId, StoredEvent> events(Collection<EventId> wanted) {
    return events.byId(wanted);
  }

  @Override
  public synchronized Map<Long, StoredEvent> eventsByNid(Collection<Long> nids) {
    return events.byNid(nids);
  }

  @Override
  public synchronized List<StoredEvent> redactionsOf(Collection<EventId> targets) {
    return events.redactionsOf(targets);
  }

  @Override
  public synchronized List<StoredEvent> timeline(TimelineQuery query) {
    return events.timeline(query);
  }

  @Override
  public synchronized List<StoredEvent> closest(
      long roomNid, long timestamp, boolean backward, int limit) {
    return events.closest(roomNid, timestamp, backward, limit);
  }

  @Override
  public synchronized List<StoredEvent> stream(Position after, Position upTo, int limit) {
    return events.stream(after, upTo, limit);
  }

  @Override
  public synchronized List<StoredEvent> newest(Collection<TimelineSpan> spans, int limit) {
    List<StoredEvent> found = new ArrayList<>();
    for (TimelineSpan span : spans) {
      found.addAll(
          timeline(
              new TimelineQuery(
                  span.roomNid(),
                  TimelineOrder.STREAM,
                  new TimelinePoint(0, span.upTo()),
                  new TimelinePoint(0, span.after()),
                  true,
                  limit)));
    }
    return found;
  }

  @Override
  public synchronized List<StoredEvent> relations(RelationQuery query) {
    return relations.page(query).stream().map(events::event).toList();
  }

  @Override
  public synchronized List<RelationSummary> relationSummaries(RelationSummaryQuery query) {
    return relations.summaries(query);
  }

  @Override
  public synchronized List<ThreadRow> threads(ThreadQuery query) {
    return relations.threads(query, events::event, events::nid);
  }

  @Override
  public synchronized List<MembershipRow> memberships(UserId user) {
    return members.of(user);
  }

  @Override
  public synchronized List<MembershipRow> members(long roomNid, Collection<UserId> users) {
    return members.of(roomNid, users);
  }

  @Override
  public synchronized void forget(long roomNid, UserId user, boolean forgotten) {
    members.forget(roomNid, user, forgotten);
  }

  @Override
  public synchronized List<StoredEvent> stateChanges(Collection<TimelineSpan> spans) {
    return spans.stream().flatMap(changes::newest).map(events::event).toList();
  }

  @Override
  public synchronized long[] transactionHashes(UserId user, String device) {
    return MemoryEvents.transactionHashes(transactions.keySet(), user, device);
  }

  @Override
  public synchronized Optional<EventId> transaction(Transaction transaction) {
    return Optional.ofNullable(transactions.get(transaction));
  }

  @Override
  public synchronized Map<Long, String> transactionIds(
      UserId user, String device, Collection<Long> nids) {
    return events.transactionIds(transactions, user, device, nids);
  }

  @Override
  public synchronized boolean isRelated(
      long roomNid, UserId sender, String type, Relation relation) {
    return relations.isRelated(roomNid, sender, type, relation);
  }

  @Override
  public synchronized void keepChore(Chore chore) {
    chores.add(chore);
  }

  @Override
  public synchronized void dropChore(Chore chore) {
    chores.remove(chore);
  }

  @Override
  public synchronized List<Chore> chores() {
    return List.copyOf(chores);
  }
}
