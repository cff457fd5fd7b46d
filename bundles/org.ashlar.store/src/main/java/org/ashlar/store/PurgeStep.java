package org.ashlar.store;

import java.util.List;

/// A part of a purge.
///
/// @param deleted the numbers of the events that are gone
/// @param displaced the numbers of the state events that are outliers now
public record PurgeStep(List<Long> deleted, List<Long> displaced) {
  /// Copies the lists.
  public PurgeStep {
    deleted = List.copyOf(deleted);
    displaced = List.copyOf(displaced);
  }

  /// Whether nothing was left to do.
  ///
  /// @return true when no event lies below the depth any more
  public boolean isLast() {
    return deleted.isEmpty() && displaced.isEmpty();
  }
}
