package org.ashlar.room.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.SampleRoom.Body;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolve.TestResolvers;
import org.ashlar.room.rules.VersionedAuthRules;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.EventStatus;
import org.ashlar.store.EventStore;
import org.ashlar.store.MemoryEventStore;
import org.ashlar.store.Mentions;
import org.ashlar.store.NewEvent;
import org.ashlar.store.RoomRef;

/// A room of many members whose state has forked: the two states differ in 50 places. It lies in a
/// store in memory, which counts what is read.
public final class LargeFork {
  private static final String CREATOR = "@creator:a.example";
  private static final String MODERATOR = "@u0:a.example";
  private static final int DIFFERENT = 50;

  private final SampleRoom room;
  private final RoomRef ref;
  private final Resolvers resolvers;
  private final StateTrie trie;
  private final Gate<EventStore> store;
  private final AuthRules rules = new VersionedAuthRules("test");
  private final Map<EventId, EventRef> refs = new HashMap<>();
  private final Map<StateKey, Long> keys = new HashMap<>();
  private final List<NewEvent> made = new ArrayList<>();
  private final List<StateRoot> roots;
  private final AtomicLong nodes = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private StateAccess state;
  private long time = 1_700_000_000_000L;

  /// What is at the end of a branch.
  private static final class Side {
    private final Map<StateKey, Event> latest;
    private StateRoot root;
    private Event last;

    Side(Map<StateKey, Event> latest, StateRoot root, Event last) {
      this.latest = new HashMap<>(latest);
      this.root = root;
      this.last = last;
    }
  }

  /// @param version the room version, 3 or later
  /// @param members how many members
  /// @param deep whether one side has changed the power levels twice, so that the levels between
  ///   are in its auth chains and in no state
  public LargeFork(String version, int members, boolean deep) {
    Selections selections = new Selections();
    MemoryEventStore memory = new MemoryEventStore();
    store = selections.gate(EventStore.class);
    store.bind(new NumberedReference<>(1, EventStore.class), counted(memory));
    resolvers = new Resolvers(selections);
    TestResolvers.bind(selections, rules, resolvers::bind);
    room = new SampleRoom(version, CREATOR, "{}");
    ref = new RoomRef(room.id(), room.version(), 0);
    state = new StateAccess(store);
    trie = state.trie(0);
    Side left = new Side(Map.of(), StateRoot.empty(), room.create());
    put(left, room.create());
    begin(left, members);
    Side right = new Side(left.latest, left.root, left.last);
    if (deep) {
      levels(left, 51);
      levels(left, 52);
    }
    fork(left, right, members);
    roots = List.of(left.root, right.root);
    store();
  }

  private void begin(Side side, int members) {
    send(side, CREATOR, Body.of("m.room.member", CREATOR, "{'membership':'join'}"));
    levels(side, 50);
    send(side, CREATOR, Body.of("m.room.join_rules", "", "{'join_rule':'public'}"));
    for (int i = 0; i < members; i++) {
      String user = "@u" + i + ":a.example";
      send(side, user, Body.of("m.room.member", user, "{'membership':'join'}"));
    }
  }

  private void levels(Side side, int level) {
    String creator = room.version().id().equals("12") ? "" : "'" + CREATOR + "':100,";
    String users = "{'users':{" + creator + "'" + MODERATOR + "':" + level + "}}";
    send(side, CREATOR, Body.of("m.room.power_levels", "", users));
  }

  private void fork(Side left, Side right, int members) {
    int places = left.root == right.root ? DIFFERENT : DIFFERENT - 1;
    for (int i = 0; i < places; i++) {
      String user = "@u" + (1 + i * (members / DIFFERENT - 1)) + ":a.example";
      switch (i % 3) {
        case 0 -> send(left, user, Body.of("m.room.member", user, "{'membership':'leave'}"));
        case 1 -> send(right, MODERATOR, Body.of("m.room.member", user, "{'membership':'ban'}"));
        default -> {
          send(left, MODERATOR, Body.of("x", "k" + i, "{'n':1}"));
          send(right, CREATOR, Body.of("x", "k" + i, "{'n':2}"));
        }
      }
    }
  }

  private void send(Side side, String sender, Body body) {
    time += 1000;
    UserId user = new UserId(sender);
    List<EventId> auth = new ArrayList<>();
    for (StateKey key :
        rules.needed(room.version(), body.type(), body.stateKey(), user, body.content())) {
      boolean implied =
          key.equals(StateKey.CREATE)
              && !room.version().has(RoomVersion.Behavior.CREATE_IN_AUTH_EVENTS);
      if (side.latest.containsKey(key) && !implied) {
        auth.add(side.latest.get(key).id());
      }
    }
    put(side, event(sender, body, auth, side.last));
  }

  /// Without a signature, since there are many of them and nobody looks.
  private Event event(String sender, Body body, List<EventId> auth, Event previous) {
    JsonObject pdu =
        JsonObject.builder()
            .put("room_id", room.id().value())
            .put("type", body.type())
            .put("state_key", String.valueOf(body.stateKey()))
            .put("sender", sender)
            .put("content", body.content())
            .put("origin_server_ts", time)
            .put("depth", previous.depth() + 1)
            .put("prev_events", JsonArray.ofStrings(List.of(previous.id().value())))
            .put("auth_events", JsonArray.ofStrings(auth.stream().map(EventId::value).toList()))
            .build();
    return Event.read(new EventId("$event" + made.size()), Json.write(pdu), room.version());
  }

  private void put(Side side, Event event) {
    EventRef eventRef = EventRef.unstored();
    refs.put(event.id(), eventRef);
    Long key = keys.computeIfAbsent(event.key(), state::intern);
    StateRoot before = side.root;
    side.root = trie.with(before, key, eventRef);
    side.latest.put(event.key(), event);
    side.last = event;
    made.add(
        new NewEvent(
            event, eventRef, before, side.root, EventStatus.ACCEPTED, null, Mentions.NONE));
  }

  /// Only the last states of the two sides are stored.
  private void store() {
    List<NewEvent> stored = new ArrayList<>();
    for (NewEvent each : made) {
      boolean isEnd = roots.contains(each.after());
      StateRoot root = isEnd ? each.after() : roots.getFirst();
      stored.add(
          new NewEvent(each.event(), each.ref(), root, root, each.status(), null, Mentions.NONE));
    }
    List<EventRef> ends =
        made.stream().filter(each -> roots.contains(each.after())).map(NewEvent::ref).toList();
    Append append = new Append(ref, stored, List.of(), roots.getFirst(), ends, null, 1, List.of());
    store.run(service -> service.append(List.of(append)));
    forget();
  }

  /// Forgets what has been read, and counts anew.
  public void forget() {
    state = new StateAccess(store);
    nodes.set(0);
    events.set(0);
  }

  /// Resolves the two states.
  ///
  /// @return what lies over what they have in common
  public Map<StateKey, EventId> resolve() {
    RoomConflict conflict = new RoomConflict(store, state, ref);
    List<StateRoot> stored = roots.stream().map(root -> StateRoot.stored(root.nid())).toList();
    Set<Long> conflicted = conflict.conflicted(stored);
    if (conflicted.size() != DIFFERENT) {
      throw new IllegalStateException("the states differ in " + conflicted.size() + " places");
    }
    ResolutionRequest request = conflict.request(stored, conflicted);
    return resolvers.resolve(request, () -> request);
  }

  /// State nodes read since [#forget].
  public long nodesRead() {
    return nodes.get();
  }

  /// Events read since [#forget].
  public long eventsRead() {
    return events.get();
  }

  private EventStore counted(EventStore memory) {
    return (EventStore)
        Proxy.newProxyInstance(
            LargeFork.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              try {
                Object answer = method.invoke(memory, arguments);
                switch (method.getName()) {
                  case "stateNodes" -> nodes.addAndGet(((Map<?, ?>) answer).size());
                  case "events", "eventsByNid" -> events.addAndGet(size(answer));
                  default -> {}
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static int size(Object answer) {
    return answer instanceof Map<?, ?> map ? map.size() : ((Collection<?>) answer).size();
  }
}
