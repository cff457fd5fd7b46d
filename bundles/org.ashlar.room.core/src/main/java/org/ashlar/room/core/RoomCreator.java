package org.ashlar.room.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.Requester;
import org.ashlar.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes rooms as clients ask for them: all first events of a room go into one append.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom createRoom
final class RoomCreator {
  private static final Logger LOG = LoggerFactory.getLogger(RoomCreator.class);
  private static final int MAX_INVITED = 500;

  private final Founding founding;
  private final ServerName server;
  private final People people;
  private final Aliases aliases;

  RoomCreator(Founding founding, ServerName server, Neighbors neighbors) {
    this.founding = founding;
    this.server = server;
    this.people = neighbors.people();
    this.aliases = neighbors.aliases();
  }

  /// Makes a room.
  ///
  /// @param defaultVersion the version when none is asked for
  /// @return its id, once it is durable
  RoomId create(Requester requester, CreateRoom command, String defaultVersion) {
    RoomVersion version = Founding.version(command.version(), defaultVersion);
    Preset preset = Preset.of(command.preset(), command.isPublic());
    require(command);
    Map<UserId, JsonObject> profiles = new HashMap<>();
    profiles.put(requester.user(), people.profile(requester.user()));
    command.invite().forEach(user -> profiles.put(user, people.profile(user)));
    Founding.Founded founded =
        founding.begin(
            requester.user(), version, createContent(requester.user(), command, version, preset));
    RoomAlias alias = alias(command);
    Draft draft = new Draft(requester.user(), command, version, preset, profiles, alias);
    claim(alias, requester.user(), founded.room().id());
    RoomId room = complete(founded, draft);
    if (command.isPublic()) {
      publish(room);
    }
    return room;
  }

  private RoomId complete(Founding.Founded founded, Draft draft) {
    boolean made = false;
    try {
      RoomId room =
          founding.complete(
              founded,
              work -> {
                Founding.asRoomState(() -> addState(work, draft));
                addInvitations(work, draft);
              });
      made = true;
      return room;
    } finally {
      RoomAlias alias = draft.alias;
      if (!made && alias != null) {
        aliases.release(alias, founded.room().id());
      }
    }
  }

  private @Nullable RoomAlias alias(CreateRoom command) {
    String localpart = command.aliasLocalpart();
    return localpart == null
        ? null
        : RoomAlias.parse("#" + localpart + ":" + server.value())
            .filter(alias -> alias.server().equals(server) && !localpart.isEmpty())
            .orElseThrow(
                () -> MatrixException.invalidParam("The field room_alias_name is no alias."));
  }

  private void claim(@Nullable RoomAlias alias, UserId creator, RoomId room) {
    if (alias != null && !aliases.claim(creator, alias, room)) {
      throw new MatrixException(ErrorCode.ROOM_IN_USE, 400, "The alias " + alias + " is taken.");
    }
  }

  /// The room is there; that it is not listed is no reason to make it again.
  private void publish(RoomId room) {
    try {
      aliases.publish(room);
    } catch (MatrixException | StoreException e) {
      LOG.warn("The room {} is not in the public list: {}", room, e.getMessage());
    }
  }

  private record Draft(
      UserId creator,
      CreateRoom command,
      RoomVersion version,
      Preset preset,
      Map<UserId, JsonObject> profiles,
      @Nullable RoomAlias alias) {
    JsonObject member(String membership, UserId user, JsonObject more) {
      return JsonObject.builder()
          .putAll(profiles.getOrDefault(user, JsonObject.EMPTY))
          .putAll(more)
          .put("membership", membership)
          .build();
    }
  }

  /// What can be told before anything is made.
  private void require(CreateRoom command) {
    if (command.invite().size() > MAX_INVITED) {
      throw MatrixException.invalidParam(
          "At most " + MAX_INVITED + " users can be invited to a new room.");
    }
    StateContent.require(EventTypes.CREATE, command.creationContent());
    for (CreateRoom.InitialState state : command.initialState()) {
      StateContent.require(state.key().type(), state.content());
      if (state.key().equals(CanonicalAlias.KEY)) {
        CanonicalAlias.named(state.content());
      }
    }
    for (UserId user : command.invite()) {
      EventSending.requireUnblocked(people.blocksInvitations(user), user);
    }
  }

  private static void addState(LaneWork work, Draft draft) {
    UserId creator = draft.creator;
    CreateRoom command = draft.command;
    work.add(
        creator,
        EventTypes.MEMBER,
        creator.value(),
        draft.member("join", creator, JsonObject.EMPTY));
    work.add(
        creator,
        EventTypes.POWER_LEVELS,
        "",
        PowerLevelDefaults.content(creator, command, draft.version, draft.preset));
    RoomAlias alias = draft.alias;
    if (alias != null) {
      work.add(
          creator,
          CanonicalAlias.KEY.type(),
          "",
          JsonObject.builder().put("alias", alias.value()).build());
    }
    Map<StateKey, JsonObject> preset = new LinkedHashMap<>(draft.preset.state());
    command.initialState().forEach(state -> preset.remove(state.key()));
    preset.forEach((key, content) -> work.add(creator, key.type(), key.key(), content));
    for (CreateRoom.InitialState state : command.initialState()) {
      work.add(creator, state.key().type(), state.key().key(), state.content());
    }
    String name = command.name();
    if (name != null) {
      work.add(creator, "m.room.name", "", JsonObject.builder().put("name", name).build());
    }
    String topic = command.topic();
    if (topic != null) {
      work.add(creator, "m.room.topic", "", topic(topic));
    }
  }

  private static void addInvitations(LaneWork work, Draft draft) {
    JsonObject direct =
        draft.command.isDirect()
            ? JsonObject.builder().put("is_direct", true).build()
            : JsonObject.EMPTY;
    for (UserId invited : draft.command.invite()) {
      work.add(
          draft.creator,
          EventTypes.MEMBER,
          invited.value(),
          draft.member("invite", invited, direct));
    }
  }

  /// @spec https://spec.matrix.org/v1.19/client-server-api/#mroomtopic m.room.topic
  private static JsonObject topic(String topic) {
    JsonObject text = JsonObject.builder().put("body", topic).put("mimetype", "text/plain").build();
    return JsonObject.builder()
        .put("topic", topic)
        .put("m.topic", JsonObject.of("m.text", new JsonArray(List.of(text))))
        .build();
  }

  private static JsonObject createContent(
      UserId creator, CreateRoom command, RoomVersion version, Preset preset) {
    JsonObject content = command.creationContent();
    if (!version.has(Behavior.PRIVILEGED_CREATORS)) {
      return content;
    }
    Set<String> creators = new LinkedHashSet<>(Founding.additionalCreators(content));
    if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
      command.invite().forEach(user -> creators.add(user.value()));
    }
    creators.remove(creator.value());
    return creators.isEmpty()
        ? content.without(Founding.ADDITIONAL_CREATORS)
        : content.with(Founding.ADDITIONAL_CREATORS, JsonArray.ofStrings(creators));
  }
}
