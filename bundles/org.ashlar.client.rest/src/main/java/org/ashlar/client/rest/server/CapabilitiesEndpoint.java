package org.ashlar.client.rest.server;

import java.util.function.Supplier;
import org.ashlar.account.Accounts;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.user.ProfileSettings;
import org.ashlar.event.RoomVersion;
import org.ashlar.room.Rooms;

/// Tells what users of this server can do.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3capabilities
///   Capabilities
final class CapabilitiesEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/capabilities",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3capabilities");

  private final ClientServices services;
  private final Supplier<ProfileSettings> profiles;

  CapabilitiesEndpoint(ClientServices services, Supplier<ProfileSettings> profiles) {
    this.services = services;
    this.profiles = profiles;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    ProfileSettings mine = profiles.get();
    JsonObject.Builder versions = JsonObject.builder();
    RoomVersion.all().keySet().forEach(version -> versions.put(version, "stable"));
    boolean loginTokens = services.accounts().call(Accounts::features).loginTokens();
    return Reply.ok(
        JsonObject.of(
            "capabilities",
            JsonObject.builder()
                .put(
                    "m.room_versions",
                    JsonObject.builder()
                        .put("default", services.rooms().call(Rooms::defaultVersion))
                        .put("available", versions.build())
                        .build())
                .put("m.change_password", enabled(true))
                .put("m.set_displayname", enabled(mine.changeName()))
                .put("m.set_avatar_url", enabled(mine.changeAvatar()))
                .put("m.profile_fields", mine.capability())
                .put("m.3pid_changes", enabled(false))
                .put("m.get_login_token", enabled(loginTokens))
                .put("m.forget_forced_upon_leave", enabled(false))
                .build()));
  }

  private static JsonObject enabled(boolean value) {
    return JsonObject.builder().put("enabled", value).build();
  }
}
