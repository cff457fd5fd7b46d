package org.ashlar.sync;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
  JsonArray read(Window window) {
    Position upTo = window.now().presence();
    EventFilter filter = window.filter().presence();
    if (upTo == null || !filter.wantsType(TYPE) || !sources.presence().isOpen()) {
      return JsonArray.EMPTY;
    }
    Position after = after(window, upTo);
    if (after == null || after.number() > 0 && !isChanged(window, after)) {
      return JsonArray.EMPTY;
    }
    List<PresenceStatus> changes =
        sources.presence().call(presence -> presence.changesSince(window.user(), after, upTo));
    List<JsonValue> events = new ArrayList<>();
    for (PresenceStatus status : changes) {
      if (filter.wantsSender(status.user().value())) {
        events.add(event(status));
      }
    }
    return new JsonArray(events);
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
