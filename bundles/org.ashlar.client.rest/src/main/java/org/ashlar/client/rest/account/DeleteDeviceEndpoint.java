package org.ashlar.client.rest.account;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.UserAuth;

/// Removes a device of the user and ends its session.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3devicesdeviceid
///   Device deletion
final class DeleteDeviceEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "DELETE",
          "/_matrix/client/v3/devices/{deviceId}",
          Route.Auth.USER,
          Route.Rate.LOGIN,
          "https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3devicesdeviceid");

  private final ClientServices services;

  DeleteDeviceEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    List<String> devices = List.of(request.path("deviceId"));
    return UserAuth.guard(
        services, request, ROUTE, user -> DeviceBody.remove(services, user, devices));
  }
}
