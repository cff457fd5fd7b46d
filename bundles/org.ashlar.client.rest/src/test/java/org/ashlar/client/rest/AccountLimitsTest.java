package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.base.limit.Limit;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every operation about accounts that the specification counts is counted.
class AccountLimitsTest {
  private final ClientHouse house = new ClientHouse().open();

  @ParameterizedTest
  @CsvSource({
    "GET, v3/login,",
    "POST, v3/login,",
    "POST, v3/register,",
    "GET, v3/register/available?username=bob,",
    "GET, v1/register/m.login.registration_token/validity?token=a,",
    "POST, v3/register/email/requestToken,",
    "POST, v3/register/msisdn/requestToken,",
    "POST, v3/account/password/email/requestToken,",
    "POST, v3/account/password/msisdn/requestToken,",
    "POST, v3/refresh,",
    "POST, v3/account/password,",
    "POST, v3/account/deactivate,",
    "POST, v1/login/get_token, alice",
    "POST, v3/account/password, alice",
    "POST, v3/account/deactivate, alice",
    "DELETE, v3/devices/A, alice",
    "POST, v3/delete_devices, alice",
    "GET, v3/account/whoami, alice",
    "GET, v3/capabilities, alice",
    "GET, r0/login,",
  })
  void countsCalls(String method, String path, String user) {
    String token = user == null ? null : house.register(user);
    house.limit(ClassCoverageTest.all(new Limit(0.01, 1)));

    Answer first = house.call(method, "/_matrix/client/" + path, token, "{}");
    Answer second = house.call(method, "/_matrix/client/" + path, token, "{}");

    assertThat(first.status()).isNotEqualTo(429);
    assertThat(second.error()).isEqualTo("429 M_LIMIT_EXCEEDED");
    assertThat(second.body().integer("retry_after_ms").orElseThrow()).isPositive();
    assertThat(second.headers()).containsKey("Retry-After");
  }
}
