package org.ashlar.push.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.room.StateQuery;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineSpan;
import org.ashlar.stream.RingEvent;
import org.jspecify.annotations.Nullable;

/// Reads what came into rooms, from memory if possible. Any thread.
final class Arrivals {
  private static final int PARSED_BYTES = 4_194_304;

  private final Sources sources;
  private final BoundedCache<Long, Parsed> parsed =
      new BoundedCache<>("push_parsed_events", PARSED_BYTES, event -> event.shared().length);

  Arrivals(Sources sources) {
    this.sources = sources;
  }

  /// Parsed for all readers; the array tells whether the hub still shows the same.
  @SuppressWarnings("ArrayRecordComponent")
  private record Parsed(byte[] shared, JsonObject json) {}

  /// All events of a stretch, the newest first; null when they are not in memory, or when the state
  /// changed by more than these events.
  @Nullable List<Arrival> recent(RoomCountQuery room, long after, Position upTo) {
    Position from = new Position(upTo.writer(), after);
    List<RingEvent> events =
        sources
            .hub()
            .<@Nullable List<RingEvent>>call(
                hub -> hub.between(room.room(), from, upTo).orElse(null));
    if (events == null || events.stream().anyMatch(RingEvent::resolved)) {
      return null;
    }
    return events.reversed().stream().map(this::arrival).toList();
  }

  /// The newest events of each stretch, the newest first, by the number of the room.
  Map<Long, List<Arrival>> stored(Collection<TimelineSpan> spans, int limit) {
    List<StoredEvent> events = sources.store().call(store -> store.newest(spans, limit));
    Map<StoredEvent, StateQuery> members = new LinkedHashMap<>();
    for (StoredEvent event : events) {
      if (isMember(event.event())) {
        members.put(
            event, StateQuery.of(event.roomNid(), event.rootBefore(), Set.of(event.event().key())));
      }
    }
    Map<StoredEvent, String> before = before(members);
    Map<Long, List<Arrival>> found = new HashMap<>();
    for (StoredEvent event : events) {
      Position position = event.position();
      if (position != null) {
        found
            .computeIfAbsent(event.roomNid(), _ -> new ArrayList<>())
            .add(arrival(event, position, before.get(event)));
      }
    }
    return found;
  }

  /// Which memberships were there before member events.
  private Map<StoredEvent, String> before(Map<StoredEvent, StateQuery> members) {
    Map<StoredEvent, String> before = new HashMap<>();
    if (members.isEmpty()) {
      return before;
    }
    List<Map<StateKey, StoredEvent>> states =
        sources.views().call(views -> views.states(List.copyOf(members.values())));
    int next = 0;
    for (StoredEvent member : members.keySet()) {
      StoredEvent last = states.get(next++).get(member.event().key());
      if (last != null) {
        last.event().content().string("membership").ifPresent(text -> before.put(member, text));
      }
    }
    return before;
  }

  private Arrival arrival(RingEvent event) {
    byte[] last = event.prevContent();
    String before =
        event.membership() == null || last == null
            ? null
            : Json.parseObject(last).string("membership").orElse(null);
    return new Arrival(
        event.position().number(),
        event.nid(),
        event.sender(),
        event.type(),
        event.type().equals(EventTypes.MEMBER) ? event.stateKey() : null,
        event.membership(),
        before,
        () -> json(event),
        null);
  }

  private static Arrival arrival(StoredEvent stored, Position position, @Nullable String before) {
    Event event = stored.event();
    boolean member = isMember(event);
    return new Arrival(
        position.number(),
        stored.nid(),
        event.sender(),
        event.type(),
        member ? event.stateKey() : null,
        member ? event.content().string("membership").orElse(null) : null,
        before,
        json(event),
        stored);
  }

  private JsonObject json(RingEvent event) {
    Parsed known = parsed.get(event.nid());
    if (known == null || known.shared() != event.shared()) {
      JsonObject shared = Json.parseObject(event.shared());
      JsonObject json = shared.with("room_id", new JsonString(event.room().value()));
      known = new Parsed(event.shared(), json);
      parsed.put(event.nid(), known);
    }
    return known.json();
  }

  private static Supplier<JsonObject> json(Event event) {
    return () ->
        JsonObject.builder()
            .put("content", event.content())
            .put("event_id", event.id().value())
            .put("origin_server_ts", event.originServerTs())
            .putIfPresent("redacts", event.redacts() == null ? null : event.redacts().value())
            .put("room_id", event.roomId().value())
            .put("sender", event.sender().value())
            .putIfPresent("state_key", event.stateKey())
            .put("type", event.type())
            .build();
  }

  private static boolean isMember(Event event) {
    return event.isState() && event.type().equals(EventTypes.MEMBER);
  }
}
