package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ashlar.base.id.UserId;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.ashlar.client.rest.endpoint.RateClasses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserRateEndpointTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final String PATH = "/_synapse/admin/v1/users/@alice:test/override_ratelimit";

  private final ClientHouse house = new ClientHouse().open();
  private String alice;
  private String root;

  @BeforeEach
  void users() {
    alice = house.register("alice");
    house.house.accounts.createUser("root", "secret", true);
    root =
        house
            .post(
                "/_matrix/client/v3/login",
                null,
                "{\"type\":\"m.login.password\",\"user\":\"root\",\"password\":\"secret\"}")
            .text("access_token");
  }

  @Test
  void anOverrideCountsFromTheNextRequestOn() {
    // Given
    house.limit(Map.of(RateClasses.OTHER, new Limit(0.01, 1)));
    assertThat(whoami().status()).isEqualTo(200);
    assertThat(whoami().status()).isEqualTo(429);
    // When all limits are off for this user
    assertThat(house.post(PATH, root, "{}").body())
        .hasToString("{\"messages_per_second\":0,\"burst_count\":0}");
    // Then
    for (int i = 0; i < 5; i++) {
      assertThat(whoami().status()).isEqualTo(200);
    }
    // and they come back
    assertThat(house.delete(PATH, root).body()).hasToString("{}");
    assertThat(whoami().status()).isEqualTo(429);
  }

  @Test
  void setsTheRateOfMessages() {
    // When
    Answer set = house.post(PATH, root, "{\"messages_per_second\":5,\"burst_count\":9}");
    // Then
    assertThat(set.body()).hasToString("{\"messages_per_second\":5,\"burst_count\":9}");
    assertThat(house.get(PATH, root).body()).isEqualTo(set.body());
    assertThat(house.house.accounts.rateOverrides(ALICE))
        .contains(
            RateOverrides.NONE
                .with(RateClasses.MESSAGE, new Limit(5, 9))
                .with(RateClasses.REDACTION, new Limit(5, 9)));
  }

  @Test
  void isEmptyWithoutAnOverride() {
    assertThat(house.get(PATH, root).body()).hasToString("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages_per_second\":-1}",
        "{\"messages_per_second\":\"1\"}",
        "{\"messages_per_second\":100001,\"burst_count\":1}",
        "{\"messages_per_second\":1,\"burst_count\":100001}",
        "{\"messages_per_second\":0.001,\"burst_count\":1}",
        "{\"messages_per_second\":1,\"burst_count\":1.5}",
        "{\"burst_count\":null}",
      })
  void refusesWhatIsNoRate(String body) {
    assertThat(house.post(PATH, root, body).error()).isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.house.accounts.rateOverrides(ALICE)).contains(RateOverrides.NONE);
  }

  @Test
  void isForAdministratorsAndUsersOfThisServer() {
    assertThat(house.get(PATH, alice).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.get(PATH.replace("alice", "nobody"), root).error())
        .isEqualTo("404 M_NOT_FOUND");
    assertThat(house.get(PATH.replace("alice:test", "alice:elsewhere"), root).error())
        .isEqualTo("400 M_INVALID_PARAM");
  }

  private Answer whoami() {
    return house.get("/_matrix/client/v3/account/whoami", alice);
  }
}
