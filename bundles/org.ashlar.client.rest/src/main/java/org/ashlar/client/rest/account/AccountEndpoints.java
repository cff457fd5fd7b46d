package org.ashlar.client.rest.account;

import java.util.List;
import org.ashlar.base.install.Installation;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// All endpoints about accounts, sessions and devices.
public final class AccountEndpoints {
  private AccountEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @param installation what the server is
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services, Installation installation) {
    return List.of(
        new LoginFlowsEndpoint(services),
        new LoginEndpoint(services, installation),
        new RegisterEndpoint(services),
        new UsernameAvailableEndpoint(services),
        new RegistrationTokenEndpoint(services),
        new SharedSecretNonceEndpoint(services),
        new SharedSecretRegisterEndpoint(services),
        new UserRateEndpoint(services, installation, UserRateEndpoint.Form.GET),
        new UserRateEndpoint(services, installation, UserRateEndpoint.Form.POST),
        new UserRateEndpoint(services, installation, UserRateEndpoint.Form.DELETE),
        new RegisterEmailEndpoint(),
        new RegisterPhoneEndpoint(),
        new PasswordEmailEndpoint(),
        new PasswordPhoneEndpoint(),
        new WhoAmIEndpoint(),
        new LogoutEndpoint(services),
        new LogoutAllEndpoint(services),
        new DevicesEndpoint(services),
        new DeviceEndpoint(services),
        new RenameDeviceEndpoint(services),
        new DeleteDeviceEndpoint(services),
        new DeleteDevicesEndpoint(services),
        new RefreshEndpoint(services),
        new GetLoginTokenEndpoint(services),
        new ChangePasswordEndpoint(services),
        new DeactivateEndpoint(services));
  }
}
