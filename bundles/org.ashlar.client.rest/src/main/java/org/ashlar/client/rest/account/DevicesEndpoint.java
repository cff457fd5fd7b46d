package org.ashlar.client.rest.account;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Lists the devices of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devices Devices
final class DevicesEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/devices",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3devices");

  private final ClientServices services;

  DevicesEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    List<JsonValue> devices =
        services.accounts().call(a -> a.devices(request.user())).stream()
            .<JsonValue>map(DeviceBody::of)
            .toList();
    return Reply.ok(JsonObject.of("devices", new JsonArray(devices)));
  }
}
