package org.ashlar.client.rest.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ashlar.account.Accounts;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.Charge;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.base.limit.Verdict;
import org.ashlar.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands in front of an endpoint: finds the caller of the access token, refuses whom the route
/// refuses, counts rates, and binds the caller into the request's context.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens Access tokens
public final class GuardedEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedEndpoint.class);
  private static final String BEARER = "Bearer ";
  private static final JsonObject SOFT_LOGOUT =
      JsonObject.builder().put("soft_logout", true).build();
  private static final long STORE_PAUSE_MILLIS = 1000;

  private final ClientEndpoint endpoint;
  private final Route route;
  private final Gate<Accounts> accounts;
  private final RateLimits limits;

  /// @param endpoint what is guarded
  /// @param route where it is: its own route, or the same at another path
  /// @param accounts who knows tokens
  /// @param limits what counts rates
  public GuardedEndpoint(
      ClientEndpoint endpoint, Route route, Gate<Accounts> accounts, RateLimits limits) {
    this.endpoint = endpoint;
    this.route = route;
    this.accounts = accounts;
    this.limits = limits;
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public Outcome handle(Request request) {
    try {
      ClientRequest typed = new ClientRequest(request, caller(request));
      boolean counts =
          route.rate() != Route.Rate.NONE && request.resumeToken() == null && limits.isEnabled();
      return counts ? counted(typed) : call(typed);
    } catch (StoreException e) {
      if (!e.isRetryable()) {
        throw e;
      }
      LOG.warn("{} {} found no working store: {}", route.method(), route.path(), e.getMessage());
      return retryLater(
          MatrixException.unavailable("The database does not answer; try again in a moment."),
          STORE_PAUSE_MILLIS);
    }
  }

  private Outcome counted(ClientRequest request) {
    List<Charge> charges = endpoint.charges(request);
    return switch (limits.take(charges)) {
      case Verdict.Granted() -> judged(request, charges);
      case Verdict.Later(var _, long millis) -> overLimit(millis);
      case Verdict.TooMuch(var _, long most) ->
          throw MatrixException.invalidParam(
              "This is too much in one request; at most " + most + " are allowed at once.");
    };
  }

  /// Gives back what only failures cost, unless this is one.
  private Outcome judged(ClientRequest request, List<Charge> charges) {
    List<Charge> held = charges.stream().filter(Charge::failuresOnly).toList();
    if (held.isEmpty()) {
      return call(request);
    }
    boolean denied = false;
    try {
      Outcome outcome = call(request);
      denied = outcome instanceof Reply reply && isDenial(reply);
      return outcome;
    } catch (MatrixException e) {
      denied = isDenial(e.status());
      throw e;
    } finally {
      if (!denied) {
        limits.giveBack(held);
      }
    }
  }

  /// A 401 that only asks for the next stage of an authentication denies nothing.
  private static boolean isDenial(Reply reply) {
    return isDenial(reply.status()) && Json.parseObject(reply.body()).has("errcode");
  }

  private static boolean isDenial(int status) {
    return status == 401 || status == 403;
  }

  private Outcome call(ClientRequest request) {
    Caller caller = request.sender();
    return caller == null
        ? endpoint.handle(request)
        : RequestContext.current()
            .withCaller(caller.user().value())
            .call(() -> endpoint.handle(request));
  }

  private @Nullable Caller caller(Request request) {
    if (route.auth() == Route.Auth.NONE) {
      return null;
    }
    Optional<String> token = token(request);
    if (token.isEmpty()) {
      if (route.auth() == Route.Auth.OPTIONAL) {
        return null;
      }
      throw new MatrixException(
          ErrorCode.MISSING_TOKEN, 401, "This request needs an access token; log in first.");
    }
    Caller caller =
        switch (accounts.call(
            service -> service.authenticate(token.get(), request.remoteAddress()))) {
          case Authentication.Known known -> known.caller();
          case Authentication.Unknown unknown -> throw unknownToken(unknown.softLogout());
        };
    admit(caller);
    return caller;
  }

  private void admit(Caller caller) {
    switch (caller.status()) {
      case LOCKED -> {
        if (!route.path().contains("/logout")) {
          throw new MatrixException(
              ErrorCode.USER_LOCKED, 401, "This account has been locked.", SOFT_LOGOUT);
        }
      }
      case DEACTIVATED -> throw unknownToken(false);
      case EXPIRED ->
          throw new MatrixException(
              new ErrorCode("ORG_MATRIX_EXPIRED_ACCOUNT"), 403, "This account has expired.");
      case ACTIVE, SUSPENDED, SHADOW_BANNED -> {
        // goes on; endpoints refuse what a suspended user may not do
      }
    }
    if (caller.isGuest() && (route.auth() == Route.Auth.USER || route.auth() == Route.Auth.ADMIN)) {
      throw new MatrixException(
          ErrorCode.GUEST_ACCESS_FORBIDDEN, 403, "Guests may not do this; register first.");
    }
    if (route.auth() == Route.Auth.ADMIN && !caller.admin()) {
      throw MatrixException.forbidden("Only an administrator of this server may do this.");
    }
  }

  private static Reply overLimit(long millis) {
    return retryLater(
        new MatrixException(
            ErrorCode.LIMIT_EXCEEDED,
            429,
            "Too many requests; try again later.",
            JsonObject.builder().put("retry_after_ms", millis).build()),
        millis);
  }

  private static Reply retryLater(MatrixException answer, long millis) {
    long seconds = (millis + 999) / 1000;
    return new Reply(
        answer.status(),
        Map.of("Content-Type", "application/json", "Retry-After", Long.toString(seconds)),
        Json.write(answer.body()));
  }

  private static Optional<String> token(Request request) {
    Optional<String> header = request.header("authorization");
    if (header.isPresent()) {
      return header
          .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
          .map(text -> text.substring(BEARER.length()).strip())
          .filter(text -> !text.isEmpty());
    }
    return request.queryParameter("access_token").filter(text -> !text.isEmpty());
  }

  private static MatrixException unknownToken(boolean softLogout) {
    return new MatrixException(
        ErrorCode.UNKNOWN_TOKEN,
        401,
        "The access token is not known or no longer valid; log in again.",
        JsonObject.builder().put("soft_logout", softLogout).build());
  }
}
