package org.ashlar.presence.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.UserId;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.presence.PresenceStore;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;

/// Writes presence and announces what was written, in the order of the positions. What others wrote
/// in between, another version during a swap, is announced too. Any thread; one writes at a time.
final class PresenceStream {
  private final Gate<PresenceStore> presence;
  private final Gate<EventStore> store;
  private final Gate<StreamHub> hub;
  private @Nullable Position announced;

  PresenceStream(Gate<PresenceStore> presence, Gate<EventStore> store, Gate<StreamHub> hub) {
    this.presence = presence;
    this.store = store;
    this.hub = hub;
  }

  /// Stores changes of different users, and tells those who share a room with them.
  synchronized void write(List<PresenceStatus> changes) {
    Position before = announced == null ? presence.call(PresenceStore::position) : announced;
    Position last = presence.call(s -> s.write(changes));
    Position first = new Position(last.writer(), last.number() - changes.size());
    Set<String> keys = new LinkedHashSet<>();
    if (before.writer() != first.writer() || before.number() < first.number()) {
      presence.call(s -> s.since(before, first)).forEach(change -> concern(change.user(), keys));
    }
    changes.forEach(change -> concern(change.user(), keys));
    hub.tryRun(h -> h.changed(Stream.PRESENCE, last, keys));
    announced = last;
  }

  /// Tells a hub that knows nothing where the stream stands.
  synchronized void announceStart(StreamHub newHub) {
    newHub.start(
        Stream.PRESENCE, announced == null ? presence.call(PresenceStore::position) : announced);
  }

  private void concern(UserId user, Set<String> keys) {
    keys.add(StreamHub.userKey(user));
    store.call(s -> s.memberships(user)).stream()
        .filter(row -> row.membership().equals("join"))
        .forEach(row -> keys.add(StreamHub.roomKey(row.room())));
  }
}
