package org.ashlar.client.rest.presence;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.presence.PresenceState;
import org.jspecify.annotations.Nullable;

/// Sets the presence of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3presenceuseridstatus
///   Set presence
final class SetPresenceEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/presence/{userId}/status",
          Route.Auth.USER,
          Route.Rate.PRESENCE,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3presenceuseridstatus");
  private static final int MAX_MESSAGE = 1000;

  private final ClientServices services;

  SetPresenceEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.ownUserId("userId");
    Fields fields = new Fields(request.body());
    PresenceState state =
        PresenceState.of(fields.requiredString("presence"))
            .orElseThrow(
                () ->
                    MatrixException.invalidParam(
                        "The field presence must be online, unavailable or offline."));
    String message = message(fields);
    services.presence().run(presence -> presence.set(user, state, message));
    return Reply.ok();
  }

  private static @Nullable String message(Fields fields) {
    String message = fields.shortString("status_msg", MAX_MESSAGE);
    return message == null || message.isEmpty() ? null : message;
  }
}
