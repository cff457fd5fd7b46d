package org.ashlar.client.rest.account;

import org.ashlar.account.RefreshOutcome;
import org.ashlar.account.Session;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;

/// Gives new tokens for a refresh token.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3refresh Refresh
final class RefreshEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/refresh",
          Route.Auth.NONE,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3refresh");

  private final ClientServices services;

  RefreshEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    String token = new Fields(request.body()).requiredString("refresh_token");
    return switch (services.accounts().call(a -> a.refresh(token))) {
      case RefreshOutcome.Refreshed(Session session) ->
          Reply.ok(SessionBody.tokens(session).build());
      case RefreshOutcome.Unknown _ ->
          throw softly(
              ErrorCode.UNKNOWN_TOKEN, "The refresh token is not known or no longer valid.");
      case RefreshOutcome.Locked _ ->
          throw softly(ErrorCode.USER_LOCKED, "This account has been locked.");
    };
  }

  private static MatrixException softly(ErrorCode code, String message) {
    JsonObject softly = JsonObject.builder().put("soft_logout", true).build();
    return new MatrixException(code, 401, message, softly);
  }
}
