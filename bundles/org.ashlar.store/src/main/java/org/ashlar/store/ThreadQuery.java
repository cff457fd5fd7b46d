package org.ashlar.store;

import java.util.Set;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// A page of the threads of a room, the one with the last reply by depth first.
///
/// @param roomNid the room
/// @param from only threads whose last reply lies at or before this point
/// @param participant only threads whose root or any reply this user sent, or null for all
/// @param ignored whose replies are not looked at
/// @param upTo the number of the last position that counts, [Long#MAX_VALUE] for no end
/// @param limit the most threads, 1 to 1000
public record ThreadQuery(
    long roomNid,
    TimelinePoint from,
    @Nullable UserId participant,
    Set<UserId> ignored,
    long upTo,
    int limit) {
  /// Copies the set.
  public ThreadQuery {
    ignored = Set.copyOf(ignored);
  }
}
