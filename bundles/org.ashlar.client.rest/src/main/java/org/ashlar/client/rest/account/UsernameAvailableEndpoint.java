package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Tells whether a user name is free.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3registeravailable
///   Availability
final class UsernameAvailableEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/register/available",
          Route.Auth.NONE,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3registeravailable");

  private final ClientServices services;

  UsernameAvailableEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    String username = request.requiredQuery("username");
    services
        .accounts()
        .call(a -> a.unavailable(username))
        .ifPresent(
            refused -> {
              throw RegistrationAnswer.refusal(refused);
            });
    return Reply.ok(JsonObject.builder().put("available", true).build());
  }
}
