package org.ashlar.push.core.rule;

import java.math.BigInteger;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.PropertyPath;

/// What must hold for a rule to match.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#conditions-1 Conditions
sealed interface Condition {
  /// Whether it holds for an event in client format.
  boolean holds(JsonObject event, RoomFacts facts);

  /// Whether more than the event is asked.
  default boolean asksTheRoom() {
    return false;
  }

  /// A condition that is not understood, or not well-formed.
  record Never() implements Condition {
    @Override
    public boolean holds(JsonObject event, RoomFacts facts) {
      return false;
    }
  }

  /// `event_match`: a glob on a text, on whole words of the body.
  record Matches(PropertyPath path, Glob glob) implements Condition {
    @Override
    public boolean holds(JsonObject event, RoomFacts facts) {
      return path.in(event) instanceof JsonString(String text)
          && (path.equals(PropertyPath.BODY) ? glob.matchesWords(text) : glob.matches(text));
    }
  }

  /// `event_property_is`; also the room of room rules and the sender of sender rules.
  record Is(PropertyPath path, JsonValue value) implements Condition {
    @Override
    public boolean holds(JsonObject event, RoomFacts facts) {
      return value.equals(path.in(event));
    }
  }

  /// `event_property_contains`.
  record Contains(PropertyPath path, JsonValue value) implements Condition {
    @Override
    public boolean holds(JsonObject event, RoomFacts facts) {
      return path.in(event) instanceof JsonArray array && array.values().contains(value);
    }
  }

  /// `contains_display_name`, deprecated.
  record ContainsName() implements Condition {
    @Override
    public boolean holds(JsonObject event, RoomFacts facts) {
      if (!(PropertyPath.BODY.in(event) instanceof JsonString(String body))) {
        return false;
      }
      String name = facts.readerName();
      return name != null && !name.isEmpty() && Glob.literal(name).matchesWords(body);
    }

    @Override
    public boolean asksTheRoom() {
      return true;
    }
  }

  /// `room_member_count`.
  record MemberCount(Operator operator, BigInteger number) implements Condition {
    @Override
    public boolean holds(JsonObject event, RoomFacts facts) {
      int order = BigInteger.valueOf(facts.joinedMembers()).compareTo(number);
      return switch (operator) {
        case EQUAL -> order == 0;
        case LESS -> order < 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
        case AT_MOST -> order <= 0;
      };
    }

    @Override
    public boolean asksTheRoom() {
      return true;
    }
  }

  /// How the count is compared.
  enum Operator {
    EQUAL,
    LESS,
    GREATER,
    AT_LEAST,
    AT_MOST
  }

  /// `sender_notification_permission`.
  record SenderPermission(String kind) implements Condition {
    @Override
    public boolean holds(JsonObject event, RoomFacts facts) {
      return facts.senderMayNotify(kind);
    }

    @Override
    public boolean asksTheRoom() {
      return true;
    }
  }

  /// Whether a value is one that can be compared: a string, an integer of canonical JSON, a boolean
  /// or null.
  static boolean isSimple(JsonValue value) {
    return switch (value) {
      case JsonInteger(long number) ->
          number >= -JsonInteger.MAX_CANONICAL && number <= JsonInteger.MAX_CANONICAL;
      case JsonString _, JsonBoolean _, JsonNull _ -> true;
      default -> false;
    };
  }
}
