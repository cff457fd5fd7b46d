package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.DeviceId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Shows a device of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devicesdeviceid Device
final class DeviceEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/devices/{deviceId}",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devicesdeviceid");

  private final ClientServices services;

  DeviceEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    DeviceId device = DeviceBody.id(request);
    return services
        .accounts()
        .call(a -> a.device(request.user(), device))
        .map(found -> Reply.ok(DeviceBody.of(found)))
        .orElseThrow(DeviceBody::unknown);
  }
}
