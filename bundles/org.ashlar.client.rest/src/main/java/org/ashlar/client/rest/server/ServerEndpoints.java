package org.ashlar.client.rest.server;

import java.util.List;
import java.util.function.Supplier;
import org.ashlar.base.install.Installation;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.user.ProfileSettings;

/// What the server says about itself.
public final class ServerEndpoints {
  private ServerEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @param installation what the server is
  /// @param support whom people ask for help, as of now
  /// @param profiles what users may change of their profiles, as of now
  /// @return one of each
  public static List<ClientEndpoint> all(
      ClientServices services,
      Installation installation,
      Supplier<Support> support,
      Supplier<ProfileSettings> profiles) {
    return List.of(
        new VersionsEndpoint(services),
        new WellKnownClientEndpoint(installation),
        new WellKnownSupportEndpoint(support),
        new CapabilitiesEndpoint(services, profiles));
  }
}
