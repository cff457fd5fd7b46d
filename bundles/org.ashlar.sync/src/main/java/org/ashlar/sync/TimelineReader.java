package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.stream.RingEvent;

/// Finds the last events of a range that a reader wants and may see.
final class TimelineReader {
  private static final int MIN_PAGE = 20;
  private static final int MAX_SCANNED = 1000;

  private final Sources sources;

  TimelineReader(Sources sources) {
    this.sources = sources;
  }

  /// Takes them from all events of the range.
  static Timeline of(List<RingEvent> all, Range range, EventFilter filter) {
    List<TimelineEntry> wanted = new ArrayList<>();
    boolean room = filter.wantsRoom(range.room().id().value());
    for (RingEvent event : all) {
      TimelineEntry entry = new TimelineEntry.Recent(event);
      if (room && filter.wants(entry)) {
        wanted.add(entry);
      }
    }
    return last(wanted, filter.limit(), false, range.end().number());
  }

  /// Takes them from the store, going back page by page.
  Timeline read(Range range, Window window) {
    EventFilter filter = window.filter().timeline();
    List<TimelineEntry> newestFirst = new ArrayList<>();
    long from = range.end().number();
    int size = Math.max(MIN_PAGE, filter.limit() + 1);
    int scanned = 0;
    boolean more = filter.wantsRoom(range.room().id().value());
    while (more && newestFirst.size() <= filter.limit() && scanned < MAX_SCANNED) {
      List<StoredEvent> page = page(range, from, size);
      scanned += page.size();
      more = page.size() == size;
      if (!page.isEmpty()) {
        from = number(page.getLast()) - 1;
      }
      for (StoredEvent event : visible(range, page, window)) {
        TimelineEntry entry = new TimelineEntry.Kept(event);
        if (filter.wants(entry)) {
          newestFirst.add(entry);
        }
      }
    }
    Collections.reverse(newestFirst);
    boolean unread = more && newestFirst.size() <= filter.limit();
    return last(newestFirst, filter.limit(), unread, range.end().number());
  }

  private List<StoredEvent> page(Range range, long from, int size) {
    Position after = range.after();
    TimelineQuery query =
        new TimelineQuery(
            range.room().nid(),
            TimelineOrder.STREAM,
            new TimelinePoint(0, from),
            after == null ? null : new TimelinePoint(0, after.number()),
            true,
            size);
    return sources.store().call(store -> store.timeline(query));
  }

  private List<StoredEvent> visible(Range range, List<StoredEvent> page, Window window) {
    return !range.restricted() || page.isEmpty()
        ? page
        : sources.views().call(views -> views.visible(window.reader(), page));
  }

  private static Timeline last(List<TimelineEntry> wanted, int limit, boolean unread, long end) {
    int left = Math.max(0, wanted.size() - limit);
    List<TimelineEntry> shown = wanted.subList(left, wanted.size());
    long start = shown.isEmpty() ? end : shown.getFirst().number() - 1;
    return new Timeline(shown, unread || left > 0, start);
  }

  private static long number(StoredEvent event) {
    Position position = event.position();
    if (position == null) {
      throw new IllegalStateException("an outlier in a timeline");
    }
    return position.number();
  }
}
