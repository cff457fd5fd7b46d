package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.Charge;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.Requester;
import org.ashlar.room.Rooms;

/// Invites a user, or whoever has an address.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidinvite
///   Invite
final class InviteEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/rooms/{roomId}/invite",
          Route.Auth.USER,
          Route.Rate.INVITE,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidinvite");

  private final Gate<Rooms> rooms;
  private final AddressInvitations addresses;

  InviteEndpoint(ClientServices services) {
    this.rooms = services.rooms();
    this.addresses = new AddressInvitations(services);
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public List<Charge> charges(ClientRequest request) {
    return RoomCharges.invitation(request);
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    RoomId room = request.roomId("roomId");
    JsonObject content = Membership.reason(request);
    if (AddressInvitations.isAddress(request.optionalBody())) {
      AddressInvitations.Invited invited =
          addresses.find(AddressInvitations.address(request.fields()));
      addresses.invite(requester, room, invited, content);
      return Reply.ok();
    }
    UserId target = Membership.target(request);
    rooms.run(
        service ->
            service.change(requester, new ChangeMembership(room, target, Action.INVITE, content)));
    return Reply.ok();
  }
}
