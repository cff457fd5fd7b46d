package org.ashlar.client.rest.server;

import java.util.List;
import org.ashlar.base.install.Installation;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// What the server says about itself.
public final class ServerEndpoints {
  private ServerEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @param installation what the server is
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services, Installation installation) {
    return List.of(
        new VersionsEndpoint(services),
        new WellKnownClientEndpoint(installation),
        new CapabilitiesEndpoint(services));
  }
}
