package org.ashlar.push.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.account.Caller;
import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.account.Receipt;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.UserData;
import org.ashlar.account.core.AccountHouse;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.ClientEvent;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.push.CheckpointStore;
import org.ashlar.push.MemoryCheckpointStore;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.push.RoomCounts;
import org.ashlar.room.RoomViews;
import org.ashlar.room.StateQuery;
import org.ashlar.store.EventStatus;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.store.RoomSummary;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineSpan;
import org.ashlar.stream.RingEvent;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;

/// Counts over one room of small events in memory, with real user data and a real hub.
final class CountHouse {
  static final RoomId ROOM = new RoomId("!room:test");
  static final UserId ADMIN = new UserId("@admin:test");
  static final UserId ALICE = new UserId("@alice:test");
  static final UserId BOB = new UserId("@bob:test");

  private static final long ROOM_NID = 7;
  private static final RoomVersion VERSION = RoomVersion.find("11").orElseThrow();
  private static final StateKey LEVELS = new StateKey(EventTypes.POWER_LEVELS, "");

  final AccountHouse accounts = new AccountHouse();
  final StreamHub hub = accounts.hub;
  final UserData data = accounts.userData;
  final MemoryCheckpointStore checkpoints = new MemoryCheckpointStore();
  final NavigableMap<Long, StoredEvent> events = new TreeMap<>();
  final Map<EventId, Long> places = new HashMap<>();
  final Map<String, NavigableMap<Long, StoredEvent>> members = new HashMap<>();
  final Set<EventId> invisible = new HashSet<>();
  boolean hubForgets;
  long examined;
  private long last;
  private StoredUnreadCounts counts;

  CountHouse() {
    for (UserId user : List.of(ADMIN, ALICE, BOB)) {
      accounts.store.createAccount(
          new StoredAccount(
              user, Caller.Kind.USER, false, Caller.Status.ACTIVE, null, null, Instant.EPOCH));
    }
    for (Stream stream : List.of(Stream.EVENTS, Stream.ACCOUNT_DATA, Stream.RECEIPTS)) {
      hub.start(stream, new Position(1, 0));
    }
    restart();
    send(ADMIN, EventTypes.CREATE, "", "{}");
    send(ADMIN, EventTypes.POWER_LEVELS, "", "{\"users\":{\"@admin:test\":50}}");
  }

  /// Forgets what is only in memory.
  void restart() {
    Sources sources = Sources.of(new Selections());
    bind(sources.store(), EventStore.class, this::store);
    bind(sources.views(), RoomViews.class, this::views);
    bind(sources.hub(), StreamHub.class, this::hub);
    sources.userData().bind(new NumberedReference<>(4, UserData.class), data);
    sources.checkpoints().bind(new NumberedReference<>(5, CheckpointStore.class), checkpoints);
    counts = new StoredUnreadCounts(sources);
  }

  RoomCounts counts(UserId reader) {
    return counts
        .counts(reader, List.of(new RoomCountQuery(ROOM, ROOM_NID)), new Position(1, last))
        .get(ROOM);
  }

  EventId message(UserId sender, String body) {
    return send(
        sender, "m.room.message", null, "{\"msgtype\":\"m.text\",\"body\":\"" + body + "\"}");
  }

  EventId thread(UserId sender, EventId root) {
    return relation(sender, "m.room.message", "m.thread", root);
  }

  EventId relation(UserId sender, String type, String relation, EventId target) {
    return send(
        sender,
        type,
        null,
        "{\"body\":\"x\",\"m.relates_to\":{\"rel_type\":\"%s\",\"event_id\":\"%s\"}}"
            .formatted(relation, target));
  }

  EventId member(UserId user, String membership) {
    return send(user, EventTypes.MEMBER, user.value(), "{\"membership\":\"" + membership + "\"}");
  }

  EventId send(UserId sender, String type, String stateKey, String content) {
    long position = ++last;
    JsonObject pdu =
        ((JsonObject) Json.parse("{\"depth\":1,\"prev_events\":[],\"auth_events\":[]}"))
            .toBuilder()
                .put("content", Json.parse(content))
                .put("origin_server_ts", position)
                .put("room_id", ROOM.value())
                .put("sender", sender.value())
                .putIfPresent("state_key", stateKey)
                .put("type", type)
                .build();
    EventId id = new EventId("$" + position);
    Event event = Event.read(id, Json.write(pdu), VERSION);
    StoredEvent before = type.equals(EventTypes.MEMBER) ? memberBefore(stateKey, position) : null;
    StoredEvent stored = stored(position, event, 0);
    events.put(position, stored);
    places.put(id, position);
    if (type.equals(EventTypes.MEMBER)) {
      members.computeIfAbsent(stateKey, _ -> new TreeMap<>()).put(position, stored);
    }
    publish(stored, before);
    return id;
  }

  EventId redact(UserId sender, EventId target) {
    EventId redaction =
        send(sender, EventTypes.REDACTION, null, "{\"redacts\":\"" + target + "\"}");
    return redaction;
  }

  /// Redacts so that the store obeys.
  EventId redactInFact(UserId sender, EventId target) {
    Long place = places.get(target);
    StoredEvent old = events.get(place);
    events.put(place, stored(place, old.event().redacted(), last + 1));
    return redact(sender, target);
  }

  void receipt(UserId user, String type, String thread, EventId event) {
    data.setReceipt(new Receipt(ROOM, type, user, thread, event, 1, Position.START));
  }

  void rule(UserId user, PushRuleKey.Kind kind, String id, String rule) {
    data.changePushRules(
        user,
        new PushRuleChange.Put(
            new PushRuleKey(kind, id), (JsonObject) Json.parse(rule), null, null));
  }

  long joinedAfter(long position) {
    return members.values().stream()
        .map(history -> history.floorEntry(position))
        .filter(entry -> entry != null && isJoin(entry.getValue()))
        .count();
  }

  long joinedNow() {
    return joinedAfter(last);
  }

  static boolean isJoin(StoredEvent member) {
    return member.event().content().string("membership").filter("join"::equals).isPresent();
  }

  private StoredEvent memberBefore(String user, long position) {
    Map.Entry<Long, StoredEvent> entry =
        members.getOrDefault(user, new TreeMap<>()).lowerEntry(position);
    return entry == null ? null : entry.getValue();
  }

  private static StoredEvent stored(long position, Event event, long redactedBy) {
    return new StoredEvent(
        position,
        ROOM_NID,
        new Position(1, position),
        position,
        position + 1,
        EventStatus.ACCEPTED,
        event,
        redactedBy);
  }

  private void publish(StoredEvent stored, StoredEvent before) {
    Event event = stored.event();
    boolean member = event.type().equals(EventTypes.MEMBER);
    hub.publish(
        List.of(
            new RingEvent(
                stored.position(),
                stored.nid(),
                ROOM,
                ROOM_NID,
                event.id(),
                event.type(),
                event.stateKey(),
                event.sender(),
                member ? event.content().string("membership").orElse(null) : null,
                ClientEvent.shared(event),
                before == null ? null : Json.write(before.event().content()),
                null,
                null)));
  }

  @SuppressWarnings("unchecked")
  private Object store(String method, Object[] arguments) {
    return switch (method) {
      case "newest" -> newest((Collection<TimelineSpan>) arguments[0], (int) arguments[1]);
      case "events" ->
          found(((Collection<EventId>) arguments[0]).stream().map(places::get).toList(), true);
      case "eventsByNid" -> found((Collection<Long>) arguments[0], false);
      case "summaries" -> Map.of(ROOM_NID, summary());
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private List<StoredEvent> newest(Collection<TimelineSpan> spans, int limit) {
    List<StoredEvent> found = new ArrayList<>();
    for (TimelineSpan span : spans) {
      events.subMap(span.after(), false, span.upTo(), true).descendingMap().values().stream()
          .limit(limit)
          .forEach(found::add);
    }
    examined += found.size();
    return found;
  }

  private Map<Object, StoredEvent> found(Collection<Long> positions, boolean byId) {
    Map<Object, StoredEvent> found = new HashMap<>();
    for (Long position : positions) {
      StoredEvent event = position == null ? null : events.get(position);
      if (event != null) {
        found.put(byId ? event.event().id() : event.nid(), event);
      }
    }
    return found;
  }

  private RoomSummary summary() {
    return new RoomSummary(
        ROOM_NID, joinedNow(), 0, List.of(), null, null, null, null, null, null, last);
  }

  @SuppressWarnings("unchecked")
  private Object views(String method, Object[] arguments) {
    return switch (method) {
      case "visible" ->
          ((List<StoredEvent>) arguments[1])
              .stream().filter(event -> !invisible.contains(event.event().id())).toList();
      case "states" ->
          ((List<StateQuery>) arguments[0])
              .stream().map(query -> state(query.root(), query.keys())).toList();
      case "stateAt" -> state((long) arguments[1], (Collection<StateKey>) arguments[2]);
      default -> throw new UnsupportedOperationException(method);
    };
  }

  /// The state before the event at a position.
  private Map<StateKey, StoredEvent> state(long root, Collection<StateKey> keys) {
    Map<StateKey, StoredEvent> state = new HashMap<>();
    for (StateKey key : keys) {
      StoredEvent found =
          key.type().equals(EventTypes.MEMBER)
              ? memberBefore(key.key(), root)
              : events.get(key.equals(LEVELS) ? 2L : 1L);
      if (found != null) {
        state.put(key, found);
      }
    }
    return state;
  }

  private Object hub(String method, Object[] arguments) {
    if (hubForgets && method.equals("between")) {
      return Optional.empty();
    }
    if (hubForgets && method.equals("changedSince")) {
      return true;
    }
    Object answer = call(method, arguments);
    if (method.equals("between")) {
      ((Optional<?>) answer).ifPresent(list -> examined += ((List<?>) list).size());
    }
    return answer;
  }

  private Object call(String name, Object[] arguments) {
    try {
      for (var method : StreamHub.class.getMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
          return method.invoke(hub, arguments);
        }
      }
      throw new AssertionError(name);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> void bind(Gate<T> gate, Class<T> type, Answers answers) {
    T service =
        type.cast(
            Proxy.newProxyInstance(
                CountHouse.class.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> answers.of(method.getName(), arguments)));
    gate.bind(new NumberedReference<>(1, type), service);
  }

  private interface Answers {
    Object of(String method, Object[] arguments);
  }
}
