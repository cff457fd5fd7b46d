package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.SampleRoom.Body;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.rules.VersionedAuthRules;
import org.jspecify.annotations.Nullable;

/// A branch of a room's graph, with its state. Branches of one room share a pool of events.
final class Branch {
  static final String CREATOR = "@creator:a.example";
  static final String ALICE = "@alice:a.example";
  static final String BOB = "@bob:b.example";
  static final AuthRules RULES = new VersionedAuthRules("test");

  final SampleRoom room;
  final Map<EventId, Event> pool;
  final Map<StateKey, EventId> state;
  private Event last;

  private Branch(SampleRoom room, Map<EventId, Event> pool, Map<StateKey, EventId> state) {
    this.room = room;
    this.pool = pool;
    this.state = state;
    this.last = room.create();
  }

  /// A room whose creator is in it.
  static Branch of(String version) {
    SampleRoom room = new SampleRoom(version, CREATOR, "{}");
    Branch branch = new Branch(room, new LinkedHashMap<>(), new TreeMap<>());
    branch.pool.put(room.create().id(), room.create());
    branch.state.put(StateKey.CREATE, room.create().id());
    branch.membership(CREATOR, CREATOR, "join");
    return branch;
  }

  Branch fork() {
    Branch fork = new Branch(room, pool, new TreeMap<>(state));
    fork.last = last;
    return fork;
  }

  /// Sends a state event that the branch allows.
  Event send(String sender, String type, String stateKey, String content) {
    Event event = make(sender, type, stateKey, content);
    if (!RULES.check(event, this::get).isAllowed()) {
      throw new AssertionError("not allowed: " + RULES.check(event, this::get));
    }
    state.put(event.key(), event.id());
    return event;
  }

  /// Makes a state event with the right auth events, allowed or not, without applying it.
  Event make(String sender, String type, String stateKey, String content) {
    Event shape = room.event(sender, type, stateKey, content, List.of());
    List<Event> auth = new ArrayList<>();
    for (StateKey key :
        RULES.needed(room.version(), type, stateKey, shape.sender(), shape.content())) {
      Event event = get(key);
      if (event != null) {
        auth.add(event);
      }
    }
    long time = 1_700_000_000_000L + 1000L * pool.size();
    Body body = Body.of(type, stateKey, content);
    Event event = room.eventAt(time, sender, body, auth, List.of(last));
    last = event;
    pool.put(event.id(), event);
    return event;
  }

  Event membership(String sender, String target, String membership) {
    return send(sender, "m.room.member", target, "{'membership':'" + membership + "'}");
  }

  Event joinRule(String rule) {
    return send(CREATOR, "m.room.join_rules", "", "{'join_rule':'" + rule + "'}");
  }

  /// Power levels where the creator keeps 100 in versions that list it.
  Event levels(String sender, String users) {
    String creator = room.version().id().equals("12") ? "" : "'" + CREATOR + "':100";
    String comma = creator.isEmpty() || users.isEmpty() ? "" : ",";
    return send(sender, "m.room.power_levels", "", "{'users':{" + creator + comma + users + "}}");
  }

  @Nullable Event get(StateKey key) {
    EventId id = state.get(key);
    return id == null ? null : pool.get(id);
  }
}
