package org.ashlar.client.rest.account;

import org.ashlar.account.AccountFeatures;
import org.ashlar.account.Accounts;
import org.ashlar.account.LoginToken;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.UserAuth;

/// Makes a token by which the user logs one more client in.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token Login
///   token
final class GetLoginTokenEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v1/login/get_token",
          Route.Auth.USER,
          Route.Rate.LOGIN,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token");

  private final ClientServices services;

  GetLoginTokenEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    request.body();
    AccountFeatures features = services.accounts().call(Accounts::features);
    if (!features.loginTokens()) {
      throw switchedOff();
    }
    return UserAuth.guard(services, request, ROUTE, this::issue);
  }

  private Outcome issue(UserId user) {
    LoginToken token =
        services
            .accounts()
            .call(a -> a.loginToken(user))
            .orElseThrow(GetLoginTokenEndpoint::switchedOff);
    return Reply.ok(
        JsonObject.builder()
            .put("login_token", token.value())
            .put("expires_in_ms", token.expiresIn().toMillis())
            .build());
  }

  private static MatrixException switchedOff() {
    return new MatrixException(
        ErrorCode.UNKNOWN, 400, "This server gives no tokens that log in another client.");
  }
}
