package org.ashlar.push.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.push.Checkpoint;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Finds the threads of events by following their relations, three steps at most.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#threaded-read-receipts Threads
final class Threads {
  private static final int HOPS = 3;

  private final Sources sources;

  Threads(Sources sources) {
    this.sources = sources;
  }

  /// What is known of an event on the way to its thread.
  private record Way(Arrival arrival, long roomNid, EventId parent) {}

  /// The thread of each event: the root's id, or `main`.
  Map<Arrival, String> of(Collection<RoomScan> scans) {
    Map<Arrival, String> threads = new HashMap<>();
    List<Way> open = new ArrayList<>();
    for (RoomScan scan : scans) {
      for (RoomScan.Noted noted : scan.noted()) {
        Arrival arrival = noted.arrival();
        JsonObject content = arrival.json().get().object("content").orElse(JsonObject.EMPTY);
        step(content, arrival, scan.room().roomNid(), threads).ifPresent(open::add);
      }
    }
    for (int hop = 0; hop < HOPS && !open.isEmpty(); hop++) {
      open = follow(open, threads);
    }
    open.forEach(way -> threads.put(way.arrival(), Checkpoint.MAIN));
    return threads;
  }

  private List<Way> follow(List<Way> ways, Map<Arrival, String> threads) {
    Set<EventId> parents = new HashSet<>();
    ways.forEach(way -> parents.add(way.parent()));
    Map<EventId, StoredEvent> events = sources.store().call(store -> store.events(parents));
    List<Way> open = new ArrayList<>();
    for (Way way : ways) {
      @Nullable StoredEvent parent = events.get(way.parent());
      if (parent == null || parent.roomNid() != way.roomNid()) {
        threads.put(way.arrival(), Checkpoint.MAIN);
      } else {
        step(parent.event().content(), way.arrival(), way.roomNid(), threads).ifPresent(open::add);
      }
    }
    return open;
  }

  /// Decides by one event's relation, or says where to look next.
  private static Optional<Way> step(
      JsonObject content, Arrival arrival, long roomNid, Map<Arrival, String> threads) {
    JsonObject relation = content.object("m.relates_to").orElse(JsonObject.EMPTY);
    String type = relation.string("rel_type").orElse("");
    Optional<EventId> target = relation.string("event_id").flatMap(EventId::parse);
    if (type.isEmpty() || target.isEmpty()) {
      threads.put(arrival, Checkpoint.MAIN);
      return Optional.empty();
    }
    if (type.equals("m.thread")) {
      threads.put(arrival, target.get().value());
      return Optional.empty();
    }
    return Optional.of(new Way(arrival, roomNid, target.get()));
  }
}
