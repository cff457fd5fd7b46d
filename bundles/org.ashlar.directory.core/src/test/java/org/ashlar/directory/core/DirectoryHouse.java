package org.ashlar.directory.core;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.directory.DirectoryStore;
import org.ashlar.directory.MemoryDirectoryStore;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.room.SendEvent;
import org.ashlar.store.EventStore;
import org.ashlar.store.MemoryEventStore;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoredEvent;

/// The directory over rooms in memory; what it sends is only written down.
public final class DirectoryHouse {
  public static final ServerName SERVER = new ServerName("test");

  public final MemoryEventStore store = new MemoryEventStore();
  public final LocalDirectory directory;
  public final List<SendEvent> sent = new ArrayList<>();
  private final Map<RoomId, SampleRoom> rooms = new HashMap<>();

  /// A directory whose public list and changes are for members.
  public DirectoryHouse() {
    directory = new LocalDirectory(new Selections(), SERVER, settings(false, false, false));
    directory.bindAliases(
        new NumberedReference<>(1, DirectoryStore.class), new MemoryDirectoryStore());
    directory.bindStore(new NumberedReference<>(2, EventStore.class), store);
    directory.bindViews(new NumberedReference<>(3, RoomViews.class), views());
    directory.bindRooms(new NumberedReference<>(4, Rooms.class), sender());
  }

  /// Says what the configuration lets anyone do.
  public void configure(boolean anyonePublishes, boolean anyoneNames, boolean listOpen) {
    directory.apply(settings(anyonePublishes, anyoneNames, listOpen));
  }

  private static DirectorySettings settings(boolean publish, boolean name, boolean open) {
    return new DirectorySettings(publish, name, open);
  }

  /// A room that `@alice:sample.org` made, with these members.
  public SampleRoom room(UserId... members) {
    SampleRoom room = SampleRoom.create(store, UUID.randomUUID().toString());
    for (UserId member : members) {
      room.member(member, "join");
    }
    room.store();
    rooms.put(room.id(), room);
    return room;
  }

  /// A user who asks.
  public static Requester by(UserId user) {
    return new Requester(user, "DEVICE", false);
  }

  public static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }

  @SuppressWarnings("unchecked")
  private RoomViews views() {
    return proxy(
        RoomViews.class,
        (method, arguments) ->
            switch (method) {
              case "stateAt" -> state((Long) arguments[0], (Collection<StateKey>) arguments[2]);
              case "stateEvent" -> content((RoomId) arguments[1], (StateKey) arguments[2]);
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private Map<StateKey, StoredEvent> state(long roomNid, Collection<StateKey> keys) {
    SampleRoom room =
        rooms.values().stream().filter(r -> r.ref().nid() == roomNid).findFirst().orElseThrow();
    Map<StateKey, StoredEvent> found = new HashMap<>();
    for (StateKey key : keys) {
      Event event = room.state().get(key);
      if (event != null) {
        EventId id = event.id();
        found.put(key, store.events(List.of(id)).get(id));
      }
    }
    return found;
  }

  private JsonObject content(RoomId room, StateKey key) {
    Event event = rooms.get(room).state().get(key);
    if (event == null) {
      throw MatrixException.notFound("no such state");
    }
    return event.content();
  }

  private Rooms sender() {
    return proxy(
        Rooms.class,
        (method, arguments) -> {
          Requester requester = (Requester) arguments[0];
          if (!requester.user().equals(SampleRoom.ALICE)) {
            throw MatrixException.forbidden("not you");
          }
          sent.add((SendEvent) arguments[1]);
          return new EventId("$sent");
        });
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> answers.of(method.getName(), arguments)));
  }

  private interface Answers {
    Object of(String method, Object[] arguments);
  }
}
