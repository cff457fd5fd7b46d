package org.ashlar.store;

import java.util.List;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;

/// Asks what relates to some events, summed up by the type of the relation: `m.thread`, `m.replace`
/// and `m.reference`.
///
/// @param parents the events, of any rooms
/// @param reader who is told whether they took part
/// @param ignored whose events are not counted
public record RelationSummaryQuery(List<Parent> parents, UserId reader, Set<UserId> ignored) {
  /// Copies the collections.
  public RelationSummaryQuery {
    parents = List.copyOf(parents);
    ignored = Set.copyOf(ignored);
  }

  /// An event that others may relate to.
  ///
  /// @param roomNid its room
  /// @param id its id
  /// @param sender its sender: only theirs replace it
  /// @param type its type: only events of that type replace it
  /// @param upTo the number of the last position that counts, [Long#MAX_VALUE] for no end
  public record Parent(long roomNid, EventId id, UserId sender, String type, long upTo) {}
}
