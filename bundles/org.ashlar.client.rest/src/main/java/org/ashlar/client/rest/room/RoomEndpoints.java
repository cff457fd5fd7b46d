package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// All endpoints about rooms.
public final class RoomEndpoints {
  private RoomEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services) {
    return List.of();
  }
}
