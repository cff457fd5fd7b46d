package org.ashlar.store.postgres;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapClass;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.Installation;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.StateKey;
import org.ashlar.state.Digest;
import org.ashlar.state.PlacementKey;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.Chore;
import org.ashlar.store.CompletedRoom;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.PublishedQuery;
import org.ashlar.store.PublishedRoom;
import org.ashlar.store.Relation;
import org.ashlar.store.RelationQuery;
import org.ashlar.store.RelationSummary;
import org.ashlar.store.RelationSummaryQuery;
import org.ashlar.store.RoomHead;
import org.ashlar.store.RoomRef;
import org.ashlar.store.RoomSummary;
import org.ashlar.store.StoreException;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.ThreadQuery;
import org.ashlar.store.ThreadRow;
import org.ashlar.store.TimelineQuery;
import org.ashlar.store.TimelineSpan;
import org.ashlar.store.Transaction;
import org.ashlar.store.sql.ConnectionHolder;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events, rooms and state in PostgreSQL. Reads need nothing but the database; appending is a role
/// that one instance holds at a time. Any thread.
@Component(
    immediate = true,
    service = {EventStore.class, SwapParticipant.class, ConnectionHolder.class})
public final class PostgresEventStore implements EventStore, SwapParticipant, ConnectionHolder {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresEventStore.class);
  private static final String OWNER = "org.ashlar.store.postgres";
  private static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);

  private final String revision;
  private final String instance;
  private final @Nullable Gate<Database> gate;
  private final DatabaseAccess database;
  private final WriterRole role;
  private final InstallationRecord installation;
  private final EventReads events;
  private final RelationReads relations;
  private final RoomReads rooms;
  private final PublishedRooms published;
  private final StateReads state;
  private final MemberReads members;
  private final TransactionReads transactions;
  private final Chores chores;
  private final Tasks tasks = new Tasks(OWNER);

  /// Made by the framework.
  ///
  /// @param context this bundle, for its version
  /// @param selections gives the way to the database
  /// @param installation names the instance
  @Activate
  public PostgresEventStore(
      BundleContext context,
      @Reference Selections selections,
      @Reference Installation installation) {
    this(
        selections.gate(Database.class),
        installation.serverName().value(),
        context.getBundle().getVersion().toString());
  }

  private PostgresEventStore(Gate<Database> gate, String instance, String revision) {
    this(gate, gate::call, new Settings(instance, revision, Clock.systemUTC()));
  }

  PostgresEventStore(DatabaseAccess database, Settings settings) {
    this(null, database, settings);
  }

  private PostgresEventStore(
      @Nullable Gate<Database> gate, DatabaseAccess database, Settings settings) {
    this.gate = gate;
    this.database = database;
    this.revision = settings.revision;
    this.instance = settings.instance;
    SessionFactory sessions = SessionFactory.create();
    Pool pool = new Pool(database, sessions);
    this.role = new WriterRole(database, sessions, settings.instance, settings.clock);
    this.installation = new InstallationRecord(pool);
    this.events = new EventReads(pool);
    this.relations = new RelationReads(pool);
    this.rooms = new RoomReads(pool);
    this.published = new PublishedRooms(pool);
    this.state = new StateReads(pool);
    this.members = new MemberReads(pool);
    this.transactions = new TransactionReads(pool, settings.clock);
    this.chores = new Chores(pool);
  }

  /// What tells one store from another.
  ///
  /// @param instance whose writer it may be
  /// @param revision its version
  /// @param clock for the age of transactions
  record Settings(String instance, String revision, Clock clock) {}

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
  public void prepare() {
    List<Migration> migrations =
        Migration.load(
            PostgresEventStore.class,
            "001-first-tables.sql",
            "002-chores.sql",
            "003-redactions.sql",
            "004-relation-columns.sql",
            "005-relations-by-target.sql",
            "006-relations-by-thread.sql",
            "007-events-by-time.sql",
            "008-published-rooms.sql",
            "009-graph.sql",
            "010-upkeep.sql",
            "011-events-without-place.sql",
            "012-partial-rooms.sql",
            "013-partial-events.sql");
    database.<@Nullable Void>call(
        db -> {
          db.migrate(OWNER, migrations);
          return null;
        });
    probe();
    role.prepare();
    tasks.repeat("sweep", SWEEP_PAUSE, this::sweep);
  }

  @Override
  public void probe() {
    placementKey();
    eventPosition();
    findStateKeys(List.of(StateKey.CREATE));
  }

  @Override
  public void activateRole() {
    role.take();
    completeRelations();
  }

  @Override
  public void releaseRole() {
    role.release();
  }

  @Override
  public void resumeRole() {
    role.take();
  }

  @Override
  public SwapClass swapClass() {
    return SwapClass.B;
  }

  @Override
  public void releaseConnections() {
    role.releaseSession();
  }

  /// Ends the store.
  @Deactivate
  public void deactivate() {
    tasks.close();
    role.release();
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public PlacementKey placementKey() {
    return installation.placementKey();
  }

  @Override
  public List<AppendResult> append(List<Append> batch) {
    return role.append(batch);
  }

  @Override
  public Position eventPosition() {
    Position known = role.position();
    if (known != null) {
      return known;
    }
    InstallationRecord.Durable durable = installation.durable(instance);
    return new Position(durable.writer(), durable.position());
  }

  @Override
  public Map<StateKey, Long> internStateKeys(Collection<StateKey> keys) {
    return state.intern(keys);
  }

  @Override
  public Map<StateKey, Long> findStateKeys(Collection<StateKey> keys) {
    return state.find(keys);
  }

  @Override
  public Map<Long, StateKey> stateKeys(Collection<Long> nids) {
    return state.keys(nids);
  }

  @Override
  public Map<Long, byte[]> stateNodes(long roomNid, Collection<Long> nodeNids) {
    return state.nodes(roomNid, nodeNids);
  }

  @Override
  public Map<Long, Map<Long, byte[]>> stateNodes(Map<Long, ? extends Collection<Long>> nodeNids) {
    return state.nodes(nodeNids);
  }

  @Override
  public Optional<Long> stateRoot(long roomNid, Digest digest) {
    return state.root(roomNid, digest);
  }

  @Override
  public void rememberStateRoot(long roomNid, Digest digest, long rootNid) {
    state.remember(roomNid, digest, rootNid);
  }

  @Override
  public Optional<RoomHead> room(RoomId id) {
    return rooms.head(id);
  }

  @Override
  public List<Long> extremitiesAt(long roomNid, Position at) {
    return rooms.extremitiesAt(roomNid, at.number());
  }

  @Override
  public OptionalLong minDepth(long roomNid) {
    return rooms.minDepth(roomNid);
  }

  @Override
  public List<StoredEvent> partialEvents(long roomNid, int limit) {
    return events.partial(roomNid, limit);
  }

  @Override
  public List<StoredEvent> placed(long roomNid, long after, int limit) {
    return events.placed(roomNid, after, limit);
  }

  @Override
  public Position completionPosition() {
    return new Position(eventPosition().writer(), rooms.completion(instance));
  }

  @Override
  public List<CompletedRoom> completions(Position after, Position upTo, int limit) {
    return rooms.completions(after, upTo, limit);
  }

  @Override
  public Map<Long, RoomRef> rooms(Collection<Long> nids) {
    return rooms.rooms(nids);
  }

  @Override
  public Map<Long, Long> currentRoots(Collection<Long> roomNids) {
    return rooms.roots(roomNids);
  }

  @Override
  public Map<Long, RoomSummary> summaries(Collection<Long> roomNids) {
    return rooms.summaries(roomNids);
  }

  @Override
  public void publish(long roomNid, boolean value) {
    published.publish(roomNid, value);
  }

  @Override
  public boolean isPublished(long roomNid) {
    return published.isPublished(roomNid);
  }

  @Override
  public List<PublishedRoom> published(PublishedQuery query) {
    return published.page(query);
  }

  @Override
  public long countPublished(PublishedQuery query) {
    return published.count(query);
  }

  @Override
  public Map<EventId, StoredEvent> events(Collection<EventId> ids) {
    return events.byId(ids);
  }

  @Override
  public Map<Long, StoredEvent> eventsByNid(Collection<Long> nids) {
    return events.byNid(nids);
  }

  @Override
  public List<StoredEvent> redactionsOf(Collection<EventId> targets) {
    return events.redactionsOf(targets);
  }

  @Override
  public List<StoredEvent> timeline(TimelineQuery query) {
    return events.timeline(query);
  }

  @Override
  public List<StoredEvent> closest(long roomNid, long timestamp, boolean backward, int limit) {
    return events.closest(roomNid, timestamp, backward, limit);
  }

  @Override
  public List<StoredEvent> relations(RelationQuery query) {
    return relations.page(query);
  }

  @Override
  public List<RelationSummary> relationSummaries(RelationSummaryQuery query) {
    return relations.summaries(query);
  }

  @Override
  public List<ThreadRow> threads(ThreadQuery query) {
    return relations.threads(query);
  }

  @Override
  public List<StoredEvent> stream(Position after, Position upTo, int limit) {
    return events.stream(after, upTo, limit);
  }

  @Override
  public List<MembershipRow> memberships(UserId user) {
    return members.of(user);
  }

  @Override
  public List<MembershipRow> members(long roomNid, Collection<UserId> users) {
    return members.of(roomNid, users);
  }

  @Override
  public Set<UserId> sharingRooms(UserId user, Collection<UserId> others) {
    return members.sharing(user, others);
  }

  @Override
  public Set<UserId> joinedUsers(Collection<Long> roomNids, ServerName server) {
    return members.joined(roomNids, server);
  }

  @Override
  public void forget(long roomNid, UserId user, boolean forgotten) {
    members.forget(roomNid, user, forgotten);
  }

  @Override
  public List<StoredEvent> newest(Collection<TimelineSpan> spans, int limit) {
    return events.newest(spans, limit);
  }

  @Override
  public List<StoredEvent> stateChanges(Collection<TimelineSpan> spans) {
    return events.stateChanges(spans);
  }

  @Override
  public long[] transactionHashes(UserId user, String device) {
    return transactions.hashes(user, device);
  }

  @Override
  public Optional<EventId> transaction(Transaction transaction) {
    return transactions.event(transaction);
  }

  @Override
  public Map<Long, String> transactionIds(UserId user, String device, Collection<Long> nids) {
    return transactions.ids(user, device, nids);
  }

  @Override
  public boolean isRelated(long roomNid, UserId sender, String type, Relation relation) {
    return relations.isRelated(roomNid, sender, type, relation);
  }

  @Override
  public void keepChore(Chore chore) {
    chores.keep(chore);
  }

  @Override
  public void dropChore(Chore chore) {
    chores.drop(chore);
  }

  @Override
  public List<Chore> chores() {
    return chores.all();
  }

  /// An earlier version that wrote up to now left them so; it writes no more.
  private void completeRelations() {
    try {
      relations.complete();
    } catch (StoreException e) {
      LOG.warn("Relations of an earlier version are completed later: {}", e.getMessage());
    }
  }

  private void sweep() {
    if (role.isHeld()) {
      completeRelations();
      transactions.sweep();
    }
  }
}
