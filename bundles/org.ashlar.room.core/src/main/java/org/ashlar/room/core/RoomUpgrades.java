package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
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
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.room.UpgradeRoom;
import org.ashlar.store.MembershipRow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces a room by one of another version, in steps each of which is durable before the next:
///
/// 1. The new room with all its state, in one append. When the server stops after it, the old room
///    is as it was, and may be upgraded again; the new one stays empty but for the upgrader.
/// 2. The tombstone in the old room, and levels under which nobody speaks there, in one append.
/// 3. What leads to the old room: see [Succession]. When the server stops within it, asking for the
///    same upgrade again finds the replacement by the tombstone and completes it: each part looks
///    whether it is done already.
///
/// Asking again for an upgrade that is complete gives the same replacement.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-upgrades Room upgrades
final class RoomUpgrades {
  private static final Logger LOG = LoggerFactory.getLogger(RoomUpgrades.class);
  private static final String TOMBSTONE = "m.room.tombstone";
  private static final List<String> COPIED =
      List.of(
          "m.room.server_acl",
          "m.room.encryption",
          "m.room.name",
          "m.room.avatar",
          "m.room.topic",
          "m.room.guest_access",
          EventTypes.HISTORY_VISIBILITY,
          EventTypes.JOIN_RULES);

  private final Parts parts;
  private final Lanes lanes;
  private final Founding founding;
  private final People people;
  private final Succession succession;
  private final InstantSource clock;

  RoomUpgrades(Parts parts, Lanes lanes, Founding founding, Neighbors neighbors) {
    this.parts = parts;
    this.lanes = lanes;
    this.founding = founding;
    this.people = neighbors.people();
    this.succession = new Succession(parts, lanes, neighbors);
    this.clock = neighbors.clock();
  }

  /// What the old room hands on.
  ///
  /// @param replacement the room that its tombstone names, or null
  private record Old(
      RoomId id,
      Event create,
      String last,
      JsonObject levels,
      Map<StateKey, JsonObject> state,
      @Nullable RoomId replacement) {}

  /// Replaces a room.
  ///
  /// @return the id of the new one
  RoomId upgrade(Requester requester, UpgradeRoom command) {
    UserId user = requester.user();
    Old old = old(user, command.room());
    RoomVersion version = Founding.version(command.version(), command.version());
    RoomId replacement = old.replacement;
    if (replacement == null || !isReplacement(replacement, user, old, version)) {
      replacement = found(user, command, old, version);
      close(user, old.id, replacement);
    }
    succession.complete(user, old.id, replacement);
    return replacement;
  }

  /// Whether a room is what the user has replaced the old one by, and is still in.
  private boolean isReplacement(RoomId room, UserId user, Old old, RoomVersion version) {
    try (Lane.Ticket ticket = lanes.enter(room)) {
      Head head = ticket.head().orElse(null);
      if (head == null || !head.room().version().equals(version)) {
        return false;
      }
      LaneWork work = new LaneWork(parts, ticket, head, clock.millis());
      Event create = work.state(StateKey.CREATE);
      return create != null
          && create.sender().equals(user)
          && "join".equals(MembershipChanges.membership(work, user))
          && create
              .content()
              .object("predecessor")
              .flatMap(predecessor -> predecessor.string("room_id"))
              .filter(old.id.value()::equals)
              .isPresent();
    }
  }

  /// Makes the new room.
  private RoomId found(UserId user, UpgradeRoom command, Old old, RoomVersion version) {
    List<JsonObject> bans = new ArrayList<>();
    List<String> banned = new ArrayList<>();
    collectBans(command.room(), banned, bans);
    JsonObject profile = people.profile(user);
    Founding.Founded founded =
        founding.begin(user, version, createContent(old, command, version, user));
    return founding.complete(
        founded,
        work -> {
          work.add(user, EventTypes.MEMBER, user.value(), joined(profile));
          addState(work, user, old, founded.create());
          for (int i = 0; i < banned.size(); i++) {
            addBan(work, user, banned.get(i), bans.get(i));
          }
          addLastLevels(work, user, old, version);
        });
  }

  /// Reads the old room, and checks that the user may end it.
  private Old old(UserId user, RoomId room) {
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = work(ticket);
      MembershipChanges.requireJoined(work, user);
      String last = work.head().extremities().getLast().id().value();
      Event tombstone = work.state(new StateKey(TOMBSTONE, ""));
      RoomId replacement = tombstone == null ? null : replacement(tombstone.content());
      work.add(user, TOMBSTONE, "", tombstone(room));
      Map<StateKey, JsonObject> state = new LinkedHashMap<>();
      for (String type : COPIED) {
        Event event = work.state(new StateKey(type, ""));
        if (event != null && !event.content().isEmpty()) {
          state.put(event.key(), event.content());
        }
      }
      state.putAll(succession.links(work.head().room(), SpaceLinks.CHILD));
      Event create = work.state(StateKey.CREATE);
      if (create == null) {
        throw MatrixException.notFound("There is no such room.");
      }
      Event levels = work.state(StateKey.POWER_LEVELS);
      return new Old(room, create, last, levels(levels), state, replacement);
    }
  }

  private static JsonObject levels(@Nullable Event levels) {
    return levels == null
        ? JsonObject.EMPTY
        : UpgradedLevels.integers(levels.content(), levels.version());
  }

  private LaneWork work(Lane.Ticket ticket) {
    Head head =
        ticket.head().orElseThrow(() -> MatrixException.forbidden("You are not in this room."));
    return new LaneWork(parts, ticket, head, clock.millis());
  }

  private void collectBans(RoomId room, List<String> banned, List<JsonObject> contents) {
    List<MembershipRow> rows =
        parts
            .store()
            .call(store -> store.room(room))
            .map(head -> head.room().nid())
            .map(nid -> parts.store().call(store -> store.members(nid, List.of())))
            .orElse(List.of());
    for (MembershipRow row : rows) {
      if (row.membership().equals("ban")) {
        JsonObject content = parts.state().event(row.eventNid()).event().content();
        banned.add(row.user().value());
        contents.add(
            JsonObject.builder()
                .put("membership", "ban")
                .putIfPresent("reason", content.get("reason"))
                .build());
      }
    }
  }

  private static JsonObject createContent(
      Old old, UpgradeRoom command, RoomVersion version, UserId user) {
    boolean hashed = version.has(Behavior.ROOM_ID_IS_CREATE_HASH);
    JsonObject predecessor =
        JsonObject.builder()
            .put("room_id", old.id.value())
            .putIfPresent("event_id", hashed ? null : old.last)
            .build();
    JsonObject.Builder content =
        JsonObject.builder()
            .putIfPresent("m.federate", old.create.content().get("m.federate"))
            .putIfPresent("type", old.create.content().get("type"))
            .put("predecessor", predecessor);
    Set<String> creators = new LinkedHashSet<>();
    command.additionalCreators().forEach(creator -> creators.add(creator.value()));
    creators.remove(user.value());
    if (version.has(Behavior.PRIVILEGED_CREATORS) && !creators.isEmpty()) {
      content.put(Founding.ADDITIONAL_CREATORS, JsonArray.ofStrings(creators));
    }
    return content.build();
  }

  private static JsonObject joined(JsonObject profile) {
    return JsonObject.builder().putAll(profile).put("membership", "join").build();
  }

  private static void addState(LaneWork work, UserId user, Old old, Event create) {
    work.add(
        user,
        EventTypes.POWER_LEVELS,
        "",
        UpgradedLevels.first(old.levels, user, create, old.create));
    old.state.forEach((key, content) -> work.add(user, key.type(), key.key(), content));
  }

  private static void addBan(LaneWork work, UserId user, String banned, JsonObject content) {
    try {
      work.add(user, EventTypes.MEMBER, banned, content);
    } catch (MatrixException e) {
      LOG.info("The ban of {} is not carried over: {}", banned, e.getMessage());
    }
  }

  private static void addLastLevels(LaneWork work, UserId user, Old old, RoomVersion version) {
    if (!version.has(Behavior.PRIVILEGED_CREATORS) && !old.levels.isEmpty()) {
      work.add(
          user, EventTypes.POWER_LEVELS, "", UpgradedLevels.last(old.levels, user, old.create));
    }
  }

  /// Ends the old room: tombstone, and power levels under which nobody speaks or invites.
  private void close(UserId user, RoomId room, RoomId replacement) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = work(ticket);
      work.add(user, TOMBSTONE, "", tombstone(replacement));
      Event levels = work.state(StateKey.POWER_LEVELS);
      if (levels != null) {
        restrict(work, user, levels);
      }
      pending = work.submit(null);
    }
    pending.await();
  }

  private static void restrict(LaneWork work, UserId user, Event levels) {
    JsonObject restricted = UpgradedLevels.restricted(levels(levels));
    if (restricted.equals(levels.content())) {
      return;
    }
    try {
      work.add(user, EventTypes.POWER_LEVELS, "", restricted);
    } catch (MatrixException e) {
      LOG.info("The levels of a replaced room stay as they are: {}", e.getMessage());
    }
  }

  private static @Nullable RoomId replacement(JsonObject tombstone) {
    return tombstone.string("replacement_room").flatMap(RoomId::parse).orElse(null);
  }

  private static JsonObject tombstone(RoomId replacement) {
    return JsonObject.builder()
        .put("body", "This room has been replaced")
        .put("replacement_room", replacement.value())
        .build();
  }
}
