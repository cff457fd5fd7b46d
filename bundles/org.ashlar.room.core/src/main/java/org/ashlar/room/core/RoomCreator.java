package org.ashlar.room.core;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.Requester;
import org.ashlar.store.RoomRef;
import org.jspecify.annotations.Nullable;

/// Makes rooms: all first events of a room go into one append.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom createRoom
final class RoomCreator {
  private static final int OPAQUE_LENGTH = 18;
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Parts parts;
  private final Lanes lanes;
  private final ServerName server;
  private final InstantSource clock;
  private final Function<UserId, JsonObject> profiles;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong lastCreation = new AtomicLong();

  RoomCreator(
      Parts parts,
      Lanes lanes,
      ServerName server,
      InstantSource clock,
      Function<UserId, JsonObject> profiles) {
    this.parts = parts;
    this.lanes = lanes;
    this.server = server;
    this.clock = clock;
    this.profiles = profiles;
  }

  /// Makes a room.
  ///
  /// @param defaultVersion the version when none is asked for
  /// @return its id, once it is durable
  RoomId create(Requester requester, CreateRoom command, String defaultVersion) {
    if (command.aliasLocalpart() != null) {
      throw new MatrixException(
          ErrorCode.UNRECOGNIZED,
          400,
          "This server has no aliases yet; make the room without room_alias_name.");
    }
    RoomVersion version = version(command, defaultVersion);
    Preset preset = Preset.of(command.preset(), command.isPublic());
    long now = nextCreation();
    Event create = createEvent(requester.user(), command, version, preset, now);
    RoomRef room = new RoomRef(create.roomId(), version, 0);
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room.id())) {
      LaneWork work = new LaneWork(parts, ticket, LaneWork.newRoom(room), now);
      try {
        work.add(create, new HashMap<>());
        addState(work, requester.user(), command, version, preset);
      } catch (MatrixException e) {
        throw e.status() == 403
            ? new MatrixException(ErrorCode.INVALID_ROOM_STATE, 400, String.valueOf(e.getMessage()))
            : e;
      }
      pending = work.submit(null);
    }
    pending.await();
    return room.id();
  }

  private void addState(
      LaneWork work, UserId creator, CreateRoom command, RoomVersion version, Preset preset) {
    work.add(
        creator, EventTypes.MEMBER, creator.value(), member("join", creator, JsonObject.EMPTY));
    work.add(
        creator,
        EventTypes.POWER_LEVELS,
        "",
        PowerLevelDefaults.content(creator, command, version, preset));
    Map<StateKey, JsonObject> presetState = preset.state();
    for (CreateRoom.InitialState state : command.initialState()) {
      presetState.remove(state.key());
    }
    presetState.forEach((key, content) -> work.add(creator, key.type(), key.key(), content));
    for (CreateRoom.InitialState state : command.initialState()) {
      work.add(creator, state.key().type(), state.key().key(), state.content());
    }
    addNames(work, creator, command);
    for (UserId invitee : command.invite()) {
      JsonObject direct =
          command.isDirect()
              ? JsonObject.builder().put("is_direct", true).build()
              : JsonObject.EMPTY;
      work.add(creator, EventTypes.MEMBER, invitee.value(), member("invite", invitee, direct));
    }
  }

  private static void addNames(LaneWork work, UserId creator, CreateRoom command) {
    String name = command.name();
    if (name != null) {
      work.add(creator, "m.room.name", "", JsonObject.builder().put("name", name).build());
    }
    String topic = command.topic();
    if (topic != null) {
      work.add(creator, "m.room.topic", "", topic(topic));
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

  private JsonObject member(String membership, UserId user, JsonObject more) {
    return JsonObject.builder()
        .putAll(profiles.apply(user))
        .putAll(more)
        .put("membership", membership)
        .build();
  }

  private Event createEvent(
      UserId creator, CreateRoom command, RoomVersion version, Preset preset, long now) {
    JsonObject.Builder content = command.creationContent().toBuilder();
    content.put("room_version", version.id());
    if (version.has(Behavior.CREATOR_IN_CONTENT)) {
      content.put("creator", creator.value());
    } else {
      content.remove("creator");
    }
    if (version.has(Behavior.PRIVILEGED_CREATORS) && preset == Preset.TRUSTED_PRIVATE_CHAT) {
      content.put("additional_creators", additionalCreators(creator, command));
    }
    RoomId id = version.has(Behavior.ROOM_ID_IS_CREATE_HASH) ? null : new RoomId(opaqueId());
    return parts.signer().sign(draft(id, creator, content.build(), now), version);
  }

  private static EventDraft draft(
      @Nullable RoomId id, UserId creator, JsonObject content, long now) {
    return new EventDraft(
        id, EventTypes.CREATE, "", creator, content, now, List.of(), List.of(), 1, null);
  }

  private static JsonArray additionalCreators(UserId creator, CreateRoom command) {
    List<String> creators =
        new ArrayList<>(
            command
                .creationContent()
                .array("additional_creators")
                .orElse(JsonArray.EMPTY)
                .strings());
    command.invite().stream()
        .filter(user -> !user.equals(creator) && !creators.contains(user.value()))
        .forEach(user -> creators.add(user.value()));
    return JsonArray.ofStrings(creators);
  }

  private static RoomVersion version(CreateRoom command, String defaultVersion) {
    String id = command.version();
    String wanted = id == null ? defaultVersion : id;
    return RoomVersion.find(wanted)
        .orElseThrow(
            () ->
                new MatrixException(
                    ErrorCode.UNSUPPORTED_ROOM_VERSION,
                    400,
                    "This server does not support room version " + wanted + "."));
  }

  private String opaqueId() {
    StringBuilder id = new StringBuilder("!");
    for (int i = 0; i < OPAQUE_LENGTH; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.append(':').append(server.value()).toString();
  }

  /// In version 12 equal create events are one room: no two of this server have the same time.
  private long nextCreation() {
    return lastCreation.updateAndGet(last -> Math.max(last + 1, clock.millis()));
  }
}
