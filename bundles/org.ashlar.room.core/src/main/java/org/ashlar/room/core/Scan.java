package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelinePoint;

/// Reads events page by page until enough of them are wanted, or too many were looked at.
///
/// @param backward whether it goes to older events
/// @param limit the most events that are wanted
/// @param source gives the events after a point
/// @param sieve keeps those of a page that are wanted
record Scan(boolean backward, int limit, Source source, UnaryOperator<List<StoredEvent>> sieve) {
  private static final int MAX_SCANNED = 5000;
  private static final int MIN_PAGE = 20;
  private static final int MAX_PAGE = 1000;

  /// Gives events in the order of the scan.
  @FunctionalInterface
  interface Source {
    /// Up to so many events from a point on; fewer mean that there are no more.
    List<StoredEvent> page(TimelinePoint from, int size);
  }

  /// What was found.
  ///
  /// @param events the events wanted
  /// @param start the point where it began; at the first event when that was the end of the room
  /// @param end the point after which to go on
  /// @param more whether there is anything after it
  record Found(List<StoredEvent> events, TimelinePoint start, TimelinePoint end, boolean more) {}

  Found from(TimelinePoint start) {
    List<StoredEvent> found = new ArrayList<>();
    TimelinePoint first = start;
    TimelinePoint at = start;
    int scanned = 0;
    while (scanned < MAX_SCANNED) {
      int least = scanned == 0 ? 1 : MIN_PAGE;
      int size = Math.clamp(limit - found.size() + 1L, least, MAX_PAGE);
      List<StoredEvent> page = source.page(at, size);
      Set<Long> wanted = new HashSet<>();
      if (scanned == 0 && start.equals(TimelinePoint.END) && !page.isEmpty()) {
        first = after(page.getFirst());
      }
      sieve.apply(page).forEach(event -> wanted.add(event.nid()));
      for (StoredEvent event : page) {
        if (found.size() == limit) {
          return new Found(found, first, at, true);
        }
        at = backward ? before(event) : after(event);
        if (wanted.contains(event.nid())) {
          found.add(event);
        }
      }
      scanned += page.size();
      if (page.size() < size) {
        return new Found(found, first, at, false);
      }
    }
    return new Found(found, first, at, true);
  }

  /// The point just after an event.
  static TimelinePoint after(StoredEvent event) {
    return new TimelinePoint(event.event().depth(), number(event));
  }

  /// The point just before an event.
  static TimelinePoint before(StoredEvent event) {
    return new TimelinePoint(event.event().depth(), number(event) - 1);
  }

  static long number(StoredEvent event) {
    Position position = event.position();
    return position == null ? 0 : position.number();
  }
}
