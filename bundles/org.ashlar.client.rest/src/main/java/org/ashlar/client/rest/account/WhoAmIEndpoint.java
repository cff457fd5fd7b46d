package org.ashlar.client.rest.account;

import org.ashlar.account.Caller;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Tells a client who it is.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3accountwhoami Whoami
final class WhoAmIEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/account/whoami",
          Route.Auth.GUEST,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3accountwhoami");

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Caller caller = request.caller();
    DeviceId device = caller.device();
    return Reply.ok(
        JsonObject.builder()
            .put("user_id", caller.user().value())
            .putIfPresent("device_id", device == null ? null : device.value())
            .put("is_guest", caller.isGuest())
            .build());
  }
}
