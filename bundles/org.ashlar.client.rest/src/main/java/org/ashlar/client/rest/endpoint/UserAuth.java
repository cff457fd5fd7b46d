package org.ashlar.client.rest.endpoint;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.ashlar.account.AuthChallenge;
import org.ashlar.account.AuthOutcome;
import org.ashlar.account.AuthRequest;
import org.ashlar.account.Caller;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;

/// User-interactive authentication as clients see it.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
///   User-interactive authentication
public final class UserAuth {
  private UserAuth() {}

  /// Goes on with an operation when its user has shown who it is, else answers what is yet to be
  /// shown. To be called when everything else about the request is known to be right.
  ///
  /// @param services who judges
  /// @param request the request
  /// @param route the operation
  /// @param operation what to do then, for that user
  /// @return its answer, or 401 with what is yet to be shown
  /// @throws MatrixException for an authentication that can not go on
  public static Outcome guard(
      ClientServices services,
      ClientRequest request,
      Route route,
      Function<UserId, Outcome> operation) {
    JsonObject body = request.optionalBody();
    new Fields(body).object("auth");
    Caller caller = request.sender();
    Map<String, String> place = new TreeMap<>(request.http().pathParameters());
    AuthRequest wanted =
        new AuthRequest(
            route.method() + " " + route.path() + " " + place,
            caller == null ? null : caller.user(),
            body);
    return switch (services.accounts().call(a -> a.authorize(wanted))) {
      case AuthOutcome.Authorized(UserId user) -> operation.apply(user);
      case AuthOutcome.Challenged(AuthChallenge challenge) -> reply(challenge);
    };
  }

  /// Turns guests away where anybody without a token may come.
  ///
  /// @param request the request
  /// @throws MatrixException 403 `M_GUEST_ACCESS_FORBIDDEN`
  public static void refuseGuest(ClientRequest request) {
    Caller caller = request.sender();
    if (caller != null && caller.isGuest()) {
      throw new MatrixException(
          ErrorCode.GUEST_ACCESS_FORBIDDEN, 403, "Guests may not do this; register first.");
    }
  }

  /// The answer that asks for more.
  ///
  /// @param challenge what is yet to be shown
  /// @return 401
  public static Reply reply(AuthChallenge challenge) {
    MatrixException failure = challenge.failure();
    JsonObject.Builder body = failure == null ? JsonObject.builder() : failure.body().toBuilder();
    body.put("session", challenge.session())
        .put(
            "flows",
            new JsonArray(
                challenge.flows().stream()
                    .<JsonValue>map(flow -> JsonObject.of("stages", JsonArray.ofStrings(flow)))
                    .toList()))
        .put("params", challenge.params());
    if (!challenge.completed().isEmpty()) {
      body.put("completed", JsonArray.ofStrings(challenge.completed()));
    }
    return Reply.json(401, body.build());
  }
}
