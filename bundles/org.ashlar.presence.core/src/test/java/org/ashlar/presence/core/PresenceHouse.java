package org.ashlar.presence.core;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.presence.MemoryPresenceStore;
import org.ashlar.presence.PresenceStore;
import org.ashlar.store.EventStore;
import org.ashlar.store.MemoryEventStore;
import org.ashlar.store.SampleRoom;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.hub.MemoryStreamHub;

/// Presence over stores in memory, with a clock that tests move. Nothing happens by itself.
public final class PresenceHouse {
  public final MemoryEventStore store = new MemoryEventStore();
  public final MemoryPresenceStore kept = new MemoryPresenceStore();
  public final MemoryStreamHub hub = new MemoryStreamHub();
  private final String server;
  private Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
  public LocalPresence presence;

  /// Presence of the users of a server; silence of 30 s is offline, 5 minutes are idle.
  public PresenceHouse(String server) {
    this.server = server;
    presence = next();
  }

  /// Another instance on the same stores, as after a restart.
  public LocalPresence next() {
    LocalPresence made =
        new LocalPresence(
            new Selections(),
            new ServerName(server),
            new PresenceSettings(true, 30_000, 300_000),
            () -> now);
    made.bindPresence(new NumberedReference<>(1, PresenceStore.class), kept);
    made.bindStore(new NumberedReference<>(2, EventStore.class), store);
    made.bindHub(new NumberedReference<>(3, StreamHub.class), hub);
    made.activateRole();
    return made;
  }

  /// Lets presence be kept, or not.
  public void enabled(boolean value) {
    presence.apply(new PresenceSettings(value, 30_000, 300_000));
  }

  public void pass(Duration time) {
    now = now.plus(time);
    presence.sweep();
  }

  /// Lets time pass without looking who went idle meanwhile.
  public void later(Duration time) {
    now = now.plus(time);
  }

  public long millis() {
    return now.toEpochMilli();
  }

  public SampleRoom room(UserId... members) {
    SampleRoom room = SampleRoom.create(store, UUID.randomUUID().toString());
    for (UserId member : members) {
      room.member(member, "join");
    }
    room.store();
    return room;
  }
}
