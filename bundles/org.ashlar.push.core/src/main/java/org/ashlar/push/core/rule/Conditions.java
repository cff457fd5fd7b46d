package org.ashlar.push.core.rule;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.PropertyPath;
import org.ashlar.push.core.rule.Condition.Operator;

/// Reads conditions. What is not understood never holds.
final class Conditions {
  private static final Pattern COUNT = Pattern.compile("(==|<=|>=|<|>)?([0-9]+)");
  private static final Condition NEVER = new Condition.Never();

  private Conditions() {}

  static Condition of(JsonValue json) {
    if (!(json instanceof JsonObject condition)) {
      return NEVER;
    }
    return switch (condition.string("kind").orElse("")) {
      case "event_match" -> matches(condition);
      case "event_property_is" -> compares(condition, Condition.Is::new);
      case "event_property_contains" -> compares(condition, Condition.Contains::new);
      case "contains_display_name" -> new Condition.ContainsName();
      case "room_member_count" -> condition.string("is").map(Conditions::memberCount).orElse(NEVER);
      case "sender_notification_permission" ->
          condition.string("key").<Condition>map(Condition.SenderPermission::new).orElse(NEVER);
      default -> NEVER;
    };
  }

  private static Condition matches(JsonObject condition) {
    Optional<String> key = condition.string("key");
    Optional<String> pattern = condition.string("pattern");
    return key.isPresent() && pattern.isPresent()
        ? new Condition.Matches(PropertyPath.of(key.get()), Glob.of(pattern.get()))
        : NEVER;
  }

  private static Condition compares(
      JsonObject condition, BiFunction<PropertyPath, JsonValue, Condition> maker) {
    Optional<String> key = condition.string("key");
    JsonValue value = condition.get("value");
    return key.isPresent() && value != null && Condition.isSimple(value)
        ? maker.apply(PropertyPath.of(key.get()), value)
        : NEVER;
  }

  private static Condition memberCount(String is) {
    Matcher parts = COUNT.matcher(is);
    if (!parts.matches()) {
      return NEVER;
    }
    Operator operator =
        switch (parts.group(1)) {
          case "<" -> Operator.LESS;
          case ">" -> Operator.GREATER;
          case "<=" -> Operator.AT_MOST;
          case ">=" -> Operator.AT_LEAST;
          case null, default -> Operator.EQUAL;
        };
    return new Condition.MemberCount(operator, new BigInteger(parts.group(2)));
  }
}
