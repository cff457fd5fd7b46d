package org.ashlar.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventSigner;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.SigningKey;
import org.ashlar.event.StateKey;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.jspecify.annotations.Nullable;

/// A room that makes appends as a lane does, without waiting for their commit. Not for several
/// threads.
public final class SampleRoom {
  public static final RoomVersion VERSION = RoomVersion.find("12").orElseThrow();
  public static final UserId ALICE = new UserId("@alice:sample.org");
  public static final UserId BOB = new UserId("@bob:sample.org");
  private static final EventSigner SIGNER =
      new EventSigner(new ServerName("sample.org"), SigningKey.generate());

  private final EventStore store;
  private final RoomRef room;
  private final StateTrie trie;
  private final Map<StateKey, Event> state = new HashMap<>();
  private final List<Event> made = new ArrayList<>();
  private List<NewEvent> events = new ArrayList<>();
  private List<StateDelta> deltas = new ArrayList<>();
  private List<Redacted> redacted = new ArrayList<>();
  private StateRoot current = StateRoot.empty();
  private List<Extremity> extremities = List.of();
  private long time = 1_700_000_000_000L;
  private long epoch;

  private SampleRoom(EventStore store, Event create) {
    this.store = store;
    this.room = new RoomRef(create.roomId(), VERSION, 0);
    this.trie = new StateTrie(store.placementKey(), nids -> store.stateNodes(room.nid(), nids));
  }

  /// A room that has its create event and its creator as a member, not stored yet.
  public static SampleRoom create(EventStore store, String seed) {
    Event create =
        SIGNER.sign(
            new EventDraft(
                null,
                EventTypes.CREATE,
                "",
                ALICE,
                JsonObject.builder().put("room_version", VERSION.id()).put("seed", seed).build(),
                1,
                List.of(),
                List.of(),
                1,
                null),
            VERSION);
    SampleRoom room = new SampleRoom(store, create);
    room.put(create, EventStatus.ACCEPTED, Mentions.NONE, null);
    return room.member(ALICE, "join");
  }

  public SampleRoom member(UserId user, String membership) {
    return state(
        EventTypes.MEMBER,
        user.value(),
        JsonObject.builder().put("membership", membership).build());
  }

  public SampleRoom state(String type, String key, JsonObject content) {
    put(sign(type, key, content), EventStatus.ACCEPTED, Mentions.NONE, null);
    return this;
  }

  public SampleRoom message(String body) {
    return message(body, EventStatus.ACCEPTED);
  }

  public SampleRoom message(String body, EventStatus status) {
    put(sign("m.room.message", null, text(body)), status, Mentions.NONE, null);
    return this;
  }

  public SampleRoom message(String body, Mentions mentions, @Nullable Relation relation) {
    JsonObject.Builder content = text(body).toBuilder();
    if (relation != null) {
      content.put(
          "m.relates_to",
          JsonObject.builder()
              .put("event_id", relation.target().value())
              .put("rel_type", relation.type())
              .putIfPresent("key", relation.key())
              .build());
    }
    if (!mentions.isEmpty()) {
      JsonObject users = JsonObject.of("user_ids", JsonArray.ofStrings(mentions.users()));
      content.put("m.mentions", users.toBuilder().put("room", mentions.room()).build());
    }
    Event event = sign("m.room.message", null, content.build());
    put(event, EventStatus.ACCEPTED, mentions, relation);
    return this;
  }

  /// A message that names auth events.
  public SampleRoom naming(EventId... auth) {
    Event event = sign("m.room.message", null, text("authorized"), List.of(auth));
    return put(event, EventStatus.ACCEPTED, Mentions.NONE, null);
  }

  /// Redacts an event.
  ///
  /// @param current whether it is a state event that is current
  public SampleRoom redact(Event target, EventRef ref, boolean current) {
    JsonObject content = JsonObject.builder().put("redacts", target.id().value()).build();
    put(sign(EventTypes.REDACTION, null, content), EventStatus.ACCEPTED, Mentions.NONE, null);
    redacted.add(new Redacted(ref, events.getLast().ref(), target.redacted(), current));
    return this;
  }

  /// The reference of the event that was made last.
  public EventRef last() {
    return extremities.getFirst().ref();
  }

  /// Puts an event in, whoever made it.
  public SampleRoom put(
      Event event, EventStatus status, Mentions mentions, @Nullable Relation relation) {
    EventRef ref = EventRef.unstored();
    StateRoot before = current;
    StateRoot after = before;
    boolean accepted = status == EventStatus.ACCEPTED;
    if (event.isState() && accepted) {
      StateKey key = event.key();
      long keyNid = store.internStateKeys(List.of(key)).getOrDefault(key, 0L);
      after = trie.with(before, keyNid, ref);
      deltas.add(new StateDelta(key, keyNid, ref, event, state.put(key, event)));
    }
    events.add(new NewEvent(event, ref, before, after, status, relation, mentions));
    if (accepted) {
      made.add(event);
      current = after;
      extremities = List.of(new Extremity(event.id(), ref, event.depth(), after));
    }
    return this;
  }

  /// Goes on from an event that was stored by other means.
  public void goOn(Event event, EventRef ref, StateRoot after) {
    current = after;
    extremities = List.of(new Extremity(event.id(), ref, event.depth(), after));
  }

  /// What has been made since the last call.
  public Append append() {
    return append(null);
  }

  /// What has been made since the last call.
  public Append append(@Nullable Transaction transaction) {
    Append append =
        new Append(
            room,
            events,
            deltas,
            current,
            extremities.stream().map(Extremity::ref).toList(),
            transaction,
            epoch,
            redacted);
    redacted = new ArrayList<>();
    events = new ArrayList<>();
    deltas = new ArrayList<>();
    return append;
  }

  /// Stores what has been made since the last call.
  public AppendResult store() {
    return store.append(List.of(append())).getFirst();
  }

  public SampleRoom epoch(long value) {
    epoch = value;
    return this;
  }

  public Event sign(String type, @Nullable String key, JsonObject content) {
    return sign(type, key, content, List.of());
  }

  private Event sign(String type, @Nullable String key, JsonObject content, List<EventId> auth) {
    List<EventId> previous = extremities.stream().map(Extremity::id).toList();
    long depth = extremities.stream().mapToLong(Extremity::depth).max().orElse(0) + 1;
    EventDraft draft =
        new EventDraft(room.id(), type, key, ALICE, content, time++, previous, auth, depth, null);
    return SIGNER.sign(draft, VERSION);
  }

  /// A message on an event that is not there.
  public Event after(EventId missing) {
    return SIGNER.sign(
        new EventDraft(
            room.id(),
            "m.room.message",
            null,
            ALICE,
            text("after " + missing),
            time++,
            List.of(missing),
            List.of(),
            7,
            null),
        VERSION);
  }

  public static JsonObject text(String body) {
    return JsonObject.builder().put("msgtype", "m.text").put("body", body).build();
  }

  public RoomRef ref() {
    return room;
  }

  public RoomId id() {
    return room.id();
  }

  public StateTrie trie() {
    return trie;
  }

  public StateRoot current() {
    return current;
  }

  /// The state as a plain map.
  public Map<StateKey, Event> state() {
    return state;
  }

  /// All accepted events so far.
  public List<Event> made() {
    return made;
  }

  public List<Extremity> extremities() {
    return extremities;
  }
}
