package org.ashlar.room.rules;

import java.util.List;
import org.ashlar.event.RoomVersion;

/// The rules that can reject an event, with their numbers in the texts of the room versions: 1 to 5
/// (the last rule only in 1 and 2), 6, 7, 8 and 9, 10, 11, 12.
enum Rule {
  CREATE_HAS_PREV_EVENTS("1.1     1.1     1.1     1.1     1.1     1.1     1.1"),
  CREATE_ROOM_ID("1.2     1.2     1.2     1.2     1.2     1.2     1.2"),
  CREATE_VERSION("1.3     1.3     1.3     1.3     1.3     1.3     1.3"),
  CREATE_WITHOUT_CREATOR("1.4     1.4     1.4     1.4     1.4     -       -"),
  CREATE_ADDITIONAL_CREATORS("-       -       -       -       -       -       1.4"),
  ROOM_IS_NOT_CREATED("2.4     2.4     2.4     2.4     2.4     2.4     2"),
  AUTH_EVENTS_DOUBLED("2.1     2.1     2.1     2.1     2.1     2.1     3.1"),
  AUTH_EVENTS_NOT_SELECTED("2.2     2.2     2.2     2.2     2.2     2.2     3.2"),
  AUTH_EVENTS_REJECTED("2.3     2.3     2.3     2.3     2.3     2.3     3.3"),
  AUTH_EVENTS_OTHER_ROOM("2.5     2.5     2.5     2.5     2.5     2.5     3.5"),
  NOT_FEDERATED("3       3       3       3       3       3       4"),
  ALIASES_WITHOUT_KEY("4.1     -       -       -       -       -       -"),
  ALIASES_OF_ANOTHER("4.2     -       -       -       -       -       -"),
  MEMBER_INCOMPLETE("5.1     4.1     4.1     4.1     4.1     4.1     5.1"),
  MEMBER_AUTHORIZER_MALFORMED("-       -       -       4.2.1   4.2.1   4.2.1   5.2.1"),
  JOIN_OF_ANOTHER("5.2.2   4.2.2   4.2.2   4.3.2   4.3.2   4.3.2   5.3.2"),
  JOIN_WHILE_BANNED("5.2.3   4.2.3   4.2.3   4.3.3   4.3.3   4.3.3   5.3.3"),
  JOIN_NOT_AUTHORIZED("-       -       -       4.3.5.2 4.3.5.2 4.3.5.2 5.3.5.2"),
  JOIN_NOT_PERMITTED("5.2.6   4.2.6   4.2.6   4.3.7   4.3.7   4.3.7   5.3.7"),
  THIRD_PARTY_BANNED("5.3.1.1 4.3.1.1 4.3.1.1 4.4.1.1 4.4.1.1 4.4.1.1 5.4.1.1"),
  THIRD_PARTY_UNSIGNED("5.3.1.2 4.3.1.2 4.3.1.2 4.4.1.2 4.4.1.2 4.4.1.2 5.4.1.2"),
  THIRD_PARTY_INCOMPLETE("5.3.1.3 4.3.1.3 4.3.1.3 4.4.1.3 4.4.1.3 4.4.1.3 5.4.1.3"),
  THIRD_PARTY_OTHER_USER("5.3.1.4 4.3.1.4 4.3.1.4 4.4.1.4 4.4.1.4 4.4.1.4 5.4.1.4"),
  THIRD_PARTY_UNKNOWN("5.3.1.5 4.3.1.5 4.3.1.5 4.4.1.5 4.4.1.5 4.4.1.5 5.4.1.5"),
  THIRD_PARTY_OTHER_SENDER("5.3.1.6 4.3.1.6 4.3.1.6 4.4.1.6 4.4.1.6 4.4.1.6 5.4.1.6"),
  THIRD_PARTY_SIGNATURE("5.3.1.8 4.3.1.8 4.3.1.8 4.4.1.8 4.4.1.8 4.4.1.8 5.4.1.8"),
  INVITE_BY_OUTSIDER("5.3.2   4.3.2   4.3.2   4.4.2   4.4.2   4.4.2   5.4.2"),
  INVITE_OF_MEMBER_OR_BANNED("5.3.3   4.3.3   4.3.3   4.4.3   4.4.3   4.4.3   5.4.3"),
  INVITE_POWER("5.3.5   4.3.5   4.3.5   4.4.5   4.4.5   4.4.5   5.4.5"),
  LEAVE_WITHOUT_MEMBERSHIP("5.4.1   4.4.1   4.4.1   4.5.1   4.5.1   4.5.1   5.5.1"),
  KICK_BY_OUTSIDER("5.4.2   4.4.2   4.4.2   4.5.2   4.5.2   4.5.2   5.5.2"),
  UNBAN_POWER("5.4.3   4.4.3   4.4.3   4.5.3   4.5.3   4.5.3   5.5.3"),
  KICK_POWER("5.4.5   4.4.5   4.4.5   4.5.5   4.5.5   4.5.5   5.5.5"),
  BAN_BY_OUTSIDER("5.5.1   4.5.1   4.5.1   4.6.1   4.6.1   4.6.1   5.6.1"),
  BAN_POWER("5.5.3   4.5.3   4.5.3   4.6.3   4.6.3   4.6.3   5.6.3"),
  KNOCK_NOT_PERMITTED("-       -       4.6.1   4.7.1   4.7.1   4.7.1   5.7.1"),
  KNOCK_OF_ANOTHER("-       -       4.6.2   4.7.2   4.7.2   4.7.2   5.7.2"),
  KNOCK_WITH_MEMBERSHIP("-       -       4.6.4   4.7.4   4.7.4   4.7.4   5.7.4"),
  MEMBERSHIP_UNKNOWN("5.6     4.6     4.7     4.8     4.8     4.8     5.8"),
  SENDER_IS_NOT_JOINED("6       5       5       5       5       5       6"),
  THIRD_PARTY_INVITE_POWER("7.1     6.1     6.1     6.1     6.1     6.1     7.1"),
  TYPE_POWER("8       7       7       7       7       7       8"),
  STATE_KEY_OF_ANOTHER("9       8       8       8       8       8       9"),
  LEVELS_NOT_INTEGERS("-       -       -       -       9.1     9.1     10.1"),
  LEVEL_MAPS_NOT_INTEGERS("-       -       -       -       9.2     9.2     10.2"),
  LEVEL_USERS_MALFORMED("10.1    9.1     9.1     9.1     9.3     9.3     10.3"),
  LEVEL_USERS_LIST_CREATOR("-       -       -       -       -       -       10.4"),
  LEVEL_ABOVE_OWN_CURRENT("10.3.1  9.3.1   9.3.1   9.3.1   9.5.1   9.5.1   10.6.1"),
  LEVEL_ABOVE_OWN_NEW("10.3.2  9.3.2   9.3.2   9.3.2   9.5.2   9.5.2   10.6.2"),
  ENTRY_ABOVE_OWN_CURRENT("10.4.1  9.4.1   9.4.1   9.4.1   9.6.1   9.6.1   10.7.1"),
  ENTRY_ABOVE_OWN_NEW("10.5.1  9.5.1   9.5.1   9.5.1   9.7.1   9.7.1   10.8.1"),
  USER_NOT_BELOW_OWN("10.6.1  9.6.1   9.6.1   9.6.1   9.8.1   9.8.1   10.9.1"),
  USER_ABOVE_OWN_NEW("10.7.1  9.7.1   9.7.1   9.7.1   9.9.1   9.9.1   10.10.1"),
  REDACTION_POWER("11.3    -       -       -       -       -       -");

  private static final String ABSENT = "-";

  private final List<String> numbers;

  Rule(String numbers) {
    this.numbers = List.of(numbers.split(" +"));
  }

  /// The rule's number in the text that a room version follows.
  ///
  /// @throws IllegalArgumentException when that text has no such rule
  String number(RoomVersion version) {
    String number = numbers.get(column(version));
    if (number.equals(ABSENT)) {
      throw new IllegalArgumentException("no rule " + this + " in version " + version);
    }
    return number;
  }

  private static int column(RoomVersion version) {
    return switch (version.authRules()) {
      case "v1", "v3" -> 0;
      case "v6" -> 1;
      case "v7" -> 2;
      case "v8" -> 3;
      case "v10" -> 4;
      case "v11" -> 5;
      case "v12" -> 6;
      default -> throw new IllegalArgumentException("no rules " + version.authRules());
    };
  }
}
