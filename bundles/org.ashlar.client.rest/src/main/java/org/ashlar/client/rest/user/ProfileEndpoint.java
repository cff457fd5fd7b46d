package org.ashlar.client.rest.user;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Shows a profile.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuserid Profile
final class ProfileEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/profile/{userId}",
          Route.Auth.OPTIONAL,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuserid");

  private final ProfileReaders readers;

  ProfileEndpoint(ProfileReaders readers) {
    this.readers = readers;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    return Reply.ok(readers.profile(request));
  }
}
