package org.ashlar.client.rest.directory;

import java.util.List;
import org.ashlar.base.install.Installation;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// All endpoints about room aliases and the public list of rooms.
public final class DirectoryEndpoints {
  private DirectoryEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @param installation whose list it is
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services, Installation installation) {
    return List.of(
        new ResolveAliasEndpoint(services),
        new CreateAliasEndpoint(services),
        new RemoveAliasEndpoint(services),
        new RoomAliasesEndpoint(services),
        new VisibilityEndpoint(services),
        new SetVisibilityEndpoint(services),
        new PublicRoomsEndpoint(services, installation),
        new SearchPublicRoomsEndpoint(services, installation));
  }
}
