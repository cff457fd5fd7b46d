package org.ashlar.client.rest.account;

import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.SharedSecretRequest;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;

/// Registers a user for somebody who knows the shared secret.
///
/// @spec https://element-hq.github.io/synapse/latest/admin_api/register_api.html Shared-secret
///   registration
final class SharedSecretRegisterEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_synapse/admin/v1/register",
          Route.Auth.NONE,
          Route.Rate.REGISTRATION,
          "https://element-hq.github.io/synapse/latest/admin_api/register_api.html");
  private static final int MAX_TEXT = 512;

  private final ClientServices services;

  SharedSecretRegisterEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Fields body = new Fields(request.body());
    SharedSecretRequest signed =
        new SharedSecretRequest(
            needed(body, "nonce"),
            needed(body, "username"),
            needed(body, "password"),
            body.bool("admin", false),
            body.shortString("user_type", MAX_TEXT),
            body.shortString("displayname", MAX_TEXT),
            needed(body, "mac"),
            body.bool("inhibit_login", false),
            request.http().remoteAddress());
    RegistrationOutcome outcome = services.accounts().call(a -> a.registerWithSecret(signed));
    return RegistrationAnswer.of(outcome);
  }

  /// As those who use this operation know it: what is missing is `M_BAD_JSON`.
  private static String needed(Fields body, String name) {
    String text = body.string(name);
    if (text == null || text.isEmpty() || text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
      throw MatrixException.badJson(
          "The field " + name + " must be a text of 1 to " + MAX_TEXT + " characters.");
    }
    return text;
  }
}
