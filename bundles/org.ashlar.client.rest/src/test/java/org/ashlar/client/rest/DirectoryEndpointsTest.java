package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.ashlar.store.SampleRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryEndpointsTest {
  private static final String ALIAS = "/_matrix/client/v3/directory/room/#lounge:test";
  private static final String LIST = "/_matrix/client/v3/directory/list/room/";
  private static final String PUBLIC = "/_matrix/client/v3/publicRooms";
  private static final UserId ALICE = new UserId("@alice:test");

  private final ClientHouse house = new ClientHouse().open();
  private String alice;
  private String bob;
  private SampleRoom room;

  @BeforeEach
  void makeUsersAndARoom() {
    alice = house.register("alice");
    bob = house.register("bob");
    room = house.directory.room(ALICE);
  }

  @Test
  void anAliasIsMadeFoundAndRemoved() {
    assertThat(house.get(ALIAS, null).error()).isEqualTo("404 M_NOT_FOUND");

    Answer made = house.put(ALIAS, alice, body(room));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.body()).isEqualTo(JsonObject.EMPTY);
    assertThat(house.put(ALIAS, alice, body(room)).error()).isEqualTo("409 M_UNKNOWN");

    assertThat(house.get(ALIAS, null).body())
        .isEqualTo(json("{\"room_id\":\"%s\",\"servers\":[\"test\"]}".formatted(room.id())));

    assertThat(house.delete(ALIAS, bob).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.delete(ALIAS, alice).body()).isEqualTo(JsonObject.EMPTY);
    assertThat(house.delete(ALIAS, alice).error()).isEqualTo("404 M_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|lounge||400 M_INVALID_PARAM",
        "GET|#lounge||400 M_INVALID_PARAM",
        "GET|#lounge:elsewhere||404 M_NOT_FOUND",
        "DELETE|lounge||400 M_INVALID_PARAM",
        "DELETE|#lounge:elsewhere||404 M_NOT_FOUND",
        "PUT|lounge|{}|400 M_INVALID_PARAM",
        "PUT|#lounge:test||400 M_NOT_JSON",
        "PUT|#lounge:test|{}|400 M_MISSING_PARAM",
        "PUT|#lounge:test|{\"room_id\":1}|400 M_BAD_JSON",
        "PUT|#lounge:test|{\"room_id\":\"room\"}|400 M_INVALID_PARAM",
        "PUT|#lounge:test|{\"room_id\":\"!unknown\"}|403 M_FORBIDDEN",
        "PUT|#lounge:elsewhere|{\"room_id\":\"!unknown\"}|400 M_INVALID_PARAM",
        "PUT|#:test|{\"room_id\":\"!unknown\"}|400 M_INVALID_PARAM",
      })
  void wrongAliasesAreRefused(String method, String alias, String body, String error) {
    String path = "/_matrix/client/v3/directory/room/" + alias;

    assertThat(house.call(method, path, alice, body).error()).isEqualTo(error);
  }

  @Test
  void aliasesNeedALoginToBeChangedOrListed() {
    assertThat(house.put(ALIAS, null, body(room)).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.delete(ALIAS, null).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.get(aliases("!r"), null).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.put(LIST + "!r", null, "{}").error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.post(PUBLIC, null, "{}").error()).isEqualTo("401 M_MISSING_TOKEN");
  }

  @Test
  void membersSeeTheAliasesOfTheirRoom() {
    house.put(ALIAS, alice, body(room));

    assertThat(house.get(aliases(room.id().value()), alice).body())
        .isEqualTo(json("{\"aliases\":[\"#lounge:test\"]}"));
    assertThat(house.get(aliases(room.id().value()), bob).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.get(aliases("room"), alice).error()).isEqualTo("400 M_INVALID_PARAM");
  }

  @Test
  void aRoomIsPutIntoTheListAndTakenOut() {
    String path = LIST + room.id();
    assertThat(house.get(path, null).text("visibility")).isEqualTo("private");
    assertThat(house.put(path, alice, "{}").error()).isEqualTo("403 M_FORBIDDEN");
    givePower();

    assertThat(house.put(path, alice, "{}").body()).isEqualTo(JsonObject.EMPTY);
    assertThat(house.get(path, null).text("visibility")).isEqualTo("public");

    assertThat(house.put(path, alice, "{\"visibility\":\"private\"}").status()).isEqualTo(200);
    assertThat(house.get(path, null).text("visibility")).isEqualTo("private");
  }

  @Test
  void wrongVisibilitiesAndRoomsAreRefused() {
    String path = LIST + room.id();
    assertThat(house.get(LIST + "!unknown", null).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.get(LIST + "unknown", null).error()).isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.put(LIST + "!unknown", alice, "{}").error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.put(path, alice, "{\"visibility\":\"secret\"}").error())
        .isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.put(path, alice, "{\"visibility\":1}").error()).isEqualTo("400 M_BAD_JSON");
    assertThat(house.put(path, alice, "").error()).isEqualTo("400 M_NOT_JSON");
  }

  @Test
  void theListShowsWhatTheSpecificationSays() {
    room.state("m.room.name", "", json("{\"name\":\"Lounge\"}"))
        .state("m.room.topic", "", json("{\"topic\":\"Talk\"}"))
        .state("m.room.join_rules", "", json("{\"join_rule\":\"knock\"}"))
        .state("m.room.guest_access", "", json("{\"guest_access\":\"can_join\"}"))
        .state("m.room.avatar", "", json("{\"url\":\"mxc://a/b\"}"))
        .state("m.room.canonical_alias", "", json("{\"alias\":\"#lounge:test\"}"))
        .store();
    house.directory.directory.setPublic(room.id(), true);

    assertThat(house.get(PUBLIC, bob).body())
        .isEqualTo(
            json(
                """
                {"chunk":[{"room_id":"%s","num_joined_members":2,"world_readable":false,
                  "guest_can_join":true,"join_rule":"knock","name":"Lounge","topic":"Talk",
                  "canonical_alias":"#lounge:test","avatar_url":"mxc://a/b"}],
                 "total_room_count_estimate":1}
                """
                    .formatted(room.id())));
  }

  @Test
  void theListIsShownWithoutLoginOnlyWhereConfigured() {
    assertThat(house.get(PUBLIC, null).error()).isEqualTo("401 M_MISSING_TOKEN");

    house.directory.configure(false, false, true);

    assertThat(house.get(PUBLIC, null).body())
        .isEqualTo(json("{\"chunk\":[],\"total_room_count_estimate\":0}"));
  }

  @Test
  void theListIsTurned() {
    for (int i = 0; i < 2; i++) {
      house.directory.directory.setPublic(house.directory.room().id(), true);
    }

    Answer first = house.get(PUBLIC + "?limit=1", bob);
    Answer second = house.get(PUBLIC + "?limit=1&since=" + first.text("next_batch"), bob);
    Answer back =
        house.post(
            PUBLIC, bob, "{\"limit\":1,\"since\":\"%s\"}".formatted(second.text("prev_batch")));

    assertThat(first.text("prev_batch")).isNull();
    assertThat(second.text("next_batch")).isNull();
    assertThat(chunk(first)).hasSize(1).isNotEqualTo(chunk(second)).isEqualTo(chunk(back));
  }

  @Test
  void theListIsFiltered() {
    room.state("m.room.name", "", json("{\"name\":\"Lounge\"}")).store();
    house.directory.directory.setPublic(room.id(), true);

    assertThat(found("{\"filter\":{\"generic_search_term\":\"LOUNGE\"}}")).isEqualTo(1);
    assertThat(found("{\"filter\":{\"generic_search_term\":\"cellar\"}}")).isZero();
    assertThat(found("{\"filter\":{\"room_types\":[null,\"m.space\"]}}")).isEqualTo(1);
    assertThat(found("{\"filter\":{\"room_types\":[\"m.space\"]}}")).isZero();
    assertThat(found("{\"filter\":{\"room_types\":null}}")).isEqualTo(1);
    assertThat(found("{\"include_all_networks\":true}")).isEqualTo(1);
    assertThat(found("{\"third_party_instance_id\":\"irc\"}")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|?limit=-1||400 M_INVALID_PARAM",
        "GET|?limit=many||400 M_INVALID_PARAM",
        "GET|?since=p190q||400 M_INVALID_PARAM",
        "GET|?server=elsewhere||404 M_NOT_FOUND",
        "GET|?server=else/where||400 M_INVALID_PARAM",
        "POST|?server=elsewhere|{}|404 M_NOT_FOUND",
        "POST|||400 M_NOT_JSON",
        "POST||[]|400 M_BAD_JSON",
        "POST||{\"limit\":\"1\"}|400 M_BAD_JSON",
        "POST||{\"limit\":-1}|400 M_INVALID_PARAM",
        "POST||{\"since\":1}|400 M_BAD_JSON",
        "POST||{\"since\":\"x\"}|400 M_INVALID_PARAM",
        "POST||{\"filter\":[]}|400 M_BAD_JSON",
        "POST||{\"filter\":{\"generic_search_term\":1}}|400 M_BAD_JSON",
        "POST||{\"filter\":{\"room_types\":\"m.space\"}}|400 M_BAD_JSON",
        "POST||{\"filter\":{\"room_types\":[1]}}|400 M_BAD_JSON",
        "POST||{\"include_all_networks\":true,\"third_party_instance_id\":\"irc\"}|400"
            + " M_INVALID_PARAM",
      })
  void wrongQueriesAreRefused(String method, String query, String body, String error) {
    String path = PUBLIC + (query == null ? "" : query);

    assertThat(house.call(method, path, alice, body).error()).isEqualTo(error);
  }

  private int found(String body) {
    Answer answer = house.post(PUBLIC, bob, body);
    assertThat(answer.status()).isEqualTo(200);
    return chunk(answer).size();
  }

  private static List<JsonObject> chunk(Answer answer) {
    return answer.body().array("chunk").orElseThrow().objects();
  }

  private void givePower() {
    room.state("m.room.power_levels", "", json("{\"users\":{\"@alice:test\":50}}")).store();
  }

  private static String aliases(String roomId) {
    return "/_matrix/client/v3/rooms/" + roomId + "/aliases";
  }

  private static String body(SampleRoom room) {
    return "{\"room_id\":\"%s\"}".formatted(room.id());
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }
}
