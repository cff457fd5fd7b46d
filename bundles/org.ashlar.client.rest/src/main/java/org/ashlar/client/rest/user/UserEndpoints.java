package org.ashlar.client.rest.user;

import java.util.List;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// All endpoints about what users keep.
public final class UserEndpoints {
  private UserEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services) {
    return List.of(
        new AccountDataEndpoint(services),
        new SetAccountDataEndpoint(services),
        new RoomAccountDataEndpoint(services),
        new SetRoomAccountDataEndpoint(services),
        new TagsEndpoint(services),
        new SetTagEndpoint(services),
        new RemoveTagEndpoint(services),
        new DefineFilterEndpoint(services),
        new FilterEndpoint(services),
        new ProfileEndpoint(services),
        new ProfileFieldEndpoint(services),
        new SetProfileFieldEndpoint(services),
        new RemoveProfileFieldEndpoint(services));
  }
}
