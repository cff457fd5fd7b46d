package org.ashlar.room.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventSigner;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.SigningKey;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.Requester;
import org.ashlar.room.SendEvent;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolve.TestResolvers;
import org.ashlar.room.rules.VersionedAuthRules;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStore;
import org.ashlar.store.MemoryEventStore;
import org.ashlar.store.Position;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.store.Transaction;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.hub.MemoryStreamHub;
import org.jspecify.annotations.Nullable;

/// The parts of room.core on a store in memory, with the real rules and resolver.
final class RoomHouse implements AutoCloseable {
  static final ServerName SERVER = new ServerName("a.example");
  static final UserId ALICE = new UserId("@alice:a.example");
  static final UserId BOB = new UserId("@bob:a.example");
  static final UserId CARLA = new UserId("@carla:a.example");

  final EventStore store;
  final List<PendingAppend> published = new ArrayList<>();

  /// Takes what was stored.
  volatile Consumer<List<PendingAppend>> publisher;

  /// A room of which nothing is stored, or null.
  volatile @Nullable RoomId refused;

  /// Runs in the middle of each append, on the writer's thread.
  volatile Runnable whileAppending = () -> {};

  /// How long an append takes at least.
  volatile Duration latency = Duration.ZERO;

  final MemoryStreamHub hub = new MemoryStreamHub();

  /// The lists of ignored users by those who made them.
  final Map<Object, JsonObject> ignored = new HashMap<>();

  final Set<UserId> erased = new HashSet<>();
  private long ignoredPosition;

  final EventSigner signer = new EventSigner(SERVER, SigningKey.generate());
  final Selections selections = new Selections();

  /// The clock of trials.
  final AtomicLong nanos = new AtomicLong();

  final EventSending sending;
  final TestPeople people = new TestPeople();
  final TestAliases aliases = new TestAliases();
  final RoomUpgrades upgrades;
  final Reception reception;
  final Departures departures;
  final StoredRoomViews views;
  final Lanes lanes;
  final Parts parts;
  private final RoomCreator creator;
  private final Tasks tasks = new Tasks("test");
  final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));

  RoomHouse() {
    this(new MemoryEventStore());
  }

  /// @param store where everything is stored
  RoomHouse(EventStore store) {
    this.store = store;
    Gate<EventStore> stores = selections.gate(EventStore.class);
    stores.bind(new NumberedReference<>(1, EventStore.class), refusing());
    AuthRules versioned = new VersionedAuthRules("test");
    Gate<AuthRules> rules = selections.gate(AuthRules.class);
    rules.bind(new NumberedReference<>(2, AuthRules.class), versioned);
    Resolvers resolvers = new Resolvers(selections, nanos::get);
    TestResolvers.bind(selections, versioned, resolvers::bind);
    Gate<StreamHub> hubs = selections.gate(StreamHub.class);
    hubs.bind(new NumberedReference<>(4, StreamHub.class), hub);
    RingFeed feed = new RingFeed(hubs, this::redacted, SERVER);
    GroupCommit commits = new GroupCommit(stores, tasks, stored -> publisher.accept(stored));
    parts = new Parts(stores, rules, resolvers, new StateAccess(stores), SERVER, signer, commits);
    lanes = new Lanes(store::room);
    Neighbors neighbors = new Neighbors(people, aliases, clock);
    Founding founding = new Founding(parts, lanes, clock);
    sending = new EventSending(parts, lanes, neighbors);
    upgrades = new RoomUpgrades(parts, lanes, founding, neighbors);
    creator = new RoomCreator(founding, SERVER, neighbors);
    reception = new Reception(parts, lanes, clock);
    departures = new Departures(parts, sending, people, tasks);
    publisher =
        stored -> {
          published.addAll(stored);
          feed.accept(stored);
          stored.forEach(pending -> departures.committed(pending.append()));
        };
    views = new StoredRoomViews(selections);
    views.bindStore(new NumberedReference<>(1, EventStore.class), store);
    views.bindHub(new NumberedReference<>(4, StreamHub.class), hub);
    views.bindUserData(
        new NumberedReference<>(5, UserData.class),
        answering(UserData.class, "accountData", user -> Optional.ofNullable(ignored.get(user))));
    views.bindAccounts(
        new NumberedReference<>(6, Accounts.class),
        answering(Accounts.class, "erased", _ -> Set.copyOf(erased)));
    hub.start(Stream.ACCOUNT_DATA, Position.START);
  }

  /// The store, when it is the one in memory.
  MemoryEventStore memory() {
    return (MemoryEventStore) store;
  }

  /// The store, which takes nothing of the refused room.
  private EventStore refusing() {
    return (EventStore)
        Proxy.newProxyInstance(
            RoomHouse.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("append")
                  && ((List<?>) arguments[0])
                      .stream().anyMatch(each -> ((Append) each).room().id().equals(refused))) {
                return Collections.nCopies(
                    ((List<?>) arguments[0]).size(), new AppendResult.Failed("refused", false));
              }
              if (method.getName().equals("append")) {
                LockSupport.parkNanos(latency.toNanos());
                whileAppending.run();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void redacted(Collection<Long> eventNids) {
    parts.state().redacted(eventNids);
    views.redacted(eventNids);
  }

  /// The event at a place of a room's current state.
  EventId stateEvent(RoomId room, StateKey key) {
    RoomHead head = store.room(room).orElseThrow();
    return views
        .stateAt(head.room().nid(), head.current().nid(), List.of(key))
        .get(key)
        .event()
        .id();
  }

  static Requester by(UserId user) {
    return new Requester(user, "DEVICE", false);
  }

  static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }

  RoomId room(String version, String preset, UserId... invited) {
    return creator.create(
        by(ALICE),
        new CreateRoom(
            version,
            preset,
            false,
            null,
            "Lounge",
            null,
            List.of(invited),
            false,
            List.of(),
            JsonObject.EMPTY,
            JsonObject.EMPTY),
        "12");
  }

  RoomId create(CreateRoom command) {
    return creator.create(by(ALICE), command, "12");
  }

  EventId message(UserId user, RoomId room, String body) {
    return message(user, room, body, null);
  }

  EventId message(UserId user, RoomId room, String body, @Nullable String transaction) {
    JsonObject content = JsonObject.builder().put("msgtype", "m.text").put("body", body).build();
    Transaction made =
        transaction == null
            ? null
            : new Transaction(user, "DEVICE", "PUT /send/" + room, transaction);
    return sending.send(by(user), new SendEvent(room, "m.room.message", null, content, made));
  }

  EventId state(UserId user, RoomId room, String type, String key, String content) {
    return sending.send(by(user), new SendEvent(room, type, key, json(content), null));
  }

  void change(UserId user, RoomId room, Action action, UserId target) {
    sending.change(by(user), new ChangeMembership(room, target, action, JsonObject.EMPTY));
  }

  void join(UserId user, RoomId room) {
    change(user, room, Action.JOIN, user);
  }

  /// All accepted events of a room in the order of arrival.
  List<StoredEvent> timeline(RoomId room) {
    return store.timeline(
        new TimelineQuery(
            store.room(room).orElseThrow().room().nid(),
            TimelineOrder.STREAM,
            TimelinePoint.START,
            null,
            false,
            100_000));
  }

  /// An event as another server might make it, on given events.
  Event foreign(
      RoomId room, UserId sender, String type, @Nullable String key, String content, EventId prev) {
    RoomVersion version = store.room(room).orElseThrow().room().version();
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = new LaneWork(parts, ticket, ticket.head().orElseThrow(), 0);
      List<EventId> auth =
          parts
              .rules()
              .call(rules -> rules.needed(version, type, key, sender, json(content)))
              .stream()
              .filter(
                  wanted ->
                      version.has(RoomVersion.Behavior.CREATE_IN_AUTH_EVENTS)
                          || !wanted.type().equals("m.room.create"))
              .map(work::state)
              .filter(found -> found != null)
              .map(Event::id)
              .toList();
      long depth = store.events(List.of(prev)).get(prev).event().depth() + 1;
      return signer.sign(
          new EventDraft(
              room,
              type,
              key,
              sender,
              json(content),
              clock.millis() + 1,
              List.of(prev),
              auth,
              depth,
              null),
          version);
    }
  }

  /// Waits, up to 10 s, for what happens in the background.
  void settle(BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to pass in 10 s");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    parts.commits().stop();
    parts.resolvers().close();
    tasks.close();
  }

  private static <T> T proxy(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            RoomHouse.class.getClassLoader(),
            new Class<?>[] {type},
            (_, called, _) -> called.getName().equals(method) ? answer : null));
  }

  void ignore(UserId reader, UserId... users) {
    JsonObject.Builder named = JsonObject.builder();
    for (UserId user : users) {
      named.put(user.value(), JsonObject.EMPTY);
    }
    ignored.put(reader, JsonObject.of("ignored_users", named.build()));
    hub.changed(
        Stream.ACCOUNT_DATA,
        new Position(1, ++ignoredPosition),
        List.of(StreamHub.userKey(reader)));
  }

  private static <T> T answering(Class<T> type, String method, Function<Object, Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer.apply(arguments[0]);
              }
              throw new UnsupportedOperationException(called.getName());
            }));
  }
}
