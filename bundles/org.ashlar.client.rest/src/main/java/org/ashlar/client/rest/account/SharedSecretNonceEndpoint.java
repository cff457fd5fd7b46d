package org.ashlar.client.rest.account;

import org.ashlar.account.Accounts;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Gives a nonce for a registration by shared secret.
///
/// @spec https://element-hq.github.io/synapse/latest/admin_api/register_api.html Shared-secret
///   registration
final class SharedSecretNonceEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_synapse/admin/v1/register",
          Route.Auth.NONE,
          Route.Rate.REGISTRATION,
          "https://element-hq.github.io/synapse/latest/admin_api/register_api.html");

  private final ClientServices services;

  SharedSecretNonceEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    String nonce =
        services
            .accounts()
            .call(Accounts::registrationNonce)
            .orElseThrow(
                () ->
                    new MatrixException(
                        ErrorCode.UNKNOWN,
                        400,
                        "Registration by shared secret is switched off on this server."));
    return Reply.ok(JsonObject.builder().put("nonce", nonce).build());
  }
}
