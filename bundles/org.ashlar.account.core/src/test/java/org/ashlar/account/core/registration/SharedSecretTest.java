package org.ashlar.account.core.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.account.SharedSecretRequest;
import org.junit.jupiter.api.Test;

/// The expected values come from `openssl dgst -sha1 -hmac shared_secret`.
class SharedSecretTest {
  private final SharedSecret secret = new SharedSecret("shared_secret");

  @Test
  void signsNonceNamePasswordAndRole() {
    assertThat(secret.sign(request(false, null, "")))
        .isEqualTo("a4b1849a77de804966bc7e3fea58dee8aa9f8120");
  }

  @Test
  void signsTheUserTypeWhenThereIsOne() {
    assertThat(secret.sign(request(true, "bot", "")))
        .isEqualTo("6de0c12ee9ef205dbe887880200aed294c2a4817");
  }

  @Test
  void comparesInAnyCase() {
    assertThat(secret.signed(request(false, null, "A4B1849A77DE804966BC7E3FEA58DEE8AA9F8120")))
        .isTrue();
    assertThat(secret.signed(request(true, null, "a4b1849a77de804966bc7e3fea58dee8aa9f8120")))
        .isFalse();
    assertThat(secret.signed(request(false, null, ""))).isFalse();
  }

  private static SharedSecretRequest request(boolean admin, String type, String mac) {
    return new SharedSecretRequest(
        "abcd", "alice", "wonderland", admin, type, null, mac, false, "192.0.2.1");
  }
}
