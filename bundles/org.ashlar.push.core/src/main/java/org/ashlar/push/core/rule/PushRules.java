package org.ashlar.push.core.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.PropertyPath;
import org.jspecify.annotations.Nullable;

/// The push rules of a user, ready to judge events. Immutable; any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#push-rules Push rules
public final class PushRules {
  private static final List<String> KINDS =
      List.of("override", "content", "room", "sender", "underride");
  private static final PropertyPath ROOM = PropertyPath.of("room_id");
  private static final PropertyPath SENDER = PropertyPath.of("sender");

  private final List<Rule> rules;

  private PushRules(List<Rule> rules) {
    this.rules = rules;
  }

  private record Rule(String id, List<Condition> conditions, PushActions actions) {}

  /// Reads a ruleset.
  ///
  /// @param ruleset the object below `global`; what is not well-formed never matches
  /// @return the enabled rules in the order in which they are tried
  public static PushRules of(JsonObject ruleset) {
    List<Rule> rules = new ArrayList<>();
    for (String kind : KINDS) {
      for (JsonObject rule : ruleset.array(kind).orElse(JsonArray.EMPTY).objects()) {
        if (rule.bool("enabled").orElse(true)) {
          rules.add(rule(kind, rule));
        }
      }
    }
    return new PushRules(List.copyOf(rules));
  }

  /// Judges an event that somebody else has sent.
  ///
  /// @param event the event in client format, with `room_id`
  /// @param facts what is asked of its room
  /// @return the actions of the first rule that matches, none when there is no such rule
  public PushActions judge(JsonObject event, RoomFacts facts) {
    return first(event, facts).map(Rule::actions).orElse(PushActions.NONE);
  }

  /// The rule that decides about an event.
  ///
  /// @param event the event in client format, with `room_id`
  /// @param facts what is asked of its room
  /// @return its id, empty when no rule matches
  public Optional<String> deciding(JsonObject event, RoomFacts facts) {
    return first(event, facts).map(Rule::id);
  }

  private Optional<Rule> first(JsonObject event, RoomFacts facts) {
    for (Rule rule : rules) {
      if (matches(rule, event, facts)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(Rule rule, JsonObject event, RoomFacts facts) {
    for (Condition condition : rule.conditions()) {
      if (!condition.holds(event, facts)) {
        return false;
      }
    }
    return true;
  }

  private static Rule rule(String kind, JsonObject rule) {
    String id = rule.string("rule_id").orElse("");
    List<Condition> conditions =
        switch (kind) {
          case "content" -> List.of(content(rule));
          case "room" -> List.of(new Condition.Is(ROOM, new JsonString(id)));
          case "sender" -> List.of(new Condition.Is(SENDER, new JsonString(id)));
          default -> conditions(rule.get("conditions"));
        };
    return new Rule(id, conditions, PushActions.of(rule.array("actions").orElse(JsonArray.EMPTY)));
  }

  private static Condition content(JsonObject rule) {
    return rule.string("pattern")
        .<Condition>map(text -> new Condition.Matches(PropertyPath.BODY, Glob.of(text)))
        .orElseGet(Condition.Never::new);
  }

  /// All must hold; those that ask for more than the event are asked last.
  private static List<Condition> conditions(@Nullable JsonValue json) {
    return switch (json) {
      case null -> List.of();
      case JsonArray array ->
          array.values().stream()
              .map(Conditions::of)
              .sorted(Comparator.comparing(Condition::asksTheRoom))
              .toList();
      default -> List.of(new Condition.Never());
    };
  }
}
