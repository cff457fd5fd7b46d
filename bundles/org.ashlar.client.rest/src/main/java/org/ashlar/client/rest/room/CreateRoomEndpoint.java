package org.ashlar.client.rest.room;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.limit.Charge;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.directory.InvitationLookup;
import org.ashlar.event.StateKey;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.CreateRoom.InitialState;
import org.ashlar.room.Requester;
import org.ashlar.room.Rooms;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom Create room
final class CreateRoomEndpoint implements ClientEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(CreateRoomEndpoint.class);
  private static final int MAX_ADDRESSES = 50;
  private static final Set<String> PRESETS =
      Set.of("private_chat", "public_chat", "trusted_private_chat");
  private static final Set<String> VISIBILITIES = Set.of("public", "private");
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/createRoom",
          Route.Auth.USER,
          Route.Rate.ROOM_CREATION,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom");

  private final Gate<Rooms> rooms;
  private final AddressInvitations addresses;

  CreateRoomEndpoint(ClientServices services) {
    this.rooms = services.rooms();
    this.addresses = new AddressInvitations(services);
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public List<Charge> charges(ClientRequest request) {
    return RoomCharges.creation(request);
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    Fields fields = new Fields(request.body());
    CreateRoom command = command(fields);
    List<AddressInvitations.Invited> invited =
        addresses(fields).stream().map(addresses::find).toList();
    RoomId room = rooms.call(service -> service.create(requester, command));
    JsonObject content =
        command.isDirect() ? JsonObject.builder().put("is_direct", true).build() : JsonObject.EMPTY;
    for (AddressInvitations.Invited each : invited) {
      invite(requester, room, each, content);
    }
    return Reply.ok(JsonObject.of("room_id", new JsonString(room.value())));
  }

  /// The room is there; that somebody is not invited is no reason to make it again.
  private void invite(
      Requester requester, RoomId room, AddressInvitations.Invited invited, JsonObject content) {
    try {
      addresses.invite(requester, room, invited, content);
    } catch (MatrixException e) {
      LOG.info("An address is not invited to the new room {}: {}", room, e.getMessage());
    }
  }

  private static List<InvitationLookup.Address> addresses(Fields fields) {
    List<JsonObject> objects = fields.objects("invite_3pid");
    if (objects.size() > MAX_ADDRESSES) {
      throw MatrixException.invalidParam(
          "At most " + MAX_ADDRESSES + " addresses can be invited to a new room.");
    }
    return objects.stream().map(Fields::new).map(AddressInvitations::address).toList();
  }

  private static CreateRoom command(Fields fields) {
    String visibility = oneOf(fields, "visibility", VISIBILITIES);
    return new CreateRoom(
        fields.string("room_version"),
        oneOf(fields, "preset", PRESETS),
        "public".equals(visibility),
        fields.string("room_alias_name"),
        fields.string("name"),
        fields.string("topic"),
        fields.strings("invite").stream().map(CreateRoomEndpoint::user).distinct().toList(),
        fields.bool("is_direct", false),
        initialState(fields),
        orEmpty(fields.object("creation_content")),
        orEmpty(fields.object("power_level_content_override")));
  }

  private static List<InitialState> initialState(Fields fields) {
    return fields.objects("initial_state").stream()
        .map(object -> stateEvent(new Fields(object)))
        .toList();
  }

  private static InitialState stateEvent(Fields fields) {
    String stateKey = fields.string("state_key");
    return new InitialState(
        new StateKey(fields.requiredString("type"), stateKey == null ? "" : stateKey),
        fields.requiredObject("content"));
  }

  private static UserId user(String text) {
    return UserId.parse(text)
        .orElseThrow(
            () -> MatrixException.invalidParam("The field invite must hold only user ids."));
  }

  private static @Nullable String oneOf(Fields fields, String name, Set<String> allowed) {
    String text = fields.string(name);
    if (text != null && !allowed.contains(text)) {
      throw MatrixException.invalidParam(
          "The field "
              + name
              + " must be one of "
              + String.join(", ", new TreeSet<>(allowed))
              + ".");
    }
    return text;
  }

  private static JsonObject orEmpty(@Nullable JsonObject object) {
    return object == null ? JsonObject.EMPTY : object;
  }
}
