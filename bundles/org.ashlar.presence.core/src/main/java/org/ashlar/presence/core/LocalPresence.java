package org.ashlar.presence.core;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.ashlar.presence.Presence;
import org.ashlar.presence.PresenceState;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.presence.PresenceStore;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The presence of the users of this server. In memory are those who are there; at the start they
/// are taken from the store.
@Component(
    service = {Presence.class, SwapParticipant.class},
    immediate = true,
    configurationPid = PresenceOptions.PRESENCE_PID)
public final class LocalPresence implements Presence, SwapParticipant {
  private static final Duration FLUSH = Duration.ofMillis(100);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int MAX_BATCH = 256;

  /// Of more changes than this, those of the users who concern a reader are looked up.
  private static final long MANY_CHANGES = 1000;

  private final Gate<PresenceStore> presence;
  private final Gate<EventStore> store;
  private final Gate<StreamHub> hub;
  private final ServerName server;
  private final InstantSource clock;
  private final PresenceStream stream;
  private final Map<UserId, LiveUser> live = new ConcurrentHashMap<>();
  private final Set<LiveUser> changed = ConcurrentHashMap.newKeySet();
  private final Tasks tasks = new Tasks("org.ashlar.presence.core");
  private volatile PresenceSettings settings;
  private volatile boolean loaded;
  private volatile boolean serving;

  /// @param selections where gates come from
  /// @param installation whose users they are
  /// @param options the section `presence`
  @Activate
  public LocalPresence(
      @Reference Selections selections,
      @Reference Installation installation,
      PresenceOptions options) {
    this(
        selections,
        installation.serverName(),
        PresenceSettings.of(options),
        InstantSource.system());
    tasks.repeat("flush", FLUSH, () -> quietly(this::flush));
    tasks.repeat("sweep", SWEEP, () -> quietly(this::sweep));
  }

  LocalPresence(
      Selections selections, ServerName server, PresenceSettings settings, InstantSource clock) {
    this.server = server;
    this.settings = settings;
    this.clock = clock;
    presence = selections.gate(PresenceStore.class);
    store = selections.gate(EventStore.class);
    hub = selections.gate(StreamHub.class);
    stream = new PresenceStream(presence, store, hub);
  }

  @Modified
  void modified(PresenceOptions options) {
    apply(PresenceSettings.of(options));
  }

  void apply(PresenceSettings newSettings) {
    settings = newSettings;
  }

  @Deactivate
  void deactivate() {
    tasks.close();
  }

  @Override
  public void activateRole() {
    serving = true;
  }

  /// The next instance learns from the store who is there.
  @Override
  public void releaseRole() {
    serving = false;
    quietly(this::flush);
  }

  @Override
  public void resumeRole() {
    serving = true;
  }

  @Override
  public boolean isEnabled() {
    return settings.enabled();
  }

  @Override
  public void set(UserId user, PresenceState state, @Nullable String message) {
    if (settings.enabled()) {
      long now = clock.millis();
      change(user, one -> one.set(state, message, now));
      flush();
    }
  }

  @Override
  public void active(UserId user, @Nullable String device, PresenceState state, Duration silence) {
    PresenceSettings at = settings;
    if (at.enabled() && state != PresenceState.OFFLINE) {
      long now = clock.millis();
      long until = now + silence.toMillis() + at.offlineAfter();
      change(user, one -> one.active(device == null ? "" : device, state, now, until));
    }
  }

  @Override
  public void acted(UserId user) {
    LiveUser known = live.get(user);
    if (known != null && settings.enabled() && known.acted(clock.millis())) {
      changed.add(known);
    }
  }

  @Override
  public void joined(UserId user) {
    LiveUser known = live.get(user);
    if (known != null && settings.enabled() && known.joined(clock.millis())) {
      changed.add(known);
    }
  }

  @Override
  public void profileChanged(UserId user, JsonObject profile) {
    if (settings.enabled()) {
      change(user, one -> one.profile(profile));
    }
  }

  /// Within the map's own lock for the user, so that nobody forgets the user meanwhile.
  private void change(UserId user, Predicate<LiveUser> change) {
    PresenceStatus stored =
        live.containsKey(user) ? absent(user) : stored(user).orElseGet(() -> absent(user));
    live.compute(
        user,
        (key, known) -> {
          LiveUser one = known == null ? new LiveUser(stored) : known;
          if (change.test(one)) {
            changed.add(one);
          }
          return one;
        });
  }

  @Override
  public Optional<PresenceStatus> get(UserId reader, UserId user) {
    if (!reader.equals(user) && store.call(s -> s.sharingRooms(reader, Set.of(user))).isEmpty()) {
      throw MatrixException.forbidden("You share no room with this user.");
    }
    if (!user.isOn(server)) {
      return Optional.empty();
    }
    if (!settings.enabled()) {
      return Optional.of(absent(user));
    }
    LiveUser known = live.get(user);
    return known != null
        ? Optional.of(known.status())
        : Optional.of(stored(user).orElseGet(() -> absent(user)));
  }

  @Override
  public List<PresenceStatus> changesSince(UserId reader, Position after, Position upTo) {
    if (!settings.enabled()) {
      return List.of();
    }
    if (after.number() == 0) {
      Set<UserId> concerned = new HashSet<>(joinedUsers(rooms(reader)));
      concerned.add(reader);
      return presentAmong(concerned, upTo);
    }
    if (upTo.number() - after.number() > MANY_CHANGES) {
      Set<UserId> concerned = new HashSet<>(joinedUsers(rooms(reader)));
      concerned.add(reader);
      return told(presence.call(s -> s.of(concerned)), after, upTo);
    }
    List<PresenceStatus> changes = presence.call(s -> s.since(after, upTo));
    List<UserId> others =
        changes.stream().map(PresenceStatus::user).filter(user -> !user.equals(reader)).toList();
    Set<UserId> shown =
        others.isEmpty() ? Set.of() : store.call(s -> s.sharingRooms(reader, others));
    List<PresenceStatus> visible =
        changes.stream()
            .filter(change -> change.user().equals(reader) || shown.contains(change.user()))
            .toList();
    return told(visible, after, upTo);
  }

  @Override
  public List<PresenceStatus> presentIn(Collection<Long> roomNids, Position upTo) {
    return settings.enabled() ? presentAmong(joinedUsers(roomNids), upTo) : List.of();
  }

  private List<Long> rooms(UserId user) {
    return store.call(s -> s.memberships(user)).stream()
        .filter(row -> row.membership().equals("join"))
        .map(MembershipRow::roomNid)
        .toList();
  }

  private Set<UserId> joinedUsers(Collection<Long> roomNids) {
    return store.call(s -> s.joinedUsers(roomNids, server));
  }

  /// Once everybody who is there is in memory, others need not be asked for.
  private List<PresenceStatus> presentAmong(Set<UserId> users, Position upTo) {
    List<UserId> candidates =
        users.stream().filter(user -> !loaded || live.containsKey(user)).toList();
    List<PresenceStatus> found =
        candidates.isEmpty() ? List.of() : presence.call(s -> s.of(candidates));
    List<PresenceStatus> present =
        found.stream().filter(status -> status.state() != PresenceState.OFFLINE).toList();
    return told(present, new Position(upTo.writer(), 0), upTo);
  }

  /// What lies within the range; when somebody was last active is always told as of now.
  private List<PresenceStatus> told(List<PresenceStatus> statuses, Position after, Position upTo) {
    return statuses.stream()
        .filter(status -> status.position().number() > after.number())
        .filter(status -> status.position().number() <= upTo.number())
        .map(this::fresh)
        .toList();
  }

  private PresenceStatus fresh(PresenceStatus status) {
    LiveUser known = live.get(status.user());
    return known == null ? status : status.lastActive(known.lastActive());
  }

  @Override
  public Position position() {
    return presence.call(PresenceStore::position);
  }

  /// Stores what changed.
  void flush() {
    while (!changed.isEmpty()) {
      List<LiveUser> users = changed.stream().limit(MAX_BATCH).toList();
      users.forEach(changed::remove);
      write(users);
    }
  }

  private void write(List<LiveUser> users) {
    List<LiveUser> taken = new ArrayList<>(users.size());
    List<PresenceStatus> changes = new ArrayList<>(users.size());
    for (LiveUser user : users) {
      PresenceStatus change = user.takeChange();
      if (change != null) {
        taken.add(user);
        changes.add(change);
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    try {
      stream.write(changes);
    } catch (StoreException | MatrixException e) {
      taken.forEach(LiveUser::giveBack);
      changed.addAll(taken);
      throw e;
    }
  }

  /// Makes those idle and offline for whom it is time.
  void sweep() {
    if (!serving) {
      return;
    }
    load();
    long now = clock.millis();
    for (LiveUser user : live.values()) {
      if (user.expire(settings, now)) {
        changed.add(user);
      }
    }
    flush();
    for (UserId user : live.keySet()) {
      live.computeIfPresent(user, (key, known) -> known.isGone() ? null : known);
    }
  }

  /// Whoever the store takes for present has been there until just now: their clients come back, or
  /// they go offline in time.
  private void load() {
    if (!loaded) {
      long until = clock.millis() + settings.offlineAfter();
      for (PresenceStatus status : presence.call(PresenceStore::present)) {
        live.computeIfAbsent(status.user(), key -> LiveUser.supposed(status, until));
      }
      loaded = true;
    }
  }

  /// For work that comes again: what a store that is away could not do is done then.
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (StoreException | MatrixException e) {
      // The store says in the log what is wrong with it.
    }
  }

  private Optional<PresenceStatus> stored(UserId user) {
    return presence.call(s -> s.of(List.of(user))).stream().findFirst();
  }

  private static PresenceStatus absent(UserId user) {
    return new PresenceStatus(user, PresenceState.OFFLINE, null, 0, Position.START);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindPresence(ServiceReference<PresenceStore> reference, PresenceStore service) {
    presence.bind(reference, service);
  }

  void unbindPresence(ServiceReference<PresenceStore> reference, PresenceStore service) {
    presence.unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.unbind(reference, service);
  }

  /// A hub that is new knows nothing: it is told where the stream stands.
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.bind(reference, service);
    tasks.background("announce", () -> announceStart(service));
  }

  void unbindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.unbind(reference, service);
  }

  private void announceStart(StreamHub newHub) {
    try {
      stream.announceStart(newHub);
    } catch (StoreException | MatrixException storeNotThere) {
      tasks.after("announce", RETRY, () -> announceStart(newHub));
    }
  }
}
