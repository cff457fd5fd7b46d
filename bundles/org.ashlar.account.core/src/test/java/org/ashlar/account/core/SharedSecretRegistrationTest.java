package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ashlar.account.Authentication;
import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.RegistrationOutcome.Reason;
import org.ashlar.account.SharedSecretRequest;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.junit.jupiter.api.Test;

class SharedSecretRegistrationTest {
  private static final String SECRET = "shared_secret";

  private final AccountHouse house =
      new AccountHouse(
          new RegistrationSettings(false, false, Set.of(), false, SECRET, PasswordPolicy.NONE));

  @Test
  void makesAnAdministratorForWhoKnowsTheSecret() throws Exception {
    String nonce = house.accounts.registrationNonce().orElseThrow();

    RegistrationOutcome outcome = house.accounts.registerWithSecret(signed(nonce, "Alice", true));

    var registered = (RegistrationOutcome.Registered) outcome;
    assertThat(registered.user()).isEqualTo(new UserId("@alice:test"));
    var known =
        (Authentication.Known) house.accounts.authenticate(registered.session().accessToken());
    assertThat(known.caller().admin()).isTrue();
    assertThat(house.store.profile(registered.user()))
        .isEqualTo(Optional.of(JsonObject.of("displayname", new JsonString("A. L."))));
  }

  @Test
  void takesANonceOnce() throws Exception {
    String nonce = house.accounts.registrationNonce().orElseThrow();
    house.accounts.registerWithSecret(signed(nonce, "alice", false));

    assertThat(reason(signed(nonce, "bob", false))).isEqualTo(Reason.UNKNOWN_NONCE);
  }

  @Test
  void usesANonceUpWithAWrongSignature() throws Exception {
    String nonce = house.accounts.registrationNonce().orElseThrow();
    SharedSecretRequest wrong =
        new SharedSecretRequest(
            nonce, "a", "p", false, null, null, "00".repeat(20), false, "192.0.2.1");

    assertThat(reason(wrong)).isEqualTo(Reason.WRONG_SIGNATURE);
    assertThat(reason(signed(nonce, "a", false))).isEqualTo(Reason.UNKNOWN_NONCE);
  }

  @Test
  void forgetsANonceAfterAMinute() throws Exception {
    String nonce = house.accounts.registrationNonce().orElseThrow();
    house.pass(Duration.ofMinutes(1));

    assertThat(reason(signed(nonce, "alice", false))).isEqualTo(Reason.UNKNOWN_NONCE);
  }

  @Test
  void refusesAnAdministratorWhoWasNotSigned() throws Exception {
    String nonce = house.accounts.registrationNonce().orElseThrow();
    SharedSecretRequest plain = signed(nonce, "alice", false);
    SharedSecretRequest raised =
        new SharedSecretRequest(
            nonce,
            plain.username(),
            plain.password(),
            true,
            null,
            null,
            plain.mac(),
            false,
            "192.0.2.1");

    assertThat(reason(raised)).isEqualTo(Reason.WRONG_SIGNATURE);
  }

  private Reason reason(SharedSecretRequest request) {
    return ((RegistrationOutcome.Refused) house.accounts.registerWithSecret(request)).reason();
  }

  /// Signs as the clients of this operation do.
  private static SharedSecretRequest signed(String nonce, String name, boolean admin)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET.getBytes(), "HmacSHA1"));
    String role = admin ? "admin" : "notadmin";
    byte[] signature = mac.doFinal(String.join("\0", nonce, name, "wonderland", role).getBytes());
    return new SharedSecretRequest(
        nonce,
        name,
        "wonderland",
        admin,
        null,
        "A. L.",
        HexFormat.of().formatHex(signature),
        false,
        "192.0.2.1");
  }
}
