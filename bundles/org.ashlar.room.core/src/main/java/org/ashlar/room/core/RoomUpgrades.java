package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomAlias;
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

/// Replaces a room by one of another version.
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
  private final Aliases aliases;
  private final InstantSource clock;

  RoomUpgrades(Parts parts, Lanes lanes, Founding founding, Neighbors neighbors) {
    this.parts = parts;
    this.lanes = lanes;
    this.founding = founding;
    this.people = neighbors.people();
    this.aliases = neighbors.aliases();
    this.clock = neighbors.clock();
  }

  /// What the old room hands on.
  private record Old(
      RoomId id, Event create, String last, JsonObject levels, Map<String, JsonObject> state) {}

  /// Replaces a room.
  ///
  /// @return the id of the new one
  RoomId upgrade(Requester requester, UpgradeRoom command) {
    UserId user = requester.user();
    Old old = old(user, command.room());
    RoomVersion version = Founding.version(command.version(), command.version());
    List<JsonObject> bans = new ArrayList<>();
    List<String> banned = new ArrayList<>();
    collectBans(command.room(), banned, bans);
    JsonObject profile = people.profile(user);
    Founding.Founded founded =
        founding.begin(user, version, createContent(old, command, version, user));
    RoomId replacement =
        founding.complete(
            founded,
            work -> {
              work.add(user, EventTypes.MEMBER, user.value(), joined(profile));
              addState(work, user, old, founded.create());
              for (int i = 0; i < banned.size(); i++) {
                addBan(work, user, banned.get(i), bans.get(i));
              }
              addLastLevels(work, user, old, version);
            });
    Set<String> moved =
        aliases.move(command.room(), replacement).stream()
            .map(RoomAlias::value)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    close(user, command.room(), replacement, moved);
    callItself(user, replacement, old, moved);
    people.carryOver(user, command.room(), replacement);
    return replacement;
  }

  /// Reads the old room, and checks that the user may end it.
  private Old old(UserId user, RoomId room) {
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = work(ticket);
      MembershipChanges.requireJoined(work, user);
      String last = work.head().extremities().getLast().id().value();
      work.add(user, TOMBSTONE, "", tombstone(room));
      Map<String, JsonObject> state = new LinkedHashMap<>();
      List<String> wanted = new ArrayList<>(COPIED);
      wanted.add(CanonicalAlias.KEY.type());
      for (String type : wanted) {
        Event event = work.state(new StateKey(type, ""));
        if (event != null && !event.content().isEmpty()) {
          state.put(type, event.content());
        }
      }
      Event create = work.state(StateKey.CREATE);
      if (create == null) {
        throw MatrixException.notFound("There is no such room.");
      }
      Event levels = work.state(StateKey.POWER_LEVELS);
      return new Old(room, create, last, levels(levels), state);
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
    for (String type : COPIED) {
      JsonObject content = old.state.get(type);
      if (content != null) {
        work.add(user, type, "", content);
      }
    }
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
  private void close(UserId user, RoomId room, RoomId replacement, Set<String> moved) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = work(ticket);
      work.add(user, TOMBSTONE, "", tombstone(replacement));
      Event alias = work.state(CanonicalAlias.KEY);
      if (alias != null && !moved.isEmpty()) {
        ifAllowed(
            work, user, CanonicalAlias.KEY, CanonicalAlias.with(alias.content(), moved, false));
      }
      Event levels = work.state(StateKey.POWER_LEVELS);
      if (levels != null) {
        ifAllowed(work, user, StateKey.POWER_LEVELS, UpgradedLevels.restricted(levels(levels)));
      }
      pending = work.submit(null);
    }
    pending.await();
  }

  private static void ifAllowed(LaneWork work, UserId user, StateKey key, JsonObject content) {
    Event current = work.state(key);
    if (current != null && current.content().equals(content)) {
      return;
    }
    try {
      work.add(user, key.type(), key.key(), content);
    } catch (MatrixException e) {
      LOG.info("{} of a replaced room stays as it is: {}", key.type(), e.getMessage());
    }
  }

  /// Gives the new room the canonical aliases that lead to it now.
  private void callItself(UserId user, RoomId room, Old old, Set<String> moved) {
    JsonObject before = old.state.getOrDefault(CanonicalAlias.KEY.type(), JsonObject.EMPTY);
    JsonObject content = CanonicalAlias.with(before, moved, true);
    if (content.isEmpty()) {
      return;
    }
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = work(ticket);
      work.add(user, CanonicalAlias.KEY.type(), "", content);
      pending = work.submit(null);
    } catch (MatrixException e) {
      LOG.info("The room {} gets no canonical alias: {}", room, e.getMessage());
      return;
    }
    pending.await();
  }

  private static JsonObject tombstone(RoomId replacement) {
    return JsonObject.builder()
        .put("body", "This room has been replaced")
        .put("replacement_room", replacement.value())
        .build();
  }
}
