package org.ashlar.base.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  private static void assertRefused(String text, String reason) {
    assertThatThrownBy(() -> Json.parse(text.getBytes(UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessage(reason);
  }

  @Test
  void whatIsReadIsWrittenAgain() {
    String text = "{\"a\":[1,-0.5,true,null,\"\\u0001\\\"\u00e9\ud83d\ude00\"],\"\":{}}";

    assertThat(new String(Json.write(Json.parse(text.getBytes(UTF_8))), UTF_8)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":NaN}", "{\"a\":1,\"a\":2}", "{\"a\":01}", "{'a':1}", "[1,]"})
  void aRefusalSaysWhereAndNamesNoLibrary(String text) {
    assertThatThrownBy(() -> Json.parse(text.getBytes(UTF_8)))
        .isInstanceOf(JsonException.class)
        .message()
        .matches(
            "the text is not JSON, or names a member twice, at line 1, column \\d+|unexpected .*");
  }

  @Test
  void aRefusalOfDeepNestingNamesTheLimit() {
    String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);

    assertThat(Json.parse(deepest.getBytes(UTF_8))).isInstanceOf(JsonArray.class);
    assertRefused(
        "[" + deepest + "]",
        "the JSON text is nested deeper than 100 levels, or has a number or a name that is too"
            + " long");
  }

  @Test
  void moreThanOneValueIsRefused() {
    assertRefused("{} {}", "text after the end of the JSON value");
    assertRefused("", "the JSON text is empty or ends too early");
  }
}
