package org.ashlar.client.rest.presence;

import java.time.InstantSource;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.presence.PresenceStatus;

/// Shows the presence of a user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3presenceuseridstatus
///   Presence of a user
final class PresenceEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/presence/{userId}/status",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3presenceuseridstatus");

  private final ClientServices services;
  private final InstantSource clock;

  PresenceEndpoint(ClientServices services, InstantSource clock) {
    this.services = services;
    this.clock = clock;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.userId("userId");
    PresenceStatus status =
        services
            .presence()
            .call(presence -> presence.get(request.user(), user))
            .orElseThrow(
                () -> MatrixException.notFound("Nothing is known of the presence of this user."));
    return Reply.ok(status.answer(clock.millis()));
  }
}
