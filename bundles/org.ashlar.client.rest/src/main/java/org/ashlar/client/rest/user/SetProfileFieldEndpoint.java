package org.ashlar.client.rest.user;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.jspecify.annotations.Nullable;

/// Sets a field of the user's profile.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3profileuseridkeyname
///   Profile field
final class SetProfileFieldEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/profile/{userId}/{keyName}",
          Route.Auth.GUEST,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3profileuseridkeyname");
  private static final int MAX_NAME = 256;
  private static final int MAX_URL = 1000;

  private final Profiles profiles;

  SetProfileFieldEndpoint(Profiles profiles) {
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
    JsonValue value = request.body().get(field);
    if (value == null) {
      throw MatrixException.missingParam("The field " + field + " is missing.");
    }
    profiles.change(user, field, checked(field, value));
    return Reply.ok();
  }

  /// The value to be stored, null to remove the field: an empty name or picture is none.
  private static @Nullable JsonValue checked(String field, JsonValue value) {
    boolean isName = field.equals(Profiles.DISPLAY_NAME);
    if (!isName && !field.equals(Profiles.AVATAR_URL)) {
      return value;
    }
    return switch (value) {
      case JsonNull _ -> null;
      case JsonString(var text) when text.isEmpty() -> null;
      case JsonString(var text) when isName && text.length() > MAX_NAME ->
          throw MatrixException.invalidParam("A display name has at most 256 characters.");
      case JsonString(var text) when !isName && text.length() > MAX_URL ->
          throw MatrixException.invalidParam("An avatar_url has at most 1000 characters.");
      case JsonString _ -> value;
      default -> throw MatrixException.badJson("The field " + field + " must be a string.");
    };
  }
}
