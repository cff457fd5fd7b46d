package org.ashlar.account.core.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;

/// The push rules that every user has.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#predefined-rules Predefined rules
public final class DefaultPushRules {
  private static final String RESOURCE = "default-push-rules.json";
  private static final JsonString PLACE_OF_USER = new JsonString("%USER%");

  private final JsonObject pattern;

  /// Reads the rules from the bundle.
  public DefaultPushRules() {
    try (InputStream in = DefaultPushRules.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("The bundle has no " + RESOURCE);
      }
      pattern = Json.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rules of a user who changed none.
  ///
  /// @param user the user
  /// @return the rules by kind
  public JsonObject of(UserId user) {
    return filled(pattern, new JsonString(user.value()));
  }

  private static JsonObject filled(JsonObject object, JsonString user) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    object.members().forEach((name, value) -> members.put(name, filled(value, user)));
    return JsonObject.of(members);
  }

  private static JsonValue filled(JsonValue value, JsonString user) {
    return switch (value) {
      case JsonObject object -> filled(object, user);
      case JsonArray array ->
          new JsonArray(array.values().stream().map(element -> filled(element, user)).toList());
      case JsonString text when text.equals(PLACE_OF_USER) -> user;
      default -> value;
    };
  }
}
