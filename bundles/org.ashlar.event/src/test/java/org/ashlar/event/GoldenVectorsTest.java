package org.ashlar.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Vectors that the reference Python libraries made: see `src/test/vectors/README.md`.
class GoldenVectorsTest {
  private static final ServerName SERVER = new ServerName("house.example");
  private static final List<JsonObject> ALL = read();

  static List<String> versions() {
    return List.copyOf(RoomVersion.all().keySet());
  }

  @Test
  void thereAreAtLeast500EventsOfAll12Versions() {
    assertThat(versions()).hasSize(12);
    assertThat(of("event")).hasSizeGreaterThanOrEqualTo(500);
    assertThat(of("event").stream().map(vector -> text(vector, "version")).distinct())
        .containsExactlyElementsOf(versions());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void eventsHaveTheExpectedBytesHashesIdsAndSignatures(String version) {
    for (JsonObject vector : of("event")) {
      if (text(vector, "version").equals(version)) {
        if (vector.has("refused")) {
          assertRefused(vector);
        } else {
          assertEvent(vector);
        }
      }
    }
  }

  private static void assertRefused(JsonObject vector) {
    assertThatThrownBy(() -> Event.receive(given(vector), version(vector)))
        .as(name(vector))
        .isInstanceOfSatisfying(
            MatrixException.class,
            fault -> assertThat(fault.code().value()).isEqualTo("M_BAD_JSON"));
  }

  private static void assertEvent(JsonObject vector) {
    RoomVersion version = version(vector);
    JsonObject given = given(vector);
    SigningKey key = SigningKey.parse(text(vector, "key"));

    Event event = Event.receive(given, version);

    String name = name(vector);
    assertThat(utf8(event.bytes())).as(name).isEqualTo(text(vector, "canonical"));
    assertThat(event.id().value()).as(name).isEqualTo(text(vector, "event_id"));
    assertThat(Event.read(event.bytes(), version).id()).as(name).isEqualTo(event.id());
    assertThat(utf8(event.redacted().bytes())).as(name).isEqualTo(text(vector, "redacted"));
    for (JsonObject pdu : List.of(given, event.pdu())) {
      assertHashes(vector, pdu, version);
      assertSignature(vector, pdu, key);
    }
    JsonObject redacted = event.redacted().pdu();
    assertThat(Redaction.redact(redacted, version)).as(name).isEqualTo(redacted);
    assertThat(encode(ReferenceHash.of(redacted, version)))
        .as(name)
        .isEqualTo(text(vector, "reference_hash"));
    assertSignature(vector, redacted, key);
  }

  private static void assertHashes(JsonObject vector, JsonObject pdu, RoomVersion version) {
    String name = name(vector);
    assertThat(encode(ContentHash.of(pdu))).as(name).isEqualTo(text(vector, "content_hash"));
    assertThat(ContentHash.matches(pdu)).as(name).isTrue();
    assertThat(encode(ReferenceHash.of(pdu, version)))
        .as(name)
        .isEqualTo(text(vector, "reference_hash"));
  }

  private static void assertSignature(JsonObject vector, JsonObject pdu, SigningKey key) {
    RoomVersion version = version(vector);
    byte[] made = key.sign(Signatures.signedBytes(Redaction.redact(pdu, version)));

    assertThat(encode(made)).as(name(vector)).isEqualTo(text(vector, "signature"));
    assertThat(Signatures.verifyEvent(pdu, version, SERVER, key.verifyKey()))
        .as(name(vector))
        .isTrue();
  }

  @Test
  void jsonHasOneCanonicalForm() {
    for (JsonObject vector : of("json")) {
      JsonValue value = Json.parse(text(vector, "given"));
      String canonical = text(vector, "canonical");

      assertThat(utf8(CanonicalJson.encode(value, version("5")))).isEqualTo(canonical);
      assertThat(isStrict(value)).as(canonical).isEqualTo(vector.bool("strict").orElseThrow());
    }
  }

  @Test
  void numbersHaveOneCanonicalForm() {
    for (JsonObject vector : of("number")) {
      byte[] canonical = CanonicalJson.encode(Json.parse(text(vector, "given")), version("1"));

      assertThat(utf8(canonical)).as(text(vector, "given")).isEqualTo(text(vector, "canonical"));
    }
  }

  @Test
  void signedJsonIsSignedTheSame() {
    for (JsonObject vector : of("signed")) {
      SigningKey key = SigningKey.parse(text(vector, "key"));
      JsonObject signed = Signatures.sign(given(vector), "id.example", key);

      assertThat(utf8(Json.writeSorted(signed))).isEqualTo(text(vector, "signed"));
      assertThat(Signatures.verify(signed, "id.example", key.verifyKey())).isTrue();
      assertThat(Signatures.verify(signed.with("", signed), "id.example", key.verifyKey()))
          .isFalse();
    }
  }

  private static boolean isStrict(JsonValue value) {
    try {
      CanonicalJson.require(value);
      return true;
    } catch (MatrixException e) {
      return false;
    }
  }

  private static List<JsonObject> of(String kind) {
    List<JsonObject> vectors =
        ALL.stream().filter(vector -> text(vector, "kind").equals(kind)).toList();
    assertThat(vectors).isNotEmpty();
    return vectors;
  }

  private static List<JsonObject> read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    GoldenVectorsTest.class.getResourceAsStream("vectors.jsonl")),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> (JsonObject) Json.parse(line))
          .collect(Collectors.toUnmodifiableList());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject given(JsonObject vector) {
    return (JsonObject) Json.parse(text(vector, "given"));
  }

  private static RoomVersion version(JsonObject vector) {
    return version(text(vector, "version"));
  }

  private static RoomVersion version(String id) {
    return RoomVersion.find(id).orElseThrow();
  }

  private static String name(JsonObject vector) {
    return text(vector, "version") + " " + text(vector, "name");
  }

  private static String text(JsonObject vector, String name) {
    return vector.string(name).orElseThrow();
  }

  private static String utf8(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static String encode(byte[] octets) {
    return UnpaddedBase64.encode(octets);
  }
}
