package org.ashlar.room.rules;

import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthState;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.room.auth.PowerLevels;
import org.jspecify.annotations.Nullable;

/// An event before its judge: the event, the state, and what the rules read out of both.
final class Case {
  private final Event event;
  private final AuthState state;
  private final Event create;
  private @Nullable PowerLevels levels;

  Case(Event event, AuthState state, Event create) {
    this.event = event;
    this.state = state;
    this.create = create;
  }

  Event event() {
    return event;
  }

  Event create() {
    return create;
  }

  RoomVersion version() {
    return event.version();
  }

  @Nullable Event state(StateKey key) {
    return state.get(key);
  }

  /// A user's membership in the state, `leave` when there is none.
  String membership(String user) {
    Event member = state.get(new StateKey(EventTypes.MEMBER, user));
    return member == null ? "leave" : member.content().string("membership").orElse("leave");
  }

  String senderMembership() {
    return membership(event.sender().value());
  }

  boolean senderIsJoined() {
    return senderMembership().equals("join");
  }

  /// The join rule of the state, `invite` when there is none, empty when the version has it not.
  String joinRule() {
    Event rules = state.get(StateKey.JOIN_RULES);
    String rule = rules == null ? "invite" : rules.content().string("join_rule").orElse("invite");
    boolean known =
        switch (rule) {
          case "knock" -> version().has(Behavior.KNOCK);
          case "restricted" -> version().has(Behavior.RESTRICTED);
          case "knock_restricted" -> version().has(Behavior.KNOCK_RESTRICTED);
          default -> true;
        };
    return known ? rule : "";
  }

  PowerLevels levels() {
    PowerLevels known = levels;
    if (known == null) {
      known = PowerLevels.of(state.get(StateKey.POWER_LEVELS), create);
      levels = known;
    }
    return known;
  }

  long senderLevel() {
    return levels().user(event.sender());
  }

  AuthVerdict reject(Rule rule, String sentence) {
    return reject(event, rule, sentence);
  }

  static AuthVerdict reject(Event event, Rule rule, String sentence) {
    return new AuthVerdict.Rejected(rule.number(event.version()), sentence);
  }
}
