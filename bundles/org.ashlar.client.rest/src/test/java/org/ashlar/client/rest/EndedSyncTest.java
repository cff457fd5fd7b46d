package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Wait;
import org.ashlar.base.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sync that waits while its token ends.
class EndedSyncTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final String AUTH =
      "\"auth\":{\"type\":\"m.login.password\",\"password\":\"secret\",\"user\":\"alice\"}";

  private final ClientHouse house = new ClientHouse().open();
  private final List<String> woken = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"logout", "logout/all", "devices", "delete_devices", "deactivate"})
  void isRefusedAtOnce(String way) {
    // Given
    String token = house.register("alice");
    String device = house.get(V3 + "/account/whoami", token).text("device_id");
    house.house.waiters(woken::addAll);
    Wait wait = (Wait) house.sync(token, null);
    // When
    ClientHouse.Answer answer =
        switch (way) {
          case "devices" -> house.call("DELETE", V3 + "/devices/" + device, token, body(""));
          case "delete_devices" ->
              house.post(V3 + "/delete_devices", token, body("\"devices\":[\"" + device + "\"],"));
          case "deactivate" -> house.post(V3 + "/account/deactivate", token, body(""));
          default -> house.post(V3 + "/" + way, token, "{}");
        };
    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(woken).isNotEmpty();
    assertThat(wait.keys()).containsAll(woken);
    assertThatThrownBy(() -> house.sync(token, wait.resumeToken()))
        .isInstanceOfSatisfying(
            MatrixException.class,
            e -> {
              assertThat(e.status()).isEqualTo(401);
              assertThat(e.body().without("error"))
                  .isEqualTo(Json.parse("{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":false}"));
            });
  }

  @Test
  void goesOnWithAnotherDevicesToken() {
    // Given
    String token = house.register("alice");
    String other =
        house
            .post(
                V3 + "/login",
                null,
                "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"secret\"}")
            .text("access_token");
    Wait wait = (Wait) house.sync(other, null);
    // When
    house.post(V3 + "/logout", token, "{}");
    // Then
    assertThat(house.sync(other, wait.resumeToken())).isInstanceOf(Wait.class);
  }

  private static String body(String members) {
    return "{" + members + AUTH + "}";
  }
}
