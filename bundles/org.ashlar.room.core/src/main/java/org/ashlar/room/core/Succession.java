package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.store.RoomRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a room that has been replaced be found by what led to it: aliases and the public list, the
/// names by which the rooms call themselves, links of spaces, and the upgrader's own settings;
/// other members' settings follow when they join. Each part may be done again: it does what is
/// left.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-upgrades Room upgrades
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final Parts parts;
  private final Lanes lanes;
  private final People people;
  private final Aliases aliases;
  private final InstantSource clock;
  private final SpaceLinks spaces;

  Succession(Parts parts, Lanes lanes, Neighbors neighbors) {
    this.parts = parts;
    this.lanes = lanes;
    this.people = neighbors.people();
    this.aliases = neighbors.aliases();
    this.clock = neighbors.clock();
    this.spaces = new SpaceLinks(parts, lanes, clock);
  }

  /// The links of a type that a room has; see [SpaceLinks].
  Map<StateKey, JsonObject> links(RoomRef room, String type) {
    return spaces.of(room, type);
  }

  /// Does what is left.
  void complete(UserId user, RoomId old, RoomId replacement) {
    aliases.move(old, replacement);
    callThemselves(user, old, replacement);
    spaces.move(user, old, replacement);
    people.carryOver(user, old, replacement);
  }

  /// First gives the new room the canonical aliases that lead to it, then takes them from the old
  /// one.
  private void callThemselves(UserId user, RoomId old, RoomId replacement) {
    JsonObject before = canonical(old);
    Set<String> moved = new LinkedHashSet<>();
    for (RoomAlias alias : named(before)) {
      if (aliases.resolve(alias).filter(replacement::equals).isPresent()) {
        moved.add(alias.value());
      }
    }
    if (!moved.isEmpty() && canonical(replacement).isEmpty()) {
      call(user, replacement, CanonicalAlias.with(before, moved, true));
    }
    if (!moved.isEmpty()) {
      call(user, old, CanonicalAlias.with(before, moved, false));
    }
  }

  private static Set<RoomAlias> named(JsonObject content) {
    try {
      return CanonicalAlias.named(content);
    } catch (MatrixException e) {
      LOG.info("A replaced room keeps its canonical alias: {}", e.getMessage());
      return Set.of();
    }
  }

  private JsonObject canonical(RoomId room) {
    try (Lane.Ticket ticket = lanes.enter(room)) {
      Head head = ticket.head().orElse(null);
      Event event = head == null ? null : work(ticket, head).state(CanonicalAlias.KEY);
      return event == null ? JsonObject.EMPTY : event.content();
    }
  }

  private void call(UserId user, RoomId room, JsonObject content) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = work(ticket, ticket.head().orElseThrow());
      work.add(user, CanonicalAlias.KEY.type(), "", content);
      pending = work.submit(null);
    } catch (MatrixException e) {
      LOG.info("The canonical alias of {} stays as it is: {}", room, e.getMessage());
      return;
    }
    pending.await();
  }

  private LaneWork work(Lane.Ticket ticket, Head head) {
    return new LaneWork(parts, ticket, head, clock.millis());
  }
}
