package org.ashlar.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.ServerName;
import org.ashlar.state.EventRef;
import org.jspecify.annotations.Nullable;

/// The partial rooms of a [MemoryEventStore], and the stream of those that became full.
final class MemoryPartial {
  private final MemoryEvents events;
  private final Map<Long, PartialRoom> rooms = new HashMap<>();
  private final List<CompletedRoom> completed = new ArrayList<>();

  MemoryPartial(MemoryEvents events) {
    this.events = events;
  }

  @Nullable PartialRoom room(long roomNid) {
    return rooms.get(roomNid);
  }

  /// Why a change can never be stored, or null.
  @Nullable String conflict(Append append) {
    long room = append.room().nid();
    boolean partial = rooms.containsKey(room);
    return switch (append.partial()) {
      case PartialChange.Begin _ when partial -> "the room is partial already";
      case PartialChange.Begin _ -> null;
      case PartialChange.Replace _ when !partial -> "the room is not partial";
      case PartialChange.Replace replace -> conflict(room, replace);
      case null ->
          append.events().stream().anyMatch(event -> event.status().isPartial()) && !partial
              ? "the room is not partial"
              : null;
    };
  }

  private @Nullable String conflict(long room, PartialChange.Replace replace) {
    List<Long> left = new ArrayList<>(nids(room));
    for (Replacement each : replace.events()) {
      if (!left.remove(Long.valueOf(each.ref().nid()))) {
        return each.ref() + " was not judged by partial state";
      }
      StoredEvent old = events.event(each.ref().nid());
      boolean appears =
          old.status() == EventStatus.PARTIAL_REJECTED
              && each.status() == EventStatus.ACCEPTED
              && old.position().number() > 0;
      if (appears != each.moved()) {
        return each.ref() + " is moved, or is not, and should not be, or should";
      }
    }
    return replace.last() && !left.isEmpty() ? "partial events would be left" : null;
  }

  private List<Long> nids(long room) {
    return events.partial(room, Integer.MAX_VALUE).stream().map(StoredEvent::nid).toList();
  }

  /// Follows an append that has its numbers.
  ///
  /// @param place where its changes stand
  /// @return the position at which its room was completed, or null
  @Nullable Position follow(Append append, long place) {
    long room = append.room().nid();
    switch (append.partial()) {
      case null -> {}
      case PartialChange.Begin(EventRef join, List<ServerName> servers) ->
          rooms.put(room, new PartialRoom(join.nid(), servers));
      case PartialChange.Replace(List<Replacement> replaced, boolean last) -> {
        replaced.forEach(events::replace);
        if (last) {
          Position position = new Position(1, completed.size() + 1);
          rooms.remove(room);
          completed.add(new CompletedRoom(room, position, new Position(1, place)));
          return position;
        }
      }
    }
    return null;
  }

  Position position() {
    return new Position(1, completed.size());
  }

  List<CompletedRoom> completions(Position after, Position upTo, int limit) {
    return completed.stream()
        .filter(room -> room.position().number() > after.number())
        .filter(room -> room.position().number() <= upTo.number())
        .limit(limit)
        .toList();
  }
}
