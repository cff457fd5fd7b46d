package org.ashlar.client.rest.user;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Shows a field of a profile.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuseridkeyname
///   Profile field
final class ProfileFieldEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/profile/{userId}/{keyName}",
          Route.Auth.OPTIONAL,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3profileuseridkeyname");

  private final ProfileReaders readers;

  ProfileFieldEndpoint(ProfileReaders readers) {
    this.readers = readers;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    String field = request.path("keyName");
    JsonValue value = readers.profile(request).get(field);
    if (value == null) {
      throw MatrixException.notFound("The profile has no such field.");
    }
    return Reply.ok(JsonObject.of(field, value));
  }
}
