package org.ashlar.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  /// The examples of https://spec.matrix.org/v1.19/appendices/#examples and of the grammar.
  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of("{}", "{}"),
        Arguments.of("{\n \"one\": 1,\n \"two\": \"Two\"\n}", "{\"one\":1,\"two\":\"Two\"}"),
        Arguments.of("{\"b\":\"2\",\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"2\"}"),
        Arguments.of(
            """
            {"auth":{"success":true,"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe",
            "three_pids":[{"medium":"email","address":"john.doe@example.org"},
            {"medium":"msisdn","address":"123456789"}]}}}
            """,
            "{\"auth\":{\"mxid\":\"@john.doe:example.com\",\"profile\":{\"display_name\":\"John"
                + " Doe\",\"three_pids\":[{\"address\":\"john.doe@example.org\",\"medium\":\"email\"},"
                + "{\"address\":\"123456789\",\"medium\":\"msisdn\"}]},\"success\":true}}"),
        Arguments.of("{\"a\":\"日本語\"}", "{\"a\":\"日本語\"}"),
        Arguments.of("{\"本\":2,\"日\":1}", "{\"日\":1,\"本\":2}"),
        Arguments.of("{\"a\":\"\\u65E5\"}", "{\"a\":\"日\"}"),
        Arguments.of("{\"a\":null}", "{\"a\":null}"),
        Arguments.of("{\"a\":-0,\"b\":1e10}", "{\"a\":0,\"b\":10000000000}"),
        Arguments.of("{\"\\ud83d\\ude00\":1,\"\\uffff\":2}", "{\"\uffff\":2,\"😀\":1}"),
        Arguments.of(
            "\"\\u0008\\u0009\\u000a\\u000c\\u000d\\u0022\\u005c\\u002f\\u0000\\u001F\\u007f\"",
            "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\u007f\""));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isWrittenInOneForm(String given, String expected) {
    byte[] canonical = CanonicalJson.encode(Json.parse(given));

    assertThat(new String(canonical, StandardCharsets.UTF_8)).isEqualTo(expected);
    assertThat(CanonicalJson.encode(Json.parse(canonical))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.0", "1e0", "0.5", "9007199254740992", "-9007199254740992", "1E999", "-0.0"})
  void otherNumbersAreNoCanonicalJson(String number) {
    for (String text :
        new String[] {number, "[" + number + "]", "{\"a\":{\"b\":" + number + "}}"}) {
      assertThatThrownBy(() -> CanonicalJson.require(Json.parse(text)))
          .isInstanceOfSatisfying(
              MatrixException.class,
              fault -> {
                assertThat(fault.code().value()).isEqualTo("M_BAD_JSON");
                assertThat(fault.status()).isEqualTo(400);
              });
    }
  }

  @Test
  void whatHasNoCanonicalFormIsNotWritten() {
    for (String text : new String[] {"1.5", "[1e-1]", "9007199254740992", "1e16", "1e999"}) {
      assertThatThrownBy(() -> CanonicalJson.encode(Json.parse(text)))
          .isInstanceOf(MatrixException.class);
      JsonObject object = JsonObject.of("a", Json.parse(text));
      assertThatThrownBy(() -> Signatures.sign(object, "x", SigningKey.generate()))
          .isInstanceOf(MatrixException.class);
    }
    assertThat(CanonicalJson.encode(Json.parse("[9007199254740991.0,-9.007199254740991e15,1.0]")))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("[9007199254740991,-9007199254740991,1]");
  }

  @Test
  void oldVersionsTakeAllNumbersThatTheReferenceCanWrite() {
    RoomVersion old = RoomVersion.find("5").orElseThrow();

    assertThat(CanonicalJson.encode(Json.parse("[1e2,-0.0,1,0]"), old))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("[100.0,-0.0,1,0]");
    assertThatThrownBy(() -> CanonicalJson.encode(Json.parse("[1e999]"), old))
        .isInstanceOf(MatrixException.class);
    assertThatThrownBy(() -> CanonicalJson.require(Json.parse("{\"a\":-1e999}"), old))
        .isInstanceOf(MatrixException.class);
  }

  @Test
  void aLongNumberIsShortenedInTheMessage() {
    assertThatThrownBy(() -> CanonicalJson.require(Json.parse("1" + "0".repeat(500))))
        .hasMessageContaining("1" + "0".repeat(39) + "...")
        .extracting(Throwable::getMessage)
        .satisfies(message -> assertThat(message).hasSizeLessThan(250));
  }

  @Test
  void rawJsonCanNotBeChecked() {
    JsonObject raw = JsonObject.of("a", new JsonRaw(new byte[] {'1'}));

    assertThatThrownBy(() -> CanonicalJson.require(raw))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
