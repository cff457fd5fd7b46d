package org.ashlar.client.rest.account;

import java.net.URI;
import java.time.Duration;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.server.WellKnown;
import org.jspecify.annotations.Nullable;

/// What requests and answers about sessions have in common.
final class SessionBody {
  private static final int MAX_TEXT = 512;

  private SessionBody() {}

  /// What a client wants its session to be.
  static SessionRequest request(ClientRequest request, Fields body) {
    String device = body.shortString("device_id", MAX_TEXT);
    return new SessionRequest(
        device == null || device.isEmpty() ? null : new DeviceId(device),
        displayName(body),
        body.bool("refresh_token", false),
        request.http().remoteAddress());
  }

  /// The name that a client wants for a new device, or null.
  static @Nullable String displayName(Fields body) {
    return body.shortString("initial_device_display_name", MAX_TEXT);
  }

  /// The answer of a login.
  static JsonObject answer(Session session, Installation installation) {
    URI url = installation.publicBaseUrl().orElse(null);
    return members(session)
        .putIfPresent("well_known", url == null ? null : WellKnown.of(url))
        .build();
  }

  /// The members that tell of a session.
  static JsonObject.Builder members(Session session) {
    return JsonObject.builder()
        .put("user_id", session.user().value())
        .put("device_id", session.device().value())
        .put("home_server", session.user().server().value())
        .putAll(tokens(session).build());
  }

  /// The members that are its secrets.
  static JsonObject.Builder tokens(Session session) {
    Duration expires = session.expiresIn();
    return JsonObject.builder()
        .put("access_token", session.accessToken())
        .putIfPresent("refresh_token", session.refreshToken())
        .putIfPresent(
            "expires_in_ms", expires == null ? null : new JsonInteger(expires.toMillis()));
  }
}
