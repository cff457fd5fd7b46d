package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.json.Json;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.junit.jupiter.api.Test;

class ServerEndpointsTest {
  private static final String VERSIONS = "/_matrix/client/versions";

  @Test
  void tellsVersionsOnlyWhenEverythingIsThere() {
    ClientHouse house = new ClientHouse();
    assertThat(house.get(VERSIONS, null).error()).isEqualTo("503 M_UNKNOWN");

    house.open();

    Answer answer = house.get(VERSIONS, null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().array("versions").orElseThrow().strings())
        .hasSize(19)
        .startsWith("v1.1")
        .endsWith("v1.19");
    assertThat(answer.body().object("unstable_features")).isPresent();
  }

  @Test
  void tellsWhereTheServerIsWhenItIsConfigured() {
    ClientHouse house = new ClientHouse().open();
    assertThat(house.get("/.well-known/matrix/client", null).error()).isEqualTo("404 M_NOT_FOUND");

    house.publicBaseUrl("https://matrix.test:8448");

    assertThat(house.get("/.well-known/matrix/client", null).body())
        .isEqualTo(Json.parse("{\"m.homeserver\":{\"base_url\":\"https://matrix.test:8448\"}}"));
  }

  @Test
  void tellsCapabilities() {
    ClientHouse house = new ClientHouse().open();
    String token = house.register("alice");

    Answer answer = house.get("/_matrix/client/v3/capabilities", token);

    assertThat(answer.body().object("capabilities").orElseThrow().get("m.room_versions"))
        .isEqualTo(
            Json.parse(
                "{\"default\":\"12\",\"available\":{\"10\":\"stable\",\"11\":\"stable\",\"12\":\"stable\"}}"));
  }

  @Test
  void hasOneEndpointForEachMethodAndPathAndLinksTheSpecification() {
    Set<String> seen = new HashSet<>();

    for (Endpoint endpoint : new ClientHouse().routes.endpoints()) {
      String place =
          endpoint.route().method() + " " + endpoint.route().path().replaceAll("\\{[^}]*}", "{}");
      assertThat(seen.add(place)).as(place).isTrue();
      assertThat(endpoint.route().spec()).startsWith("https://");
    }
    assertThat(seen).hasSizeGreaterThan(28);
  }
}
