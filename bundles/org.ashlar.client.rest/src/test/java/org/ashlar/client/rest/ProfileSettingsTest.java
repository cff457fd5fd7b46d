package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.account.core.AccountHouse;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.ashlar.client.rest.server.Support;
import org.ashlar.client.rest.user.ProfileSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who sees profiles, and what users may change of their own, as the operator wants it.
class ProfileSettingsTest {
  private static final String ALICES = "/_matrix/client/v3/profile/@alice:test";
  private static final String NOBODYS = "/_matrix/client/v3/profile/@nobody:test";
  private static final UserId ALICE = new UserId("@alice:test");
  private static final UserId BOB = new UserId("@bob:test");

  @ParameterizedTest
  @ValueSource(strings = {"", "/displayname"})
  void showsProfilesOnlyToWhoIsLoggedIn(String field) {
    // Given
    ClientHouse house = house(new ProfileSettings(true, false, true, true, true));
    String alice = alice(house);
    String bob = house.register("bob");
    // Then
    assertThat(house.get(ALICES + field, null).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.get(ALICES + field, "wrong").error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(house.get(ALICES + field, alice).text("displayname")).isEqualTo("Alice");
    assertThat(house.get(ALICES + field, bob).text("displayname")).isEqualTo("Alice");
    assertThat(house.get(NOBODYS + field, bob).error()).isEqualTo("404 M_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/displayname"})
  void showsProfilesOnlyToWhoSharesARoom(String field) {
    // Given
    ClientHouse house = house(new ProfileSettings(false, true, true, true, true));
    String alice = alice(house);
    String bob = house.register("bob");
    // Then
    assertThat(house.get(ALICES + field, null).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.get(ALICES + field, bob).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.get(NOBODYS + field, bob).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.get(ALICES + field, alice).text("displayname")).isEqualTo("Alice");
    // When
    house.presence.room(ALICE, BOB);
    // Then
    assertThat(house.get(ALICES + field, bob).text("displayname")).isEqualTo("Alice");
  }

  @ParameterizedTest
  @CsvSource({
    "m.room.join_rules, join_rule, public, 200",
    "m.room.join_rules, join_rule, invite, 403",
    "m.room.history_visibility, history_visibility, world_readable, 200",
    "m.room.history_visibility, history_visibility, shared, 403",
  })
  void showsProfilesOfWhoIsInAnOpenRoom(String type, String name, String value, int status) {
    // Given
    ClientHouse house = house(new ProfileSettings(false, true, true, true, true));
    alice(house);
    // When
    house.room(type, JsonObject.of(name, new JsonString(value)), ALICE);
    // Then
    assertThat(house.get(ALICES, house.register("bob")).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true |true |true |{'enabled':true}",
        "false|true |true |{'enabled':true,'disallowed':['displayname']}",
        "false|false|true |{'enabled':true,'disallowed':['displayname','avatar_url']}",
        "true |true |false|{'enabled':true,'allowed':['displayname','avatar_url']}",
        "false|true |false|{'enabled':true,'allowed':['avatar_url']}",
        "false|false|false|{'enabled':false}",
      })
  void refusesChangesOfWhatTheServerKeeps(
      boolean name, boolean avatar, boolean others, String capability) {
    // Given
    ClientHouse house = house(new ProfileSettings(false, false, name, avatar, others));
    String token = house.register("alice");
    // When
    JsonObject told =
        house.get("/_matrix/client/v3/capabilities", token).body().object("capabilities").get();
    // Then
    assertThat(told.get("m.profile_fields")).isEqualTo(Json.parse(capability.replace('\'', '"')));
    assertThat(told.get("m.set_displayname")).isEqualTo(enabled(name));
    assertThat(told.get("m.set_avatar_url")).isEqualTo(enabled(avatar));
    assertChange(house, token, "displayname", name);
    assertChange(house, token, "avatar_url", avatar);
    assertChange(house, token, "m.tz", others);
    assertChange(house, token, "org.example.job", others);
  }

  @Test
  void followsTheConfigurationWhileItRuns() {
    ClientHouse house = house(ProfileSettings.OPEN);
    alice(house);
    assertThat(house.get(ALICES, null).status()).isEqualTo(200);

    house.routes.apply(settings(new ProfileSettings(true, false, true, true, true)));

    assertThat(house.get(ALICES, null).error()).isEqualTo("401 M_MISSING_TOKEN");
  }

  private static void assertChange(ClientHouse house, String token, String field, boolean allowed) {
    String body = "{\"" + field + "\":\"mxc://a/b\"}";
    Answer set = house.put(ALICES + "/" + field, token, body);
    Answer removed = house.delete(ALICES + "/" + field, token);
    if (allowed) {
      assertThat(set.status()).isEqualTo(200);
      assertThat(removed.status()).isEqualTo(200);
    } else {
      assertThat(set.error()).isEqualTo("403 M_FORBIDDEN");
      assertThat(removed.error()).isEqualTo("403 M_FORBIDDEN");
    }
  }

  private static Object enabled(boolean value) {
    return JsonObject.builder().put("enabled", value).build();
  }

  private static String alice(ClientHouse house) {
    String token = house.register("alice");
    house.put(ALICES + "/displayname", token, "{\"displayname\":\"Alice\"}");
    return token;
  }

  private static ClientHouse house(ProfileSettings profiles) {
    return new ClientHouse(AccountHouse.OPEN, settings(profiles)).open();
  }

  private static Settings settings(ProfileSettings profiles) {
    return new Settings(Support.NONE, profiles);
  }
}
