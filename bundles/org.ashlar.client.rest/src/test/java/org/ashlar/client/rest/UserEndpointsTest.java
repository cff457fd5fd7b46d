package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserEndpointsTest {
  private static final String MINE = "/_matrix/client/v3/user/@alice:test";
  private static final String BOBS = "/_matrix/client/v3/user/@bob:test";
  private static final String PROFILE = "/_matrix/client/v3/profile/@alice:test";

  private final ClientHouse house = new ClientHouse().open();
  private String token;

  @BeforeEach
  void makeAlice() {
    token = house.register("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/account_data/org.example", "/rooms/!r/account_data/org.example"})
  void keepsAccountData(String path) {
    assertThat(house.get(MINE + path, token).error()).isEqualTo("404 M_NOT_FOUND");

    assertThat(house.put(MINE + path, token, "{\"a\":[1,{}]}").status()).isEqualTo(200);

    assertThat(house.get(MINE + path, token).body()).isEqualTo(Json.parse("{\"a\":[1,{}]}"));
    assertThat(house.get(BOBS + path, token).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.put(BOBS + path, token, "{}").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.put(MINE + path, token, "[]").error()).isEqualTo("400 M_BAD_JSON");
    assertThat(house.put(MINE + path, token, "").error()).isEqualTo("400 M_NOT_JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.fully_read", "m.push_rules"})
  void refusesToSetWhatTheServerKeeps(String type) {
    assertThat(house.put(MINE + "/account_data/" + type, token, "{}").error())
        .isEqualTo("405 M_BAD_JSON");
    assertThat(house.put(MINE + "/rooms/!r/account_data/" + type, token, "{}").error())
        .isEqualTo("405 M_BAD_JSON");
  }

  @Test
  void checksIdentifiersInPaths() {
    assertThat(house.get(MINE + "/rooms/@r:x/account_data/t", token).error())
        .isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.get("/_matrix/client/v3/user/alice/account_data/t", token).error())
        .isEqualTo("400 M_INVALID_PARAM");
  }

  @Test
  void keepsFilters() {
    String filter = "{\"room\":{\"timeline\":{\"limit\":10}},\"event_format\":\"client\"}";

    String id = house.post(MINE + "/filter", token, filter).text("filter_id");

    assertThat(id).isNotEmpty().doesNotStartWith("{");
    assertThat(house.get(MINE + "/filter/" + id, token).body()).isEqualTo(Json.parse(filter));
    assertThat(house.get(MINE + "/filter/99", token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.get(MINE + "/filter/x", token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.post(BOBS + "/filter", token, filter).error()).isEqualTo("403 M_FORBIDDEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"room\":[]}",
        "{\"room\":{\"timeline\":1}}",
        "{\"room\":{\"timeline\":{\"limit\":\"10\"}}}",
        "{\"room\":{\"timeline\":{\"limit\":-1}}}",
        "{\"room\":{\"rooms\":\"!a\"}}",
        "{\"room\":{\"state\":{\"lazy_load_members\":\"yes\"}}}",
        "{\"presence\":{\"types\":[1]}}",
        "{\"event_fields\":{}}",
        "{\"event_format\":\"other\"}",
      })
  void refusesFiltersOfAWrongForm(String filter) {
    assertThat(house.post(MINE + "/filter", token, filter).error()).isEqualTo("400 M_BAD_JSON");
  }

  @Test
  void showsProfilesToAnyone() {
    assertThat(house.get(PROFILE, null).body()).isEqualTo(Json.parse("{}"));
    assertThat(house.get(PROFILE + "/displayname", null).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.get("/_matrix/client/v3/profile/@nobody:test", null).error())
        .isEqualTo("404 M_NOT_FOUND");

    house.put(PROFILE + "/displayname", token, "{\"displayname\":\"Alice\"}");

    assertThat(house.get(PROFILE, null).body())
        .isEqualTo(Json.parse("{\"displayname\":\"Alice\"}"));
    assertThat(house.get(PROFILE + "/displayname", null).body())
        .isEqualTo(Json.parse("{\"displayname\":\"Alice\"}"));
  }

  @Test
  void showsNameAndPictureInRoomsButNoOtherField() {
    house.put(PROFILE + "/displayname", token, "{\"displayname\":\"Alice\"}");
    house.put(PROFILE + "/avatar_url", token, "{\"avatar_url\":\"mxc://test/a\"}");
    house.put(PROFILE + "/org.example.job", token, "{\"org.example.job\":{\"a\":null}}");
    house.delete(PROFILE + "/avatar_url", token);

    UserId alice = new UserId("@alice:test");
    assertThat(house.shownProfiles).containsExactly(alice, alice, alice);
    assertThat(house.get(PROFILE, null).body())
        .isEqualTo(Json.parse("{\"displayname\":\"Alice\",\"org.example.job\":{\"a\":null}}"));
  }

  @Test
  void takesAnEmptyNameForNone() {
    house.put(PROFILE + "/displayname", token, "{\"displayname\":\"Alice\"}");

    house.put(PROFILE + "/displayname", token, "{\"displayname\":\"\"}");

    assertThat(house.get(PROFILE, null).body()).isEqualTo(Json.parse("{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "displayname|{}                    |400 M_MISSING_PARAM",
        "displayname|{\"displayname\":1}   |400 M_BAD_JSON",
        "avatar_url |{\"avatar_url\":[]}   |400 M_BAD_JSON",
        "Nonsense   |{\"Nonsense\":1}      |400 M_INVALID_PARAM",
        "nodots     |{\"nodots\":1}        |400 M_INVALID_PARAM",
      })
  void refusesFieldsOfAWrongForm(String field, String body, String error) {
    assertThat(house.put(PROFILE + "/" + field, token, body).error()).isEqualTo(error);
  }

  @Test
  void keepsProfilesFromOthers() {
    String bob = house.register("bob");

    assertThat(house.put(PROFILE + "/displayname", bob, "{\"displayname\":\"x\"}").error())
        .isEqualTo("403 M_FORBIDDEN");
    assertThat(house.delete(PROFILE + "/displayname", bob).error()).isEqualTo("403 M_FORBIDDEN");
    String longName = "{\"displayname\":\"" + "x".repeat(257) + "\"}";
    assertThat(house.put(PROFILE + "/displayname", token, longName).error())
        .isEqualTo("400 M_INVALID_PARAM");
    String longKey = "a.".concat("b".repeat(254));
    assertThat(house.put(PROFILE + "/" + longKey, token, "{}").error())
        .isEqualTo("400 M_KEY_TOO_LARGE");
  }

  @Test
  void limitsTheNamesOfFieldsTo255Bytes() {
    String most = "a.".concat("b".repeat(253));
    String more = "a.".concat("b".repeat(254));
    String wide = "ä".repeat(128);

    assertThat(house.put(PROFILE + "/" + most, token, "{\"" + most + "\":1}").status())
        .isEqualTo(200);
    assertThat(house.put(PROFILE + "/" + more, token, "{\"" + more + "\":1}").error())
        .isEqualTo("400 M_KEY_TOO_LARGE");
    assertThat(house.put(PROFILE + "/" + wide, token, "{\"" + wide + "\":1}").error())
        .isEqualTo("400 M_KEY_TOO_LARGE");
    assertThat(house.delete(PROFILE + "/" + more, token).error()).isEqualTo("400 M_KEY_TOO_LARGE");
  }

  @Test
  void letsGuestsChangeTheirNameOnly() {
    Answer guest = house.post("/_matrix/client/v3/register?kind=guest", null, "{}");
    String path = "/_matrix/client/v3/profile/" + guest.text("user_id");
    String guestToken = guest.text("access_token");

    assertThat(house.put(path + "/displayname", guestToken, "{\"displayname\":\"G\"}").status())
        .isEqualTo(200);
    assertThat(
            house.put(path + "/avatar_url", guestToken, "{\"avatar_url\":\"mxc://a/b\"}").error())
        .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
  }
}
