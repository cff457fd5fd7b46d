package org.ashlar.store;

import java.util.List;
import org.ashlar.base.id.EventId;

/// How an append changes the backward extremities of its room.
///
/// @param opened new ones, and known ones that are covered from now on
/// @param closed those that it places; one that is opened as well is set anew, be it covered or no
///   longer
public record GapChanges(List<Gap> opened, List<EventId> closed) {
  /// No change.
  public static final GapChanges NONE = new GapChanges(List.of(), List.of());

  /// Copies the lists.
  public GapChanges {
    opened = List.copyOf(opened);
    closed = List.copyOf(closed);
  }
}
