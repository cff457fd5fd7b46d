package org.ashlar.room.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.audit.AuditLog;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapClass;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.ControlCheck;
import org.ashlar.base.install.Installation;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.task.Tasks;
import org.ashlar.directory.Directory;
import org.ashlar.event.Event;
import org.ashlar.event.EventSigner;
import org.ashlar.event.EventTypes;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.PartialJoin;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.room.ReceivedEvent;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.RedactionListener;
import org.ashlar.room.Requester;
import org.ashlar.room.Rooms;
import org.ashlar.room.SendEvent;
import org.ashlar.room.UpgradeRoom;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.RoomDeletion;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes rooms, each in its lane. Swap class B: only one instance may own the lanes.
@Component(
    service = {Rooms.class, SwapParticipant.class, ControlCheck.class, LaneRooms.class},
    immediate = true,
    configurationPid = "org.ashlar.rooms")
@Designate(ocd = RoomSettings.class)
public final class LaneRooms implements Rooms, SwapParticipant, ControlCheck {
  private static final Logger LOG = LoggerFactory.getLogger(LaneRooms.class);
  private static final Duration CENSOR_PAUSE = Duration.ofHours(1);
  private static final int PAGE = 100;

  private final Gate<EventStore> store;
  private final Gate<AuthRules> rules;
  private final Resolvers resolvers;
  private final Gate<StreamHub> hub;
  private final Gate<UserData> users;
  private final Gate<Accounts> accounts;
  private final Gate<Directory> directory;
  private final Gate<RoomUpkeep> upkeep;
  private final Installation installation;
  private final String revision;
  private final StateAccess state;
  private final RingFeed feed;
  private final List<RedactionListener> redactionListeners = new CopyOnWriteArrayList<>();
  private final RoomDeletions deletions;
  private volatile RoomSettings settings;
  private volatile @Nullable EventSigner signer;
  private volatile @Nullable Role role;

  /// The duty that only one instance has: lanes and the writer.
  private record Role(
      Tasks tasks,
      GroupCommit commits,
      EventSending sending,
      RoomCreator creator,
      RoomUpgrades upgrades,
      Reception reception,
      PartialJoins joins,
      Completion completion,
      Departures departures,
      Upkeep upkeep,
      WideGraphs graphs,
      MetricScope metrics) {}

  /// @param selections makes the gates
  /// @param installation names the server and its data folder
  /// @param settings the configuration
  /// @param context tells this bundle's version
  @Activate
  public LaneRooms(
      @Reference Selections selections,
      @Reference Installation installation,
      RoomSettings settings,
      BundleContext context) {
    this.store = selections.gate(EventStore.class);
    this.rules = selections.gate(AuthRules.class);
    this.resolvers = new Resolvers(selections);
    this.hub = selections.gate(StreamHub.class);
    this.users = selections.gate(UserData.class);
    this.accounts = selections.gate(Accounts.class);
    this.directory = selections.gate(Directory.class);
    this.upkeep = selections.gate(RoomUpkeep.class);
    this.deletions = new RoomDeletions(store);
    this.installation = installation;
    this.settings = settings;
    this.revision = context.getBundle().getVersion().toString();
    this.state = new StateAccess(store);
    this.feed = new RingFeed(hub, this::redacted, installation.serverName());
  }

  @Modified
  void configure(RoomSettings changed) {
    settings = changed;
  }

  @Deactivate
  void deactivate() {
    releaseRole();
    resolvers.close();
  }

  @Override
  public SwapClass swapClass() {
    return SwapClass.B;
  }

  @Override
  public void prepare() {
    signer = new EventSigner(installation.serverName(), KeyFile.read(installation.dataFolder()));
  }

  @Override
  public void activateRole() {
    EventSigner key = signer;
    if (key == null) {
      throw new IllegalStateException("not prepared");
    }
    Tasks tasks = new Tasks("room.core");
    GroupCommit commits = new GroupCommit(store, tasks, this::publish);
    Parts parts =
        new Parts(store, rules, resolvers, state, installation.serverName(), key, commits);
    Lanes lanes = new Lanes(room -> store.call(service -> service.room(room)));
    InstantSource clock = InstantSource.system();
    People people = new LocalPeople(installation.serverName(), users, accounts);
    Neighbors neighbors = new Neighbors(people, new DirectoryAliases(directory), clock);
    EventSending sending = new EventSending(parts, lanes, neighbors);
    Founding founding = new Founding(parts, lanes, clock);
    Departures departures = new Departures(parts, sending, people, tasks);
    Upkeep rooms =
        new Upkeep(
            parts,
            lanes,
            sending,
            new Upkeep.Stores(upkeep, deletions, this::redacted, AuditLog.current()::record));
    Reception reception = new Reception(parts, lanes, clock);
    Completion completion = new Completion(parts, lanes, reception, upkeep, PAGE);
    role =
        new Role(
            tasks,
            commits,
            sending,
            new RoomCreator(founding, installation.serverName(), neighbors),
            new RoomUpgrades(parts, lanes, founding, neighbors),
            reception,
            new PartialJoins(parts, lanes),
            completion,
            departures,
            rooms,
            new WideGraphs(parts, sending, tasks, clock),
            RoomMetrics.of(lanes, commits));
    tasks.background("start", new FirstPosition(store, hub)::tell);
    departures.resume();
    tasks.background("upkeep", () -> rooms.resume(tasks));
    tasks.background("completion", () -> completion.resume(tasks));
    tasks.repeat("censor", CENSOR_PAUSE, this::censor);
    StateSweep sweep =
        new StateSweep(rooms, clock, () -> Duration.ofHours(settings.sweep_interval_hours()));
    tasks.repeat("sweep", StateSweep.PAUSE, sweep::run);
  }

  @Override
  public void releaseRole() {
    Role held = role;
    role = null;
    if (held != null) {
      held.metrics().close();
      held.commits().stop();
      held.tasks().close();
    }
  }

  @Override
  public void resumeRole() {
    activateRole();
  }

  @Override
  public RoomId create(Requester requester, CreateRoom command) {
    return role().creator().create(requester, command, settings.default_version());
  }

  @Override
  public RoomId upgrade(Requester requester, UpgradeRoom command) {
    return role().upgrades().upgrade(requester, command);
  }

  @Override
  public String defaultVersion() {
    return settings.default_version();
  }

  @Override
  public EventId send(Requester requester, SendEvent command) {
    requireOpen(command.room());
    return command.type().equals(EventTypes.REDACTION)
        ? redact(requester, Redactions.command(command))
        : role().sending().send(requester, command);
  }

  @Override
  public EventId redact(Requester requester, RedactEvent command) {
    requireOpen(command.room());
    return role().sending().redact(requester, command);
  }

  @Override
  public void change(Requester requester, ChangeMembership command) {
    if (command.action() != ChangeMembership.Action.LEAVE) {
      requireOpen(command.room());
    }
    role().sending().change(requester, command);
  }

  @Override
  public ReceiveOutcome receive(ReceivedEvent received) {
    return role().upkeep().isBlocked(received.event().roomId())
        ? new ReceiveOutcome.Unplaced("the room is blocked")
        : role().reception().receive(received);
  }

  @Override
  public void keepOutliers(RoomId room, List<Event> events) {
    requireOpen(room);
    role().reception().keepOutliers(room, events);
  }

  @Override
  public ReceiveOutcome joinPartially(PartialJoin join) {
    return role().upkeep().isBlocked(join.join().roomId())
        ? new ReceiveOutcome.Unplaced("the room is blocked")
        : role().joins().join(join);
  }

  @Override
  public void complete(RoomId room, List<EventId> stateBefore, List<Event> delivered) {
    requireOpen(room);
    role().completion().complete(room, stateBefore, delivered);
  }

  private void requireOpen(RoomId room) {
    if (role().upkeep().isBlocked(room)) {
      throw MatrixException.forbidden("This room is blocked on this server.");
    }
  }

  /// What operators do to rooms, while the lanes are here.
  Upkeep upkeep() {
    return role().upkeep();
  }

  /// How wide graphs are dealt with, while the lanes are here.
  WideGraphs graphs() {
    return role().graphs();
  }

  private void censor() {
    new Censoring(upkeep)
        .before(Instant.now().minus(Duration.ofDays(settings.redacted_content_days())));
  }

  @Override
  public void profileChanged(UserId user) {
    role().tasks().background("profile", () -> showProfile(user));
  }

  @Override
  public void leaveAll(UserId user) {
    role().departures().leaveAll(user);
  }

  @Override
  public void forget(Requester requester, RoomId room) {
    new Forgetting(store).forget(requester.user(), room);
  }

  @Override
  public Optional<String> revision() {
    return Optional.of(revision);
  }

  @Override
  public String name() {
    return "state resolution";
  }

  @Override
  public Finding check() {
    return resolvers.shadows().finding();
  }

  private void publish(List<PendingAppend> stored) {
    feed.accept(stored);
    Role held = role;
    if (held != null) {
      int most = settings.most_extremities();
      for (PendingAppend pending : stored) {
        held.departures().committed(pending.append());
        held.graphs().committed(pending.append(), most);
      }
      if (settings.redacted_content_days() == 0
          && stored.stream().anyMatch(pending -> !pending.append().redacted().isEmpty())) {
        held.tasks().background("censor", this::censor);
      }
    }
  }

  private void redacted(Collection<Long> eventNids) {
    state.redacted(eventNids);
    redactionListeners.forEach(listener -> listener.redacted(eventNids));
  }

  private void showProfile(UserId user) {
    List<MembershipRow> rows = new ArrayList<>(store.call(service -> service.memberships(user)));
    rows.removeIf(row -> !row.membership().equals("join"));
    for (MembershipRow row : rows) {
      try {
        role().sending().showProfile(user, row.room());
      } catch (MatrixException e) {
        LOG.info("The profile of {} is not shown in {}: {}", user, row.room(), e.getMessage());
      }
    }
  }

  private Role role() {
    Role held = role;
    if (held == null) {
      throw MatrixException.unavailable("Rooms are being handed over; try again in a moment.");
    }
    return held;
  }

  @Reference(
      service = EventStore.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.unbind(reference, service);
  }

  @Reference(
      service = AuthRules.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.bind(reference, service);
  }

  void unbindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.unbind(reference, service);
  }

  @Reference(
      service = StateResolver.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindResolver(ServiceReference<StateResolver> reference, StateResolver service) {
    resolvers.bind(reference, service);
  }

  void unbindResolver(ServiceReference<StateResolver> reference, StateResolver service) {
    resolvers.unbind(reference, service);
  }

  @Reference(
      service = StreamHub.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.bind(reference, service);
  }

  void unbindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.unbind(reference, service);
  }

  @Reference(
      service = RoomUpkeep.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindUpkeep(ServiceReference<RoomUpkeep> reference, RoomUpkeep service) {
    upkeep.bind(reference, service);
  }

  void unbindUpkeep(ServiceReference<RoomUpkeep> reference, RoomUpkeep service) {
    upkeep.unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDeletion(RoomDeletion deletion) {
    deletions.bind(deletion);
    Role held = role;
    if (held != null) {
      held.upkeep().complete(deletion, held.tasks());
    }
  }

  void unbindDeletion(RoomDeletion deletion) {
    deletions.unbind(deletion);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindRedactionListener(RedactionListener listener) {
    redactionListeners.add(listener);
  }

  void unbindRedactionListener(RedactionListener listener) {
    redactionListeners.removeIf(known -> known == listener);
  }

  @Reference(
      service = UserData.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindUsers(ServiceReference<UserData> reference, UserData service) {
    users.bind(reference, service);
  }

  void unbindUsers(ServiceReference<UserData> reference, UserData service) {
    users.unbind(reference, service);
  }

  @Reference(
      service = Directory.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindDirectory(ServiceReference<Directory> reference, Directory service) {
    directory.bind(reference, service);
  }

  void unbindDirectory(ServiceReference<Directory> reference, Directory service) {
    directory.unbind(reference, service);
  }

  @Reference(
      service = Accounts.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.bind(reference, service);
  }

  void unbindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.unbind(reference, service);
  }
}
