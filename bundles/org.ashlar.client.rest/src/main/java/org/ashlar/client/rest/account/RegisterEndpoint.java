package org.ashlar.client.rest.account;

import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.RegistrationRequest;
import org.ashlar.account.SessionRequest;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;

/// Registers a user or a guest.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register Register
final class RegisterEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/register",
          Route.Auth.NONE,
          Route.Rate.REGISTRATION,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register");

  private final ClientServices services;

  RegisterEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Fields body = new Fields(request.body());
    String kind = request.query("kind").orElse("user");
    return switch (kind) {
      case "user" -> user(request, body);
      case "guest" -> guest(request, body);
      default -> throw MatrixException.invalidParam("There is no kind of account " + kind + ".");
    };
  }

  private Outcome user(ClientRequest request, Fields body) {
    RegistrationRequest wanted =
        new RegistrationRequest(
            body.string("username"),
            body.string("password"),
            SessionBody.request(request, body),
            body.bool("inhibit_login", false),
            body.string("guest_access_token"),
            body.object("auth"),
            request.http().remoteAddress());
    RegistrationOutcome outcome = services.accounts().call(a -> a.register(wanted));
    return RegistrationAnswer.of(outcome);
  }

  private Outcome guest(ClientRequest request, Fields body) {
    SessionRequest session =
        new SessionRequest(null, SessionBody.displayName(body), false)
            .from(request.http().remoteAddress());
    return RegistrationAnswer.of(services.accounts().call(a -> a.registerGuest(session)));
  }
}
