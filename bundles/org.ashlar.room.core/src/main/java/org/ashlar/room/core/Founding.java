package org.ashlar.room.core;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.store.RoomRef;
import org.jspecify.annotations.Nullable;

/// Brings new rooms into being: the create event, and all that follows it in one append.
final class Founding {
  static final String ADDITIONAL_CREATORS = "additional_creators";

  private static final int OPAQUE_LENGTH = 18;
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final Parts parts;
  private final Lanes lanes;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong lastCreation = new AtomicLong();

  Founding(Parts parts, Lanes lanes, InstantSource clock) {
    this.parts = parts;
    this.lanes = lanes;
    this.clock = clock;
  }

  /// A room whose create event is signed, and which nobody knows yet.
  record Founded(RoomRef room, Event create, long now) {}

  /// Signs the create event.
  ///
  /// @param content its content; what the version demands is put in
  Founded begin(UserId creator, RoomVersion version, JsonObject content) {
    JsonObject.Builder whole = content.without("creator").toBuilder();
    whole.put("room_version", version.id());
    if (version.has(Behavior.CREATOR_IN_CONTENT)) {
      whole.put("creator", creator.value());
    }
    JsonObject said = whole.build();
    while (true) {
      long now = nextCreation();
      RoomId id = version.has(Behavior.ROOM_ID_IS_CREATE_HASH) ? null : new RoomId(opaqueId());
      Event create = parts.signer().sign(draft(id, creator, said, now), version);
      if (isFree(create.roomId())) {
        return new Founded(new RoomRef(create.roomId(), version, 0), create, now);
      }
    }
  }

  /// Whether nobody has made the room. An earlier life of this server, whose clock ran ahead in a
  /// crowd, may have: equal create events are one room in versions that hash them.
  private boolean isFree(RoomId id) {
    return parts.store().call(store -> store.room(id)).isEmpty();
  }

  /// Adds what follows and stores everything, or nothing.
  ///
  /// @param state adds the events after the create event
  /// @return the room's id, once it is durable
  RoomId complete(Founded founded, Consumer<LaneWork> state) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(founded.room.id())) {
      LaneWork work = new LaneWork(parts, ticket, LaneWork.newRoom(founded.room), founded.now);
      asRoomState(() -> work.add(founded.create, new HashMap<>()));
      state.accept(work);
      pending = work.submit(null);
    }
    pending.await();
    return founded.room.id();
  }

  /// Does something of whose refusal the room that is asked for is to blame.
  ///
  /// @throws MatrixException 400 `M_INVALID_ROOM_STATE` instead of 403
  static void asRoomState(Runnable work) {
    try {
      work.run();
    } catch (MatrixException e) {
      throw e.status() == 403
          ? new MatrixException(ErrorCode.INVALID_ROOM_STATE, 400, String.valueOf(e.getMessage()))
          : e;
    }
  }

  /// The version that is asked for.
  ///
  /// @throws MatrixException 400 `M_UNSUPPORTED_ROOM_VERSION`
  static RoomVersion version(@Nullable String asked, String otherwise) {
    String wanted = asked == null ? otherwise : asked;
    return RoomVersion.find(wanted)
        .orElseThrow(
            () ->
                new MatrixException(
                    ErrorCode.UNSUPPORTED_ROOM_VERSION,
                    400,
                    "This server does not support room version " + wanted + "."));
  }

  /// The additional creators that the content of a create event names.
  ///
  /// @throws MatrixException 400 when they are not a list of user ids
  static List<String> additionalCreators(JsonObject content) {
    JsonValue value = content.get(ADDITIONAL_CREATORS);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array) || array.strings().size() != array.size()) {
      throw MatrixException.badJson("The field additional_creators must be a list of strings.");
    }
    if (!array.strings().stream().map(UserId::parse).allMatch(Optional::isPresent)) {
      throw MatrixException.invalidParam("The field additional_creators must hold only user ids.");
    }
    return array.strings();
  }

  private static EventDraft draft(
      @Nullable RoomId id, UserId creator, JsonObject content, long now) {
    return new EventDraft(
        id, EventTypes.CREATE, "", creator, content, now, List.of(), List.of(), 1, null);
  }

  private String opaqueId() {
    StringBuilder id = new StringBuilder("!");
    for (int i = 0; i < OPAQUE_LENGTH; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.append(':').append(parts.server().value()).toString();
  }

  /// In version 12 equal create events are one room: no two of this server have the same time.
  private long nextCreation() {
    return lastCreation.updateAndGet(last -> Math.max(last + 1, clock.millis()));
  }
}
