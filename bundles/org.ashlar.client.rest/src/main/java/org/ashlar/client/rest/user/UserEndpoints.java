package org.ashlar.client.rest.user;

import java.util.List;
import java.util.function.Supplier;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// All endpoints about what users keep.
public final class UserEndpoints {
  private UserEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @param settings who sees and changes profiles, as of now
  /// @return one of each
  public static List<ClientEndpoint> all(
      ClientServices services, Supplier<ProfileSettings> settings) {
    ProfileReaders readers = new ProfileReaders(services, settings);
    Profiles profiles = new Profiles(services, settings);
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
        new ProfileEndpoint(readers),
        new ProfileFieldEndpoint(readers),
        new SetProfileFieldEndpoint(profiles),
        new RemoveProfileFieldEndpoint(profiles));
  }
}
