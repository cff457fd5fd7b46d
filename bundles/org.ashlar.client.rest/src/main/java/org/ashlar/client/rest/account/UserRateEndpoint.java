package org.ashlar.client.rest.account;

import java.util.OptionalLong;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.RateClasses;

/// Shows, sets or removes the rate limits that a user has in the place of the configured ones, as
/// tools for Synapse know it: a rate of 0 switches all limits off, any other is that of messages
/// and redactions.
///
/// @spec
///   https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html#override-ratelimiting-for-users
///   Override ratelimiting for users
final class UserRateEndpoint implements ClientEndpoint {
  private static final String RATE = "messages_per_second";
  private static final String BURST = "burst_count";
  private static final long MOST = 100_000;

  private final ClientServices services;
  private final Installation installation;
  private final Form form;
  private final Route route;

  /// What is done.
  enum Form {
    /// Shows them.
    GET,
    /// Sets them.
    POST,
    /// Removes them, those of other classes too.
    DELETE
  }

  UserRateEndpoint(ClientServices services, Installation installation, Form form) {
    this.services = services;
    this.installation = installation;
    this.form = form;
    this.route =
        new Route(
            form.name(),
            "/_synapse/admin/v1/users/{userId}/override_ratelimit",
            Route.Auth.ADMIN,
            Route.Rate.NONE,
            "https://element-hq.github.io/synapse/latest/admin_api/user_admin_api.html"
                + "#override-ratelimiting-for-users");
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.userId("userId");
    if (!user.isOn(installation.serverName())) {
      throw MatrixException.invalidParam("Only users of this server can have rate limits here.");
    }
    RateOverrides before =
        services
            .accounts()
            .call(a -> a.rateOverrides(user))
            .orElseThrow(() -> MatrixException.notFound("There is no such user."));
    RateOverrides after =
        switch (form) {
          case GET -> before;
          case POST -> changed(before, request);
          case DELETE -> RateOverrides.NONE;
        };
    if (!after.equals(before)) {
      services.accounts().call(a -> a.overrideRates(user, after));
    }
    return Reply.ok(answer(after));
  }

  private static RateOverrides changed(RateOverrides before, ClientRequest request) {
    JsonObject body = request.body();
    long rate = number(body, RATE);
    long burst = number(body, BURST);
    if (rate == 0) {
      return RateOverrides.UNLIMITED;
    }
    Limit limit = new Limit(rate, Math.max(1, burst));
    return before.with(RateClasses.MESSAGE, limit).with(RateClasses.REDACTION, limit);
  }

  private static long number(JsonObject body, String name) {
    if (!body.has(name)) {
      return 0;
    }
    OptionalLong value = body.integer(name);
    if (value.isEmpty() || value.getAsLong() < 0 || value.getAsLong() > MOST) {
      throw MatrixException.invalidParam(
          "The field " + name + " must be an integer from 0 to " + MOST + ".");
    }
    return value.getAsLong();
  }

  private static JsonObject answer(RateOverrides overrides) {
    Limit limit = overrides.limit(RateClasses.MESSAGE);
    if (!overrides.off() && limit == null) {
      return JsonObject.EMPTY;
    }
    return JsonObject.builder()
        .put(RATE, limit == null ? 0 : Math.round(limit.perSecond()))
        .put(BURST, limit == null ? 0 : Math.round(limit.burst()))
        .build();
  }
}
