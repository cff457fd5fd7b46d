package org.ashlar.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Makes signed events of one room for tests. Times rise by a second with each event unless given.
public final class SampleRoom {
  /// The server that signs.
  public static final ServerName SERVER = new ServerName("a.example");

  private static final SigningKey KEY =
      SigningKey.parse("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");

  private final EventSigner signer = new EventSigner(SERVER, KEY);
  private final RoomVersion version;
  private final Event create;
  private long time = 1_700_000_000_000L;

  /// @param version the id of a supported version
  /// @param creator the creator's id
  /// @param more members of the create event's content, as JSON
  public SampleRoom(String version, String creator, String more) {
    this.version = RoomVersion.find(version).orElseThrow();
    JsonObject content =
        JsonObject.builder().put("room_version", version).put("creator", creator).build();
    if (!this.version.has(RoomVersion.Behavior.CREATOR_IN_CONTENT)) {
      content = content.without("creator");
    }
    boolean hashed = this.version.has(RoomVersion.Behavior.ROOM_ID_IS_CREATE_HASH);
    this.create =
        signer.sign(
            new EventDraft(
                hashed ? null : new RoomId("!r:a.example"),
                EventTypes.CREATE,
                "",
                new UserId(creator),
                content.toBuilder().putAll(object(more)).build(),
                time,
                List.of(),
                List.of(),
                1,
                null),
            this.version);
  }

  /// The row of the room's version.
  public RoomVersion version() {
    return version;
  }

  /// The room.
  public RoomId id() {
    return create.roomId();
  }

  /// The room's first event.
  public Event create() {
    return create;
  }

  /// An event one second after the last.
  public Event event(
      String sender,
      String type,
      @Nullable String stateKey,
      String content,
      Collection<Event> authEvents) {
    time += 1000;
    return eventAt(
        time, sender, new Body(type, stateKey, object(content)), authEvents, List.of(create));
  }

  /// An event at a time, after others.
  public Event eventAt(
      long milliseconds,
      String sender,
      Body body,
      Collection<Event> authEvents,
      Collection<Event> prevEvents) {
    Map<EventId, Event> named = new HashMap<>();
    authEvents.forEach(event -> named.put(event.id(), event));
    prevEvents.forEach(event -> named.put(event.id(), event));
    long depth = prevEvents.stream().mapToLong(Event::depth).max().orElse(0) + 1;
    return signer.sign(
        new EventDraft(
            id(),
            body.type,
            body.stateKey,
            new UserId(sender),
            body.content,
            milliseconds,
            ids(prevEvents),
            ids(authEvents),
            depth,
            body.redacts),
        version,
        id -> ReferenceHash.of(named.get(id)));
  }

  private static List<EventId> ids(Collection<Event> events) {
    return events.stream().map(Event::id).toList();
  }

  /// Reads a JSON object; single quotes stand for double quotes.
  public static JsonObject object(String text) {
    return (JsonObject) Json.parse(text.replace('\'', '"'));
  }

  /// What an event says.
  public record Body(
      String type, @Nullable String stateKey, JsonObject content, @Nullable EventId redacts) {
    /// That redacts nothing.
    public Body(String type, @Nullable String stateKey, JsonObject content) {
      this(type, stateKey, content, null);
    }

    /// With the content as JSON, single quotes for double.
    public static Body of(String type, @Nullable String stateKey, String content) {
      return new Body(type, stateKey, object(content));
    }
  }
}
