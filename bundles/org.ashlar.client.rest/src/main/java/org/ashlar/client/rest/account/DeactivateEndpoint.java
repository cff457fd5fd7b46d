package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.endpoint.UserAuth;
import org.ashlar.presence.Presence;
import org.ashlar.presence.PresenceState;

/// Closes the account of a user for ever and takes the user out of all rooms.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountdeactivate
///   Deactivation
final class DeactivateEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/account/deactivate",
          Route.Auth.OPTIONAL,
          Route.Rate.LOGIN,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountdeactivate");

  private final ClientServices services;

  DeactivateEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserAuth.refuseGuest(request);
    Fields body = new Fields(request.body());
    body.string("id_server");
    boolean erase = body.bool("erase", false);
    return UserAuth.guard(services, request, ROUTE, user -> deactivate(user, erase));
  }

  /// Leaving is asked for first: it outlives a fault of the rest, after which the user can try
  /// again, while nobody could log in to ask for it once the account is closed. Users of this
  /// server have no addresses at identity servers that would have to be unbound.
  private Outcome deactivate(UserId user, boolean erase) {
    services.presence().tryRun(presence -> forget(presence, user));
    services.rooms().run(rooms -> rooms.leaveAll(user));
    services.accounts().run(a -> a.deactivate(user, erase));
    return Reply.ok(JsonObject.builder().put("id_server_unbind_result", "success").build());
  }

  private static void forget(Presence presence, UserId user) {
    presence.profileChanged(user, JsonObject.EMPTY);
    presence.set(user, PresenceState.OFFLINE, null);
  }
}
