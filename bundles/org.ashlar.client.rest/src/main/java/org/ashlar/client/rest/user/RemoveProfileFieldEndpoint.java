package org.ashlar.client.rest.user;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Removes a field of the user's profile.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3profileuseridkeyname
///   Profile field
final class RemoveProfileFieldEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "DELETE",
          "/_matrix/client/v3/profile/{userId}/{keyName}",
          Route.Auth.GUEST,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3profileuseridkeyname");

  private final Profiles profiles;

  RemoveProfileFieldEndpoint(Profiles profiles) {
    this.profiles = profiles;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    String field = Profiles.field(request);
    UserId user = profiles.changeable(request, field);
    profiles.change(user, field, null);
    return Reply.ok();
  }
}
