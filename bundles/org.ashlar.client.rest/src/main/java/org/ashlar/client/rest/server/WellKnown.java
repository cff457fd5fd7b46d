package org.ashlar.client.rest.server;

import java.net.URI;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;

/// The object by which clients find the server.
public final class WellKnown {
  private WellKnown() {}

  /// Makes it.
  ///
  /// @param publicBaseUrl where clients reach the server
  /// @return the discovery information
  public static JsonObject of(URI publicBaseUrl) {
    String url = publicBaseUrl.toString();
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return JsonObject.of("m.homeserver", JsonObject.of("base_url", new JsonString(base)));
  }
}
