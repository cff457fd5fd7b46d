package org.ashlar.event;

import java.util.Comparator;
import org.ashlar.base.id.UserId;

/// A place in the state of a room. Ordered by type, then by key.
///
/// @param type the event type
/// @param key the state key, possibly empty
public record StateKey(String type, String key) implements Comparable<StateKey> {
  /// The place of `m.room.create`.
  public static final StateKey CREATE = new StateKey(EventTypes.CREATE, "");

  /// The place of `m.room.power_levels`.
  public static final StateKey POWER_LEVELS = new StateKey(EventTypes.POWER_LEVELS, "");

  /// The place of `m.room.join_rules`.
  public static final StateKey JOIN_RULES = new StateKey(EventTypes.JOIN_RULES, "");

  private static final Comparator<StateKey> ORDER =
      Comparator.comparing(StateKey::type).thenComparing(StateKey::key);

  /// The place of a user's membership.
  ///
  /// @param user the user
  /// @return type `m.room.member`, key the user's id
  public static StateKey member(UserId user) {
    return new StateKey(EventTypes.MEMBER, user.value());
  }

  @Override
  public int compareTo(StateKey other) {
    return ORDER.compare(this, other);
  }
}
