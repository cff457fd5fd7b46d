package org.ashlar.client.rest.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ashlar.account.PushRuleKey.Kind;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.Fields;

/// Reads what clients say about push rules. All methods throw 400 `M_MISSING_PARAM` or `M_BAD_JSON`
/// when a field is missing or of another type.
final class RuleBody {
  private static final Set<String> HISTORICAL = Set.of("dont_notify", "coalesce");
  private static final String ACTIONS = "actions";
  private static final String ENABLED = "enabled";
  private static final int MAX_PATTERN = 1024;

  private RuleBody() {}

  /// A rule: its actions, and what is for its kind only.
  static JsonObject rule(Kind kind, JsonObject body) {
    JsonObject.Builder rule = JsonObject.builder().put(ACTIONS, actions(body));
    switch (kind) {
      case OVERRIDE, UNDERRIDE -> rule.put("conditions", conditions(body));
      case CONTENT -> rule.put("pattern", pattern(body));
      case ROOM, SENDER -> {
        // the id says it all
      }
    }
    return rule.build();
  }

  /// The actions; historical ones, which mean nothing, are left out.
  ///
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#historical-actions Historical actions
  static JsonArray actions(JsonObject body) {
    requirePresent(body, ACTIONS);
    JsonArray given =
        body.array(ACTIONS)
            .orElseThrow(() -> MatrixException.badJson("The field actions must be an array."));
    List<JsonValue> actions = new ArrayList<>();
    for (JsonValue action : given) {
      switch (action) {
        case JsonString(String name) when HISTORICAL.contains(name) -> {
          // left out
        }
        case JsonString _ -> actions.add(action);
        case JsonObject tweak when tweak.string("set_tweak").isPresent() -> actions.add(action);
        default ->
            throw MatrixException.badJson(
                "An action must be a string or an object with set_tweak.");
      }
    }
    return new JsonArray(actions);
  }

  /// Whether the rule shall be enabled.
  static boolean enabled(JsonObject body) {
    requirePresent(body, ENABLED);
    return new Fields(body).bool(ENABLED, false);
  }

  private static JsonArray conditions(JsonObject body) {
    List<JsonObject> conditions = new Fields(body).objects("conditions");
    for (JsonObject condition : conditions) {
      new Fields(condition).requiredString("kind");
    }
    return new JsonArray(List.copyOf(conditions));
  }

  private static JsonString pattern(JsonObject body) {
    String pattern = new Fields(body).requiredString("pattern");
    if (pattern.length() > MAX_PATTERN) {
      throw MatrixException.invalidParam(
          "The field pattern must have at most " + MAX_PATTERN + " characters.");
    }
    return new JsonString(pattern);
  }

  private static void requirePresent(JsonObject body, String name) {
    if (!body.has(name) || body.get(name) == JsonNull.NULL) {
      throw MatrixException.missingParam("The field " + name + " is missing.");
    }
  }
}
