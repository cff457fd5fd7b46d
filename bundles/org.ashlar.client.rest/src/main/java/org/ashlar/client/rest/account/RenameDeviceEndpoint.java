package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.DeviceId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;

/// Names a device of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3devicesdeviceid Device
///   update
final class RenameDeviceEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/devices/{deviceId}",
          Route.Auth.GUEST,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3devicesdeviceid");
  private static final int MAX_NAME = 512;

  private final ClientServices services;

  RenameDeviceEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    DeviceId device = DeviceBody.id(request);
    String name = new Fields(request.body()).shortString("display_name", MAX_NAME);
    boolean known =
        services
            .accounts()
            .call(
                a ->
                    name == null
                        ? a.device(request.user(), device).isPresent()
                        : a.renameDevice(request.user(), device, name));
    if (!known) {
      throw DeviceBody.unknown();
    }
    return Reply.ok();
  }
}
