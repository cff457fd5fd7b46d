package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.ashlar.account.core.AccountHouse;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.json.Json;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.ashlar.client.rest.server.Support;
import org.junit.jupiter.api.Test;

class ServerEndpointsTest {
  private static final String SUPPORT = "/.well-known/matrix/support";
  private static final Support.Contact NOBODY = new Support.Contact("", "");
  private static final String VERSIONS = "/_matrix/client/versions";

  @Test
  void tellsVersionsOnlyWhenEverythingIsThere() {
    ClientHouse house = new ClientHouse();
    assertThat(house.get(VERSIONS, null).error()).isEqualTo("503 M_UNKNOWN");

    house.open();

    Answer answer = house.get(VERSIONS, null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().array("versions").orElseThrow().strings())
        .hasSize(20)
        .startsWith("r0.6.1", "v1.1")
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
                """
                {"default":"12","available":{"1":"stable","2":"stable","3":"stable","4":"stable",
                 "5":"stable","6":"stable","7":"stable","8":"stable","9":"stable","10":"stable",
                 "11":"stable","12":"stable"}}
                """));
  }

  @Test
  void tellsWhatUsersCanDo() {
    ClientHouse house = new ClientHouse().open();

    Answer answer = house.get("/_matrix/client/v3/capabilities", house.register("alice"));

    assertThat(answer.body().object("capabilities").orElseThrow().without("m.room_versions"))
        .isEqualTo(
            Json.parse(
                """
                {"m.change_password":{"enabled":true},"m.set_displayname":{"enabled":true},
                 "m.set_avatar_url":{"enabled":true},"m.profile_fields":{"enabled":true},
                 "m.3pid_changes":{"enabled":false},"m.get_login_token":{"enabled":false},
                 "m.forget_forced_upon_leave":{"enabled":false}}
                """));
    assertThat(house.get("/_matrix/client/v3/capabilities", null).error())
        .isEqualTo("401 M_MISSING_TOKEN");
  }

  @Test
  void tellsWhomToAskForHelpWhenItIsConfigured() {
    assertThat(new ClientHouse().open().get(SUPPORT, null).error()).isEqualTo("404 M_NOT_FOUND");
    Support both =
        new Support(
            "https://help.test",
            new Support.Contact("@admin:test", "admin@test"),
            new Support.Contact("", "security@test"));
    Support page = new Support("https://help.test", NOBODY, NOBODY);

    assertThat(new ClientHouse(AccountHouse.OPEN, both).get(SUPPORT, null).body())
        .isEqualTo(
            Json.parse(
                """
                {"contacts":[
                  {"matrix_id":"@admin:test","email_address":"admin@test","role":"m.role.admin"},
                  {"email_address":"security@test","role":"m.role.security"}],
                 "support_page":"https://help.test"}
                """));
    assertThat(new ClientHouse(AccountHouse.OPEN, page).get(SUPPORT, null).body())
        .isEqualTo(Json.parse("{\"support_page\":\"https://help.test\"}"));
  }

  @Test
  void servesTheOldPathOfEveryOperation() {
    ClientHouse house = new ClientHouse().open();
    String token = house.register("alice");

    assertThat(house.get("/_matrix/client/r0/account/whoami", token).text("user_id"))
        .isEqualTo("@alice:test");
    assertThat(paths("/_matrix/client/r0/")).isEqualTo(paths("/_matrix/client/v3/")).isNotEmpty();
  }

  private static Set<String> paths(String prefix) {
    return new ClientHouse()
        .routes.endpoints().stream()
            .map(Endpoint::route)
            .filter(route -> route.path().startsWith(prefix))
            .map(route -> route.method() + " " + route.path().substring(prefix.length()))
            .collect(Collectors.toSet());
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
