package org.ashlar.base.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds values from Jackson's token stream.
final class JsonReader {
  private static final int MAX_NUMBER_LENGTH = 1000;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  static JsonValue read(byte[] utf8) {
    requireUtf8(utf8);
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      JsonValue value = new JsonReader(parser).value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw new JsonException("text after the end of the JSON value");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new JsonException(
          "the JSON text is nested deeper than "
              + Json.MAX_DEPTH
              + " levels, or has a number or a name that is too long");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new JsonException(
          at == null
              ? "the text is not JSON"
              : "the text is not JSON, or names a member twice, at line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw new JsonException("the text is not JSON");
    }
  }

  /// Jackson would take UTF-16, UTF-32 and some overlong forms; the wire is UTF-8.
  private static void requireUtf8(byte[] utf8) {
    for (byte octet : utf8) {
      if (octet <= 0) {
        decodeStrictly(utf8);
        return;
      }
    }
  }

  private static void decodeStrictly(byte[] utf8) {
    for (byte octet : utf8) {
      if (octet == 0) {
        throw new JsonException("a NUL byte is not JSON");
      }
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8));
    } catch (CharacterCodingException e) {
      throw new JsonException("the text is not UTF-8");
    }
  }

  private JsonValue value(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw new JsonException("the JSON text is empty or ends too early");
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new JsonString(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> new JsonDecimal(parser.getText());
      case VALUE_TRUE -> JsonBoolean.TRUE;
      case VALUE_FALSE -> JsonBoolean.FALSE;
      case VALUE_NULL -> JsonNull.NULL;
      default -> throw new JsonException("unexpected " + token);
    };
  }

  private JsonObject object() throws IOException {
    JsonObject.Builder members = JsonObject.builder();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = wellFormed(parser.currentName());
      members.put(name, value(parser.nextToken()));
    }
    return members.build();
  }

  private JsonArray array() throws IOException {
    List<JsonValue> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(value(token));
    }
    return new JsonArray(values);
  }

  private JsonValue integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new JsonInteger(parser.getLongValue());
      default -> new JsonDecimal(parser.getText());
    };
  }

  /// An escaped lone surrogate is grammatical JSON but no Unicode text; it has no UTF-8 form.
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        if (codePoint <= Character.MAX_VALUE) {
          throw new JsonException("a lone surrogate in a string");
        }
        i++;
      }
    }
    return text;
  }
}
