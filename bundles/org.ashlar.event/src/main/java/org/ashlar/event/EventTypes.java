package org.ashlar.event;

/// Names of the event types that the house itself reads.
public final class EventTypes {
  /// The first event of a room.
  public static final String CREATE = "m.room.create";

  /// A user's membership; the state key is the user.
  public static final String MEMBER = "m.room.member";

  /// Who has which power.
  public static final String POWER_LEVELS = "m.room.power_levels";

  /// Who may join.
  public static final String JOIN_RULES = "m.room.join_rules";

  /// An invitation to someone known by a third-party identifier; the state key is its token.
  public static final String THIRD_PARTY_INVITE = "m.room.third_party_invite";

  /// Takes the content away from another event.
  public static final String REDACTION = "m.room.redaction";

  /// Who may read what was said before.
  public static final String HISTORY_VISIBILITY = "m.room.history_visibility";

  /// A room's aliases, historical.
  public static final String ALIASES = "m.room.aliases";

  private EventTypes() {}
}
