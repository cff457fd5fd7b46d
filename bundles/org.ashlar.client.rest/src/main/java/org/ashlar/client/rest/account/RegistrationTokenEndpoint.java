package org.ashlar.client.rest.account;

import org.ashlar.account.Accounts;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Tells whether a registration token is valid.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1registermloginregistration_tokenvalidity
///   Token validity
final class RegistrationTokenEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v1/register/m.login.registration_token/validity",
          Route.Auth.NONE,
          Route.Rate.REGISTRATION,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1registermloginregistration_tokenvalidity");

  private final ClientServices services;

  RegistrationTokenEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    String token = request.requiredQuery("token");
    if (!services.accounts().call(Accounts::features).registration()) {
      throw MatrixException.forbidden("Registration is switched off on this server.");
    }
    boolean valid = services.accounts().call(a -> a.isRegistrationToken(token));
    return Reply.ok(JsonObject.builder().put("valid", valid).build());
  }
}
