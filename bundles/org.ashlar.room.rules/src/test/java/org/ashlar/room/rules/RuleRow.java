package org.ashlar.room.rules;

import java.util.List;
import java.util.function.Function;
import org.ashlar.event.RoomVersion;

/// A numbered rule of the specification's texts, with an event that it lets pass, or is allowed by
/// it, and one that is rejected. Both events are near the border that the rule draws.
///
/// @param numbers the rule's number in each text: 1 and 2, 3 to 5, 6, 7, 8 and 9, 10, 11, 12; `-`
///   where the text has it not
/// @param allowed arranges a room and gives the verdict on an event that is to be allowed
/// @param by the numbers of the rule that rejects the other event, `=` for this one
/// @param rejected the same for an event that is to be rejected
record RuleRow(
    String numbers, Function<Scene, String> allowed, String by, Function<Scene, String> rejected) {
  private static final List<String> TEXTS =
      List.of("v1", "v3", "v6", "v7", "v8", "v10", "v11", "v12");

  /// A rule that rejects.
  static RuleRow rejects(
      String numbers, Function<Scene, String> rejected, Function<Scene, String> allowed) {
    return new RuleRow(numbers, allowed, "=", rejected);
  }

  /// A rule that allows; what it does not allow a later rule rejects.
  static RuleRow allows(
      String numbers,
      Function<Scene, String> allowed,
      String by,
      Function<Scene, String> rejected) {
    return new RuleRow(numbers, allowed, by, rejected);
  }

  boolean isIn(RoomVersion version) {
    return !number(version).equals("-");
  }

  String number(RoomVersion version) {
    return column(numbers, version);
  }

  String rejectedBy(RoomVersion version) {
    return by.equals("=") ? number(version) : column(by, version);
  }

  private static String column(String numbers, RoomVersion version) {
    String[] columns = numbers.trim().split(" +");
    if (columns.length != TEXTS.size()) {
      throw new IllegalArgumentException(numbers);
    }
    return columns[TEXTS.indexOf(version.authRules())];
  }
}
