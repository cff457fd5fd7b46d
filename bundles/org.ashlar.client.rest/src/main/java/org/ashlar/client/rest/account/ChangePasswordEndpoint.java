package org.ashlar.client.rest.account;

import org.ashlar.account.Caller;
import org.ashlar.account.PasswordChange;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.DeviceId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.endpoint.UserAuth;

/// Sets a new password for a user who shows the old one.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpassword
///   Password
final class ChangePasswordEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/account/password",
          Route.Auth.OPTIONAL,
          Route.Rate.LOGIN,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpassword");

  private final ClientServices services;

  ChangePasswordEndpoint(ClientServices services) {
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
    String password = body.requiredString("new_password");
    boolean logoutOthers = body.bool("logout_devices", true);
    services
        .accounts()
        .call(a -> a.weakness(password))
        .ifPresent(
            weakness -> {
              throw RegistrationAnswer.refusal(weakness);
            });
    Caller caller = request.sender();
    DeviceId device = caller == null ? null : caller.device();
    return UserAuth.guard(
        services,
        request,
        ROUTE,
        user -> change(new PasswordChange(user, password, logoutOthers, device)));
  }

  private Outcome change(PasswordChange change) {
    services.accounts().run(a -> a.changePassword(change));
    return Reply.ok();
  }
}
