package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.SampleRoom.Body;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// A room of random events on a random graph. What its rules do not allow is rejected, but may show
/// up in a state all the same, as when another server judged otherwise.
final class RandomRoom {
  private static final List<String> USERS =
      List.of(Branch.CREATOR, Branch.ALICE, Branch.BOB, "@carol:c.example", "@dan:d.example");
  private static final long[] LEVELS = {0, 10, 50, 50, 75, 100};

  final SampleRoom room;
  final Map<EventId, Event> pool = new LinkedHashMap<>();
  final Set<EventId> rejected = new HashSet<>();
  private final Random random;
  private final SpecificationModel model;
  private final List<Node> nodes = new ArrayList<>();

  private record Node(Event event, Map<StateKey, EventId> after) {}

  RandomRoom(String version, long seed, int size) {
    random = new Random(seed);
    room = new SampleRoom(version, Branch.CREATOR, "{'seed':" + seed + "}");
    model = new SpecificationModel(room, pool, rejected, version.equals("12"));
    pool.put(room.create().id(), room.create());
    nodes.add(new Node(room.create(), new TreeMap<>(Map.of(StateKey.CREATE, room.create().id()))));
    first(member(Branch.CREATOR, "join"));
    first(levels(Branch.CREATOR, Map.of(Branch.ALICE, 50L)));
    first(Body.of("m.room.join_rules", "", "{'join_rule':'public'}"));
    first(Branch.ALICE, member(Branch.ALICE, "join"));
    while (nodes.size() < size) {
      grow();
    }
  }

  /// States after random events, often with an entry that is not the room's, or without one that
  /// is: what other servers say about a room's state need not be so. Every other time they are
  /// versions of one state, some of whose entries have been lost or reset to older ones.
  List<Map<StateKey, EventId>> states() {
    int count = 2 + random.nextInt(3);
    boolean reset = random.nextBoolean();
    Map<StateKey, EventId> one = recent();
    List<Map<StateKey, EventId>> states = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<StateKey, EventId> state = new TreeMap<>(reset ? one : recent());
      for (int lost = random.nextInt(reset ? 4 : 2); lost > 0; lost--) {
        loseOne(state);
      }
      if (random.nextInt(reset ? 4 : 2) == 0) {
        Event stray = stray();
        if (stray.isState() && !stray.type().equals("m.room.create")) {
          state.put(stray.key(), stray.id());
        }
      }
      states.add(state);
    }
    return states;
  }

  private Map<StateKey, EventId> recent() {
    int first = Math.max(4, nodes.size() - 16);
    return nodes.get(first + random.nextInt(nodes.size() - first)).after;
  }

  private void loseOne(Map<StateKey, EventId> state) {
    List<StateKey> keys = new ArrayList<>(state.keySet());
    keys.remove(StateKey.CREATE);
    StateKey key = pick(keys);
    EventId older = pick(nodes).after.get(key);
    if (older == null || random.nextBoolean()) {
      state.remove(key);
    } else {
      state.put(key, older);
    }
  }

  private Event stray() {
    List<Node> outcasts =
        nodes.stream().filter(node -> rejected.contains(node.event.id())).toList();
    return pick(outcasts.isEmpty() || random.nextBoolean() ? nodes : outcasts).event;
  }

  private void first(Body body) {
    first(Branch.CREATOR, body);
  }

  private void first(String sender, Body body) {
    Node last = nodes.get(nodes.size() - 1);
    add(sender, body, List.of(last.event), last.after, last.after);
  }

  private void grow() {
    Set<Node> previous = new LinkedHashSet<>();
    int count = 1 + (random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
    for (int i = 0; i < count; i++) {
      int window = Math.min(nodes.size() - 4, 8);
      previous.add(nodes.get(nodes.size() - 1 - random.nextInt(window)));
    }
    List<Map<StateKey, EventId>> states = previous.stream().map(Node::after).toList();
    Map<StateKey, EventId> before = states.size() == 1 ? states.get(0) : model.resolve(states);
    String sender = pick(USERS);
    // A server that is behind authorizes by an older state.
    Map<StateKey, EventId> known =
        random.nextInt(6) == 0 ? nodes.get(4 + random.nextInt(nodes.size() - 4)).after : before;
    add(sender, action(sender, before), previous.stream().map(Node::event).toList(), before, known);
  }

  private void add(
      String sender,
      Body body,
      List<Event> previous,
      Map<StateKey, EventId> before,
      Map<StateKey, EventId> known) {
    Event shape = room.eventAt(0, sender, body, List.of(), previous);
    List<Event> auth = new ArrayList<>();
    for (StateKey key :
        Branch.RULES.needed(
            room.version(), body.type(), body.stateKey(), shape.sender(), body.content())) {
      EventId id = known.get(key);
      if (id != null && !rejected.contains(id)) {
        auth.add(pool.get(id));
      }
    }
    // Few different times, so that ids must break ties.
    long time = 1000L * (nodes.size() / 3) + 1000L * random.nextInt(4);
    Event event = room.eventAt(time, sender, body, auth, previous);
    if (!allowedBy(event, auth) || pool.putIfAbsent(event.id(), event) != null) {
      return; // such an event is never stored
    }
    Map<StateKey, EventId> after = before;
    if (Branch.RULES.check(event, key -> at(before, key)).isAllowed()) {
      after = new TreeMap<>(before);
      after.put(event.key(), event.id());
    } else {
      rejected.add(event.id());
    }
    nodes.add(new Node(event, after));
  }

  private boolean allowedBy(Event event, List<Event> auth) {
    Map<StateKey, Event> state = new HashMap<>();
    state.put(StateKey.CREATE, room.create());
    auth.forEach(named -> state.put(named.key(), named));
    return Branch.RULES.check(event, state::get).isAllowed();
  }

  private @Nullable Event at(Map<StateKey, EventId> state, StateKey key) {
    EventId id = state.get(key);
    return id == null ? null : pool.get(id);
  }

  private Body action(String sender, Map<StateKey, EventId> before) {
    String target = pick(USERS);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> member(sender, "join");
      case 3 -> member(sender, random.nextBoolean() ? "leave" : "knock");
      case 4 -> member(target, "leave");
      case 5 -> member(target, "ban");
      case 6 -> member(target, "invite");
      case 7, 8 -> changedLevels(target, before);
      case 9 ->
          Body.of(
              "m.room.join_rules",
              "",
              "{'join_rule':'" + pick(List.of("public", "public", "invite", "knock")) + "'}");
      case 10 -> Body.of("m.room.topic", "", "{'topic':'" + random.nextInt(1000) + "'}");
      default -> Body.of("x", pick(List.of("a", "b", "c")), "{'n':" + random.nextInt(1000) + "}");
    };
  }

  private Body changedLevels(String target, Map<StateKey, EventId> before) {
    Map<String, Long> users = new TreeMap<>();
    Event current = at(before, StateKey.POWER_LEVELS);
    if (current != null) {
      current
          .content()
          .object("users")
          .ifPresent(
              object ->
                  object.names().forEach(user -> users.put(user, object.integer(user).orElse(0))));
    }
    users.put(target, LEVELS[random.nextInt(LEVELS.length)]);
    return levels(null, users);
  }

  private Body levels(@Nullable String creator, Map<String, Long> users) {
    Map<String, Long> all = new TreeMap<>(users);
    if (creator != null) {
      all.put(creator, 100L);
    }
    if (room.version().id().equals("12")) {
      all.remove(Branch.CREATOR);
    }
    List<String> members = new ArrayList<>();
    all.forEach((user, level) -> members.add("'" + user + "':" + level));
    return Body.of(
        "m.room.power_levels",
        "",
        "{'users':{"
            + String.join(",", members)
            + "},'kick':10,'state_default':0,"
            + "'events':{'m.room.power_levels':50,'m.room.join_rules':10}}");
  }

  private static Body member(String user, String membership) {
    return Body.of("m.room.member", user, "{'membership':'" + membership + "'}");
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
