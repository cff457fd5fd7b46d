package org.ashlar.client.rest.sync;

import java.time.Clock;
import java.util.List;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// The endpoints that follow everything a user sees.
public final class SyncEndpoints {
  private SyncEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services) {
    return List.of(new SyncEndpoint(services.sync(), services.presence(), Clock.systemUTC()));
  }
}
