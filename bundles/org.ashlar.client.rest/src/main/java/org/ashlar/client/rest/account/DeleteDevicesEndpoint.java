package org.ashlar.client.rest.account;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.endpoint.UserAuth;

/// Removes several devices of the user and ends their sessions.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3delete_devices Bulk
///   deletion
final class DeleteDevicesEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/delete_devices",
          Route.Auth.USER,
          Route.Rate.LOGIN,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3delete_devices");

  private final ClientServices services;

  DeleteDevicesEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Fields body = new Fields(request.body());
    List<String> devices = body.strings("devices");
    if (!body.json().has("devices")) {
      throw MatrixException.missingParam("The field devices is missing.");
    }
    return UserAuth.guard(
        services, request, ROUTE, user -> DeviceBody.remove(services, user, devices));
  }
}
