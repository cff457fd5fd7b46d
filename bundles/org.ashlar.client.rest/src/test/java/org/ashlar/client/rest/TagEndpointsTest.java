package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagEndpointsTest {
  private static final String ROOM = "/_matrix/client/v3/user/@alice:test/rooms/!r:test";
  private static final String TAGS = ROOM + "/tags";

  private final ClientHouse house = new ClientHouse().open();
  private String alice;

  @BeforeEach
  void makeAlice() {
    alice = house.register("alice");
  }

  @Test
  void tagsAreTheAccountDataOfTheRoom() {
    assertThat(house.get(TAGS, alice).body()).isEqualTo(json("{\"tags\":{}}"));

    assertThat(house.put(TAGS + "/m.favourite", alice, "{\"order\":0.25}").body())
        .isEqualTo(JsonObject.EMPTY);
    assertThat(house.put(TAGS + "/u.Work", alice, "{}").status()).isEqualTo(200);

    JsonObject tags = json("{\"tags\":{\"m.favourite\":{\"order\":0.25},\"u.Work\":{}}}");
    assertThat(house.get(TAGS, alice).body()).isEqualTo(tags);
    assertThat(house.get(ROOM + "/account_data/m.tag", alice).body()).isEqualTo(tags);

    assertThat(house.delete(TAGS + "/m.favourite", alice).body()).isEqualTo(JsonObject.EMPTY);
    assertThat(house.delete(TAGS + "/m.favourite", alice).status()).isEqualTo(200);
    assertThat(house.get(TAGS, alice).body()).isEqualTo(json("{\"tags\":{\"u.Work\":{}}}"));
  }

  @Test
  void tagsThatAClientBrokeAreMended() {
    house.put(ROOM + "/account_data/m.tag", alice, "{\"tags\":[1]}");
    assertThat(house.get(TAGS, alice).body()).isEqualTo(json("{\"tags\":{}}"));

    house.put(TAGS + "/a", alice, "{}");

    assertThat(house.get(TAGS, alice).body()).isEqualTo(json("{\"tags\":{\"a\":{}}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "0.0", "1.0", "0.5", "1e-3", "0E+5"})
  void anOrderFromZeroToOneIsTaken(String order) {
    assertThat(house.put(TAGS + "/a", alice, "{\"order\":" + order + "}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"order\":2}|400 M_INVALID_PARAM",
        "{\"order\":-1}|400 M_INVALID_PARAM",
        "{\"order\":1.01}|400 M_INVALID_PARAM",
        "{\"order\":-0.5}|400 M_INVALID_PARAM",
        "{\"order\":1e999999999}|400 M_INVALID_PARAM",
        "{\"order\":\"0.5\"}|400 M_BAD_JSON",
        "{\"order\":null}|400 M_BAD_JSON",
        "[]|400 M_BAD_JSON",
        "{|400 M_NOT_JSON",
        "|400 M_NOT_JSON",
      })
  void wrongTagsAreRefused(String body, String error) {
    assertThat(house.put(TAGS + "/a", alice, body).error()).isEqualTo(error);
    assertThat(house.get(TAGS, alice).body()).isEqualTo(json("{\"tags\":{}}"));
  }

  @Test
  void aNameHasAtMost255Bytes() {
    assertThat(house.put(TAGS + "/" + "é".repeat(128), alice, "{}").error())
        .isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.put(TAGS + "/" + "é".repeat(127), alice, "{}").status()).isEqualTo(200);
    assertThat(house.delete(TAGS + "/" + "é".repeat(128), alice).error())
        .isEqualTo("400 M_INVALID_PARAM");
  }

  @Test
  void theTagsOfOthersAreTheirs() {
    String others = "/_matrix/client/v3/user/@bob:test/rooms/!r:test/tags";
    assertThat(house.get(others, alice).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.put(others + "/a", alice, "{}").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.delete(others + "/a", alice).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.get(TAGS, null).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.put(TAGS + "/a", null, "{}").error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.delete(TAGS + "/a", null).error()).isEqualTo("401 M_MISSING_TOKEN");
  }

  @Test
  void noneOfManyTagsAtOnceIsLost() {
    try (Tasks tasks = new Tasks("test")) {
      List<Supplier<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String path = TAGS + "/u." + i;
        writes.add(() -> house.put(path, alice, "{}").status());
      }
      assertThat(tasks.fork(writes)).containsOnly(200);
    }

    assertThat(house.get(TAGS, alice).body().object("tags").orElseThrow().names())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 50).mapToObj(i -> "u." + i).toList());
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }
}
