package org.ashlar.room.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
import org.ashlar.directory.Directory;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventSigner;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.SigningKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomViews;
import org.ashlar.room.SendEvent;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolve.TestResolvers;
import org.ashlar.room.rules.VersionedAuthRules;
import org.ashlar.store.EventStore;
import org.ashlar.store.MemoryEventStore;
import org.ashlar.store.Transaction;
import org.ashlar.stream.StreamHub;

/// Real rooms on a store in memory that tell a hub what happens.
public final class ModelRooms implements AutoCloseable {
  private final MemoryEventStore store = new MemoryEventStore();
  private final AtomicInteger reads = new AtomicInteger();
  private final Supplier<StoredRoomViews> fresh;
  private StoredRoomViews views;
  private final EventSigner signer =
      new EventSigner(new ServerName("a.example"), SigningKey.generate());
  private final Tasks tasks = new Tasks("test");
  private final InstantSource clock = InstantSource.system();
  private final Parts parts;
  private final Lanes lanes = new Lanes(store::room);
  private final EventSending sending;
  private final RoomCreator creator;
  private final Reception reception;

  public ModelRooms(Selections selections, StreamHub hub, UserData data) {
    Gate<EventStore> stores = selections.gate(EventStore.class);
    stores.bind(new NumberedReference<>(1, EventStore.class), store);
    AuthRules versioned = new VersionedAuthRules("test");
    Gate<AuthRules> rules = selections.gate(AuthRules.class);
    rules.bind(new NumberedReference<>(2, AuthRules.class), versioned);
    Resolvers resolvers = new Resolvers(selections);
    TestResolvers.bind(selections, versioned, resolvers::bind);
    Gate<StreamHub> hubs = selections.gate(StreamHub.class);
    hubs.bind(new NumberedReference<>(4, StreamHub.class), hub);
    fresh = () -> views(hub, data);
    StoredRoomViews stored = fresh.get();
    views = stored;
    StateAccess state = new StateAccess(stores);
    ServerName server = new ServerName("a.example");
    RingFeed feed =
        new RingFeed(
            hubs,
            nids -> {
              state.redacted(nids);
              stored.redacted(nids);
            },
            server);
    GroupCommit commits = new GroupCommit(stores, tasks, feed);
    parts = new Parts(stores, rules, resolvers, state, server, signer, commits);
    Neighbors neighbors =
        new Neighbors(
            new NamedPeople(), new DirectoryAliases(selections.gate(Directory.class)), clock);
    sending = new EventSending(parts, lanes, neighbors);
    creator = new RoomCreator(new Founding(parts, lanes, clock), server, neighbors);
    reception = new Reception(parts, lanes, clock);
  }

  private StoredRoomViews views(StreamHub hub, UserData data) {
    StoredRoomViews stored = new StoredRoomViews(new Selections());
    stored.bindStore(new NumberedReference<>(1, EventStore.class), counted());
    stored.bindHub(new NumberedReference<>(4, StreamHub.class), hub);
    stored.bindUserData(new NumberedReference<>(5, UserData.class), data);
    stored.bindAccounts(
        new NumberedReference<>(6, Accounts.class), answering(Accounts.class, "erased", Set.of()));
    return stored;
  }

  /// The store as views read it.
  private EventStore counted() {
    return (EventStore)
        Proxy.newProxyInstance(
            ModelRooms.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              reads.incrementAndGet();
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /// How often the views have asked the store.
  public int reads() {
    return reads.get();
  }

  /// Makes views that keep nothing yet.
  public void forget() {
    views = fresh.get();
  }

  public MemoryEventStore store() {
    return store;
  }

  public RoomViews views() {
    return views;
  }

  public RoomId create(UserId creator, String preset) {
    CreateRoom command =
        new CreateRoom(
            "12",
            preset,
            false,
            null,
            null,
            null,
            List.of(),
            false,
            List.of(),
            JsonObject.EMPTY,
            JsonObject.EMPTY);
    return this.creator.create(by(creator), command, "12");
  }

  public EventId message(UserId user, RoomId room, String body) {
    return message(user, room, body, null);
  }

  public EventId message(UserId user, RoomId room, String body, Transaction transaction) {
    JsonObject content = JsonObject.builder().put("msgtype", "m.text").put("body", body).build();
    return sending.send(
        by(user), new SendEvent(room, "m.room.message", null, content, transaction));
  }

  public EventId send(UserId user, RoomId room, String type, String content) {
    return sending.send(by(user), new SendEvent(room, type, null, json(content), null));
  }

  public EventId state(UserId user, RoomId room, String type, String key, String content) {
    return sending.send(by(user), new SendEvent(room, type, key, json(content), null));
  }

  public void change(UserId user, RoomId room, Action action, UserId target) {
    sending.change(by(user), new ChangeMembership(room, target, action, JsonObject.EMPTY));
  }

  /// Receives a state event that another branch of the room's graph made: it follows an older
  /// event.
  public void fork(UserId sender, RoomId room, String type, long time, EventId previous) {
    fork(sender, room, new Fork(type, type.equals("m.room.message") ? null : "", time), previous);
  }

  /// What a late event is.
  public record Fork(String type, String stateKey, long time) {}

  /// Receives an event of another branch.
  public void fork(UserId sender, RoomId room, Fork fork, EventId previous) {
    String type = fork.type();
    long time = fork.time();
    String content = "{\"made\":" + time + "}";
    RoomVersion version = store.room(room).orElseThrow().room().version();
    Event event;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = new LaneWork(parts, ticket, ticket.head().orElseThrow(), 0);
      List<EventId> auth =
          parts
              .rules()
              .call(rules -> rules.needed(version, type, fork.stateKey(), sender, json(content)))
              .stream()
              .filter(wanted -> !wanted.type().equals("m.room.create"))
              .map(work::state)
              .filter(found -> found != null)
              .map(Event::id)
              .toList();
      long depth = store.events(List.of(previous)).get(previous).event().depth() + 1;
      event =
          signer.sign(
              new EventDraft(
                  room,
                  type,
                  fork.stateKey(),
                  sender,
                  json(content),
                  time,
                  List.of(previous),
                  auth,
                  depth,
                  null),
              version);
    }
    reception.receive(event);
  }

  @Override
  public void close() {
    parts.commits().stop();
    tasks.close();
  }

  private static Requester by(UserId user) {
    return new Requester(user, "DEVICE", false);
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }

  /// Users whose display name is their localpart.
  private static final class NamedPeople implements People {
    @Override
    public JsonObject profile(UserId user) {
      return JsonObject.builder().put("displayname", user.localpart()).build();
    }

    @Override
    public boolean blocksInvitations(UserId user) {
      return false;
    }

    @Override
    public void carryOver(UserId user, RoomId from, RoomId to) {}

    @Override
    public Set<UserId> guests(Collection<UserId> users) {
      return Set.of();
    }
  }

  private static <T> T proxy(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            ModelRooms.class.getClassLoader(),
            new Class<?>[] {type},
            (_, called, _) -> called.getName().equals(method) ? answer : null));
  }

  private static <T> T answering(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, _) -> {
              if (called.getName().equals(method)) {
                return answer;
              }
              throw new UnsupportedOperationException(called.getName());
            }));
  }
}
