package org.ashlar.client.rest.presence;

import java.time.InstantSource;
import java.util.List;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// All endpoints about who is online.
public final class PresenceEndpoints {
  private PresenceEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services) {
    return List.of(
        new SetPresenceEndpoint(services), new PresenceEndpoint(services, InstantSource.system()));
  }
}
