package org.ashlar.room.auth;

/// What the authorization rules say about an event.
public sealed interface AuthVerdict {
  /// The verdict of an event that may be.
  AuthVerdict ALLOWED = new Allowed();

  /// Tells whether the event may be.
  ///
  /// @return true for [Allowed]
  default boolean isAllowed() {
    return this instanceof Allowed;
  }

  /// The event may be.
  record Allowed() implements AuthVerdict {}

  /// The event may not be.
  ///
  /// @param rule the number of the rule in the room version's specification, such as `5.3.2`
  /// @param sentence what is wrong, for a person
  record Rejected(String rule, String sentence) implements AuthVerdict {}
}
