package org.ashlar.room;

import java.util.List;
import org.ashlar.base.json.JsonRaw;
import org.jspecify.annotations.Nullable;

/// A page of threads, the one with the last reply first.
///
/// @param roots their root events in client format
/// @param nextBatch the token to go on with, or null when there is nothing more
public record ThreadsPage(List<JsonRaw> roots, @Nullable String nextBatch) {
  /// Copies the list.
  public ThreadsPage {
    roots = List.copyOf(roots);
  }
}
