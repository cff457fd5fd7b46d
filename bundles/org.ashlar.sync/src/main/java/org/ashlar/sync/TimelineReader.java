package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineSpan;
import org.ashlar.stream.RingEvent;

/// Finds the last events of stretches that a reader wants and may see.
final class TimelineReader {
  private static final int MIN_PAGE = 20;
  private static final int MAX_PAGE = 1000;
  private static final int MAX_SCANNED = 1000;
  private static final int MAX_READ = 5000;

  private final Sources sources;

  TimelineReader(Sources sources) {
    this.sources = sources;
  }

  /// Gives each draft its timeline, from memory if possible.
  void read(List<Draft> drafts, Window window) {
    List<Scan> stored = new ArrayList<>();
    for (Draft draft : drafts) {
      List<RingEvent> recent = draft.recent();
      boolean wanted = window.filter().timeline().wantsRoom(draft.room().id().value());
      if (recent != null) {
        draft.timeline(of(wanted ? recent : List.of(), draft.range(), window));
      } else if (draft.isStored() && wanted) {
        stored.add(new Scan(draft));
      }
    }
    scan(stored, window);
  }

  /// Goes back round by round, in all rooms at once. The first round reads what is enough when all
  /// events are wanted.
  private void scan(List<Scan> scans, Window window) {
    int limit = window.filter().timeline().limit();
    int size = limit + 1;
    List<Scan> open = scans;
    while (!open.isEmpty()) {
      int rooms = Math.max(1, MAX_READ / size);
      for (int from = 0; from < open.size(); from += rooms) {
        round(open.subList(from, Math.min(open.size(), from + rooms)), size, window);
      }
      open = open.stream().filter(scan -> !scan.isDone(limit)).toList();
      size = Math.min(MAX_PAGE, Math.max(MIN_PAGE, 2 * size));
    }
    for (Scan scan : scans) {
      scan.draft.timeline(scan.timeline(limit));
    }
  }

  private void round(List<Scan> scans, int size, Window window) {
    List<TimelineSpan> spans = scans.stream().map(Scan::span).toList();
    List<StoredEvent> page = sources.store().call(store -> store.newest(spans, size));
    Map<Long, List<StoredEvent>> byRoom = new HashMap<>();
    page.forEach(
        event -> byRoom.computeIfAbsent(event.roomNid(), _ -> new ArrayList<>()).add(event));
    Set<Long> shown = new HashSet<>();
    if (!page.isEmpty()) {
      sources.views().call(views -> views.visible(window.reader(), page)).stream()
          .filter(event -> window.filter().timeline().wants(new TimelineEntry.Kept(event)))
          .forEach(event -> shown.add(event.nid()));
    }
    for (Scan scan : scans) {
      scan.take(byRoom.getOrDefault(scan.draft.nid(), List.of()), size, shown);
    }
  }

  /// Takes a timeline from all events of a stretch.
  private Timeline of(List<RingEvent> all, Range range, Window window) {
    List<TimelineEntry> wanted = new ArrayList<>();
    Set<UserId> ignored =
        all.isEmpty() ? Set.of() : sources.views().call(views -> views.ignored(window.reader()));
    for (RingEvent event : all) {
      TimelineEntry entry = new TimelineEntry.Recent(event);
      if (isShown(entry, ignored) && window.filter().timeline().wants(entry)) {
        wanted.add(entry);
      }
    }
    return last(wanted, window.filter().timeline().limit(), false, range.end().number());
  }

  /// State events of ignored users are shown.
  private static boolean isShown(TimelineEntry entry, Set<UserId> ignored) {
    return entry.stateKey() != null || !ignored.contains(entry.sender());
  }

  private static Timeline last(List<TimelineEntry> wanted, int limit, boolean unread, long end) {
    int left = Math.max(0, wanted.size() - limit);
    List<TimelineEntry> shown = wanted.subList(left, wanted.size());
    long start = shown.isEmpty() ? end : shown.getFirst().number() - 1;
    return new Timeline(shown, unread || left > 0, start);
  }

  /// The way back through one room.
  private static final class Scan {
    private final Draft draft;
    private final List<TimelineEntry> newestFirst = new ArrayList<>();
    private long from;
    private int scanned;
    private boolean more = true;

    Scan(Draft draft) {
      this.draft = draft;
      this.from = draft.range().end().number();
    }

    TimelineSpan span() {
      return new TimelineSpan(draft.nid(), draft.range().afterNumber(), from);
    }

    void take(List<StoredEvent> page, int size, Set<Long> shown) {
      scanned += page.size();
      more = page.size() == size;
      for (StoredEvent event : page) {
        from = OwnHistory.number(event) - 1;
        if (shown.contains(event.nid())) {
          newestFirst.add(new TimelineEntry.Kept(event));
        }
      }
    }

    boolean isDone(int limit) {
      return !more || newestFirst.size() > limit || scanned >= MAX_SCANNED;
    }

    Timeline timeline(int limit) {
      boolean unread = more && newestFirst.size() <= limit;
      return last(newestFirst.reversed(), limit, unread, draft.range().end().number());
    }
  }
}
