package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceEndpointsTest {
  private static final String ALICES = "/_matrix/client/v3/presence/@alice:test/status";
  private static final String BOBS = "/_matrix/client/v3/presence/@bob:test/status";

  private final ClientHouse house = new ClientHouse().open();
  private String alice;

  @BeforeEach
  void makeAlice() {
    alice = house.register("alice");
  }

  @Test
  void whatAUserSaysIsShownToWhoSharesARoom() {
    String bob = house.register("bob");
    assertThat(house.get(ALICES, bob).error()).isEqualTo("403 M_FORBIDDEN");
    house.presence.room(new UserId("@alice:test"), new UserId("@bob:test"));

    assertThat(house.put(ALICES, alice, "{\"presence\":\"online\",\"status_msg\":\"here\"}").body())
        .isEqualTo(JsonObject.EMPTY);

    JsonObject shown = house.get(ALICES, bob).body();
    assertThat(shown.without("last_active_ago"))
        .isEqualTo(
            Json.parse(
                "{\"presence\":\"online\",\"status_msg\":\"here\",\"currently_active\":true}"));
    assertThat(shown.integer("last_active_ago")).isPresent();
    assertThat(house.get(BOBS, alice).body()).isEqualTo(Json.parse("{\"presence\":\"offline\"}"));
  }

  @Test
  void aNewNameOrPictureIsToldWithThePresence() {
    UserId user = new UserId("@alice:test");
    String profile = "/_matrix/client/v3/profile/@alice:test";
    house.put(ALICES, alice, "{\"presence\":\"online\"}");
    Position before = house.presence.presence.position();

    house.put(profile + "/displayname", alice, "{\"displayname\":\"Alice\"}");
    house.put(profile + "/avatar_url", alice, "{\"avatar_url\":\"mxc://test/a\"}");
    house.put(profile + "/org.example.job", alice, "{\"org.example.job\":1}");
    house.presence.pass(Duration.ofSeconds(1));

    assertThat(told(user, before))
        .isEqualTo(Json.parse("{\"displayname\":\"Alice\",\"avatar_url\":\"mxc://test/a\"}"));
    assertThat(house.get(ALICES, alice).body().names())
        .containsExactly("presence", "last_active_ago", "currently_active");
    house.delete(profile + "/displayname", alice);
    house.presence.pass(Duration.ofSeconds(1));
    assertThat(told(user, before)).isEqualTo(Json.parse("{\"avatar_url\":\"mxc://test/a\"}"));
  }

  private JsonObject told(UserId user, Position after) {
    return house
        .presence
        .presence
        .changesSince(user, after, house.presence.presence.position())
        .getFirst()
        .profile();
  }

  @Test
  void nothingIsKnownOfAUserOfAnotherServer() {
    house.presence.room(new UserId("@alice:test"), new UserId("@carla:elsewhere"));

    assertThat(house.get("/_matrix/client/v3/presence/@carla:elsewhere/status", alice).error())
        .isEqualTo("404 M_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@alice:test||400 M_NOT_JSON",
        "@alice:test|{}|400 M_MISSING_PARAM",
        "@alice:test|{\"presence\":1}|400 M_BAD_JSON",
        "@alice:test|{\"presence\":\"busy\"}|400 M_INVALID_PARAM",
        "@alice:test|{\"presence\":\"online\",\"status_msg\":1}|400 M_BAD_JSON",
        "@bob:test|{\"presence\":\"online\"}|403 M_FORBIDDEN",
        "alice|{\"presence\":\"online\"}|400 M_INVALID_PARAM",
      })
  void wrongStatesAndForeignUsersAreRefused(String user, String body, String error) {
    String path = "/_matrix/client/v3/presence/" + user + "/status";

    assertThat(house.put(path, alice, body).error()).isEqualTo(error);
    assertThat(house.presence.kept.writes()).isZero();
  }

  @Test
  void presenceNeedsALogin() {
    assertThat(house.get(ALICES, null).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.put(ALICES, null, "{}").error()).isEqualTo("401 M_MISSING_TOKEN");
  }
}
