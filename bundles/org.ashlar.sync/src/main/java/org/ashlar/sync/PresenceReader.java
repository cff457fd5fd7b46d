package org.ashlar.sync;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.SyncToken;
import org.jspecify.annotations.Nullable;

/// Presence that a reader has not got yet. Where nobody keeps presence, nothing is told.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#presence Presence
final class PresenceReader {
  private static final String TYPE = "m.presence";

  private final Sources sources;
  private final Memberships memberships;
  private final InstantSource clock;

  PresenceReader(Sources sources, Memberships memberships, InstantSource clock) {
    this.sources = sources;
    this.memberships = memberships;
    this.clock = clock;
  }

  /// The events of the section.
  ///
  /// @param entered rooms that the reader has come into: those who are there have not been told
  JsonArray read(Window window, List<RoomKey> entered) {
    Position upTo = window.now().presence();
    EventFilter filter = window.filter().presence();
    if (upTo == null || !filter.wantsType(TYPE) || !sources.presence().isOpen()) {
      return JsonArray.EMPTY;
    }
    Map<UserId, PresenceStatus> told = new LinkedHashMap<>();
    if (!window.isInitial() && !entered.isEmpty()) {
      List<Long> rooms = entered.stream().map(RoomKey::nid).toList();
      sources
          .presence()
          .call(presence -> presence.presentIn(rooms, upTo))
          .forEach(status -> told.put(status.user(), status));
      told.remove(window.user());
    }
    changes(window, upTo).forEach(status -> told.put(status.user(), status));
    List<JsonValue> events = new ArrayList<>();
    for (PresenceStatus status : told.values()) {
      if (filter.wantsSender(status.user().value())) {
        events.add(event(status));
      }
    }
    return new JsonArray(events);
  }

  private List<PresenceStatus> changes(Window window, Position upTo) {
    Position after = after(window, upTo);
    return after == null || !window.isInitial() && !isChanged(window, after)
        ? List.of()
        : sources.presence().call(presence -> presence.changesSince(window.user(), after, upTo));
  }

  /// Where the reader is; null when there is nothing to say.
  private static @Nullable Position after(Window window, Position upTo) {
    SyncToken since = window.since();
    Position start = new Position(upTo.writer(), 0);
    if (since == null) {
      return start;
    }
    Position after = since.presence();
    if (after == null || after.equals(upTo)) {
      return null;
    }
    return after.writer() == upTo.writer() ? after : start;
  }

  private boolean isChanged(Window window, Position after) {
    Set<String> keys = memberships.joined(window).wakeKeys();
    return sources
        .hub()
        .call(hub -> keys.stream().anyMatch(key -> hub.changedSince(Stream.PRESENCE, key, after)));
  }

  private JsonObject event(PresenceStatus status) {
    return JsonObject.builder()
        .put("type", TYPE)
        .put("sender", status.user().value())
        .put("content", status.content(clock.millis()))
        .build();
  }
}
