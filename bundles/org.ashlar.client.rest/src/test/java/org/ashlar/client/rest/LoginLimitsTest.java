package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.ashlar.base.limit.Limit;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.ashlar.client.rest.endpoint.RateClasses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginLimitsTest {
  private final ClientHouse house = new ClientHouse().open();

  @BeforeEach
  void users() {
    house.house.accounts.createUser("alice", "secret", false);
    house.house.accounts.createUser("bob", "secret", false);
  }

  @Test
  void aLoginThatSucceedsIsNoFailedAttempt() {
    // Given
    house.limit(Map.of(RateClasses.LOGIN_FAILED, new Limit(0.1, 2)));
    // When, Then
    for (int i = 0; i < 10; i++) {
      assertThat(login("alice", "secret").status()).isEqualTo(200);
    }
  }

  @Test
  void wrongPasswordsLockTheAccountOutHoweverItIsWritten() {
    // Given
    house.limit(Map.of(RateClasses.LOGIN_FAILED, new Limit(0.1, 2)));
    assertThat(login("alice", "wrong").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(login("@Alice:test", "wrong").error()).isEqualTo("403 M_FORBIDDEN");
    // When
    Answer refused = login("ALICE", "secret");
    // Then
    assertThat(refused.error()).isEqualTo("429 M_LIMIT_EXCEEDED");
    assertThat(refused.body().integer("retry_after_ms")).hasValue(10_000);
    assertThat(refused.headers()).containsEntry("Retry-After", "10");
    assertThat(login("bob", "secret").status()).isEqualTo(200);
    // and after a while
    house.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(login("alice", "secret").status()).isEqualTo(200);
  }

  @Test
  void aRefusedLoginTakesNothingFromTheAddress() {
    // Given
    house.limit(
        Map.of(
            RateClasses.LOGIN_ADDRESS, new Limit(0.1, 3),
            RateClasses.LOGIN_ACCOUNT, new Limit(0.1, 1)));
    assertThat(login("alice", "secret").status()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(login("alice", "secret").status()).isEqualTo(429);
    }
    // When, Then
    assertThat(login("bob", "secret").status()).isEqualTo(200);
    assertThat(login("carla", "secret").status()).isEqualTo(403);
    assertThat(login("dora", "secret").status()).isEqualTo(429);
  }

  @Test
  void wrongPasswordsOfWhoIsLoggedInCountToo() {
    // Given
    String token = login("alice", "secret").text("access_token");
    house.limit(Map.of(RateClasses.LOGIN_FAILED, new Limit(0.1, 2)));
    // When the first step asks for a password and is no failure
    for (int i = 0; i < 4; i++) {
      assertThat(deactivate(token, "{}").error()).isEqualTo("401 null");
    }
    String auth =
        "{\"auth\":{\"type\":\"m.login.password\",\"session\":\"%s\",\"identifier\":"
            + "{\"type\":\"m.id.user\",\"user\":\"alice\"},\"password\":\"%s\"}}";
    String session = deactivate(token, "{}").text("session");
    for (int i = 0; i < 2; i++) {
      assertThat(deactivate(token, auth.formatted(session, "wrong")).error())
          .isEqualTo("401 M_FORBIDDEN");
    }
    // Then
    assertThat(deactivate(token, auth.formatted(session, "secret")).status()).isEqualTo(429);
    assertThat(login("alice", "secret").status()).isEqualTo(429);
    house.limits.enable(false);
    assertThat(deactivate(token, auth.formatted(session, "secret")).status()).isEqualTo(200);
  }

  private Answer deactivate(String token, String body) {
    return house.post("/_matrix/client/v3/account/deactivate", token, body);
  }

  private Answer login(String user, String password) {
    return house.post(
        "/_matrix/client/v3/login",
        null,
        """
        {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "%s"},
         "password": "%s"}
        """
            .formatted(user, password));
  }
}
