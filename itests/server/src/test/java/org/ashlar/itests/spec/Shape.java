package org.ashlar.itests.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Compares JSON with the shape of a schema: `t` types, `r` required members, `p` members, `x` all
/// other members, `i` items, `e` allowed values, `any` alternatives.
final class Shape {
  private final List<String> breaches = new ArrayList<>();

  private Shape() {}

  /// What is wrong, one line for each breach.
  static List<String> breaches(JsonNode value, JsonNode schema) {
    var shape = new Shape();
    shape.check(value, schema, "");
    return shape.breaches;
  }

  private void check(JsonNode value, JsonNode schema, String where) {
    if (schema.has("t") && !isOneOf(value, schema.get("t"))) {
      breaches.add(where + " is " + value.getNodeType() + ", not " + schema.get("t"));
      return;
    }
    if (schema.has("e") && schema.get("e").valueStream().noneMatch(value::equals)) {
      breaches.add(where + " is " + value + ", not one of " + schema.get("e"));
    }
    if (schema.has("any")
        && schema.get("any").valueStream().noneMatch(s -> breaches(value, s).isEmpty())) {
      breaches.add(where + " is none of the alternatives");
    }
    if (value.isObject()) {
      members(value, schema, where);
    }
    if (value.isArray() && schema.has("i")) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), schema.get("i"), where + "[" + i + "]");
      }
    }
  }

  private void members(JsonNode value, JsonNode schema, String where) {
    for (JsonNode name : schema.path("r")) {
      if (!value.has(name.asText())) {
        breaches.add(where + "." + name.asText() + " is missing");
      }
    }
    value
        .properties()
        .forEach(
            member -> {
              var known = schema.path("p").path(member.getKey());
              var expected = known.isMissingNode() ? schema.path("x") : known;
              check(member.getValue(), expected, where + "." + member.getKey());
            });
  }

  private static boolean isOneOf(JsonNode value, JsonNode types) {
    return types.isArray()
        ? types.valueStream().anyMatch(type -> is(value, type.asText()))
        : is(value, types.asText());
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException(type);
    };
  }
}
