package org.ashlar.client.rest.account;

import java.util.List;
import org.ashlar.account.Accounts;
import org.ashlar.account.Caller;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.SessionRequest;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.Charge;
import org.ashlar.client.rest.endpoint.Charges;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.endpoint.RateClasses;

/// Logs in with a password or a login token.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3login Login
final class LoginEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/login",
          Route.Auth.NONE,
          Route.Rate.LOGIN,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3login");
  static final String PASSWORD = "m.login.password";
  static final String TOKEN = "m.login.token";

  private final ClientServices services;
  private final Installation installation;

  LoginEndpoint(ClientServices services, Installation installation) {
    this.services = services;
    this.installation = installation;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public List<Charge> charges(ClientRequest request) {
    Charge address = Charges.byAddress(RateClasses.LOGIN_ADDRESS, request);
    JsonObject body = Charges.body(request);
    String user = Charges.user(body);
    if (user == null || !body.string("type").filter(PASSWORD::equals).isPresent()) {
      return List.of(address);
    }
    String account = Charges.account(user);
    return List.of(
        address,
        Charge.one(RateClasses.LOGIN_ACCOUNT, account),
        Charge.ofFailure(RateClasses.LOGIN_FAILED, account));
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Fields body = new Fields(request.body());
    String type = body.requiredString("type");
    SessionRequest session = SessionBody.request(request, body);
    LoginOutcome outcome =
        switch (type) {
          case PASSWORD -> byPassword(body, session);
          case TOKEN -> byToken(body, session);
          default -> throw unknownType(type);
        };
    return switch (outcome) {
      case LoginOutcome.LoggedIn(var opened) -> Reply.ok(SessionBody.answer(opened, installation));
      case LoginOutcome.WrongCredentials _ ->
          throw MatrixException.forbidden(
              type.equals(TOKEN)
                  ? "The login token is not known, used or too old."
                  : "The user name or the password is wrong.");
      case LoginOutcome.Closed(var status) -> throw closed(status);
    };
  }

  private LoginOutcome byPassword(Fields body, SessionRequest session) {
    String user = user(body);
    String password = body.requiredString("password");
    return services.accounts().call(a -> a.login(user, password, session));
  }

  private LoginOutcome byToken(Fields body, SessionRequest session) {
    if (!services.accounts().call(Accounts::features).loginTokens()) {
      throw unknownType(TOKEN);
    }
    String token = body.requiredString("token");
    return services.accounts().call(a -> a.loginWithToken(token, session));
  }

  private static MatrixException unknownType(String type) {
    return new MatrixException(
        ErrorCode.UNKNOWN, 400, "This server has no login of type " + type + ".");
  }

  private static String user(Fields body) {
    JsonObject identifier = body.object("identifier");
    if (identifier == null) {
      String user = body.string("user");
      return user == null && body.string("address") != null
          ? unknownAddress()
          : body.requiredString("user");
    }
    Fields fields = new Fields(identifier);
    if (!identifier.has("type") && identifier.has("address")) {
      return unknownAddress();
    }
    String type = fields.requiredString("type");
    return switch (type) {
      case "m.id.user" -> fields.requiredString("user");
      case "m.id.thirdparty", "m.id.phone" -> unknownAddress();
      default ->
          throw new MatrixException(
              ErrorCode.UNKNOWN, 400, "There is no identifier of type " + type + ".");
    };
  }

  private static String unknownAddress() {
    throw MatrixException.forbidden("No user of this server is known by this address.");
  }

  private static MatrixException closed(Caller.Status status) {
    return status == Caller.Status.LOCKED
        ? new MatrixException(
            ErrorCode.USER_LOCKED,
            401,
            "This account has been locked.",
            JsonObject.builder().put("soft_logout", true).build())
        : new MatrixException(ErrorCode.USER_DEACTIVATED, 403, "This account was deactivated.");
  }
}
