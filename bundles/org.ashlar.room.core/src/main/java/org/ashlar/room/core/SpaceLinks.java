package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.RoomRef;
import org.ashlar.store.StoredEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the links between spaces and a room that has been replaced lead to its replacement, where
/// the user who replaced it is in the room that has the link, and has the power to change it.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#managing-roomsspaces-included-in-a-space
///   Managing rooms in a space
final class SpaceLinks {
  static final String CHILD = "m.space.child";

  private static final Logger LOG = LoggerFactory.getLogger(SpaceLinks.class);
  private static final String PARENT = "m.space.parent";
  private static final String VIA = "via";

  private final Parts parts;
  private final Lanes lanes;
  private final InstantSource clock;
  private final StateBatch states;

  SpaceLinks(Parts parts, Lanes lanes, InstantSource clock) {
    this.parts = parts;
    this.lanes = lanes;
    this.clock = clock;
    this.states = new StateBatch(parts.state());
  }

  /// The links of a type that a room has, as they are stored.
  Map<StateKey, JsonObject> of(RoomRef room, String type) {
    long root =
        parts
            .store()
            .call(store -> store.currentRoots(List.of(room.nid())))
            .getOrDefault(room.nid(), 0L);
    StateQuery others = StateQuery.lazy(room.nid(), root, Set.of());
    Map<StateKey, JsonObject> links = new LinkedHashMap<>();
    for (StoredEvent stored : states.read(List.of(others)).getFirst().values()) {
      if (stored.event().type().equals(type) && isLink(stored.event())) {
        links.put(stored.event().key(), stored.event().content());
      }
    }
    return links;
  }

  /// Moves what leads from parents and children to a room. A parent's link is moved first; where it
  /// is, the new room names that parent too.
  void move(UserId user, RoomId old, RoomId replacement) {
    RoomRef room = parts.store().call(store -> store.room(old)).orElseThrow().room();
    Map<StateKey, JsonObject> parents = of(room, PARENT);
    parents.forEach(
        (key, content) -> {
          if (isMoved(user, key, CHILD, new Move(old, replacement))) {
            name(user, replacement, key, content);
          }
        });
    of(room, CHILD).keySet().forEach(key -> isMoved(user, key, PARENT, new Move(old, replacement)));
  }

  /// From which room a link shall lead to which.
  private record Move(RoomId from, RoomId to) {}

  /// Moves a link in the room that a state key names.
  ///
  /// @return whether it leads to the new room now
  private boolean isMoved(UserId user, StateKey room, String type, Move move) {
    return RoomId.parse(room.key()).filter(id -> isMoved(user, id, type, move)).isPresent();
  }

  private boolean isMoved(UserId user, RoomId room, String type, Move move) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      Head head = ticket.head().orElse(null);
      if (head == null) {
        return false;
      }
      LaneWork work = new LaneWork(parts, ticket, head, clock.millis());
      Event link = work.state(new StateKey(type, move.from.value()));
      if (link == null || !isLink(link)) {
        Event moved = work.state(new StateKey(type, move.to.value()));
        return moved != null && isLink(moved);
      }
      MembershipChanges.requireJoined(work, user);
      work.add(user, type, move.to.value(), here(link.content()));
      work.add(user, type, move.from.value(), JsonObject.EMPTY);
      pending = work.submit(null);
    } catch (MatrixException e) {
      LOG.info("{} of {} still leads to {}: {}", type, room, move.from, e.getMessage());
      return false;
    }
    pending.await();
    return true;
  }

  /// Lets the new room name a parent.
  private void name(UserId user, RoomId replacement, StateKey key, JsonObject content) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(replacement)) {
      LaneWork work = new LaneWork(parts, ticket, ticket.head().orElseThrow(), clock.millis());
      Event known = work.state(key);
      if (known != null && isLink(known)) {
        return;
      }
      work.add(user, key.type(), key.key(), content);
      pending = work.submit(null);
    } catch (MatrixException e) {
      LOG.info("{} does not name the space {}: {}", replacement, key.key(), e.getMessage());
      return;
    }
    pending.await();
  }

  /// A link to a room in which nobody but this server is yet.
  private JsonObject here(JsonObject content) {
    Set<String> via = new LinkedHashSet<>(Set.of(parts.server().value()));
    via.addAll(content.array(VIA).orElse(JsonArray.EMPTY).strings());
    return content.with(VIA, JsonArray.ofStrings(via));
  }

  private static boolean isLink(Event event) {
    return event.content().array(VIA).filter(via -> via.size() > 0).isPresent();
  }
}
