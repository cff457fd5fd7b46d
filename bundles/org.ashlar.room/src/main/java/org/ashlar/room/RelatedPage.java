package org.ashlar.room;

import java.util.List;
import org.ashlar.base.json.JsonRaw;
import org.jspecify.annotations.Nullable;

/// A page of events that relate to one event, in client format.
///
/// @param events the events in the order asked for
/// @param nextBatch the token to go on with, or null when there is nothing more
/// @param prevBatch the token that was given, or null for the first page
/// @param depth how far indirect relations were followed, 1 for direct ones only
public record RelatedPage(
    List<JsonRaw> events, @Nullable String nextBatch, @Nullable String prevBatch, int depth) {
  /// Copies the list.
  public RelatedPage {
    events = List.copyOf(events);
  }
}
