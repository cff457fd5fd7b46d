package org.ashlar.push.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.push.Checkpoint;
import org.ashlar.push.Checkpoint.Mark;
import org.ashlar.push.Checkpoint.Timeline;
import org.ashlar.push.RoomCounts;
import org.ashlar.push.Unread;
import org.jspecify.annotations.Nullable;

/// Makes checkpoints from checkpoints. Values in, values out.
///
/// The newest events that count are remembered one by one, so that receipts and redactions among
/// them need no second look at any event.
final class Tally {
  /// How many events of a timeline are remembered one by one.
  static final int REMEMBERED = 256;

  private Tally() {}

  /// A checkpoint after the reader has read on.
  ///
  /// @return null when that can not be known without counting anew
  static @Nullable Checkpoint read(Checkpoint checkpoint, ReadTo readTo) {
    Map<String, Timeline> timelines = new HashMap<>();
    for (Map.Entry<String, Timeline> entry : checkpoint.timelines().entrySet()) {
      Timeline line = entry.getValue();
      long upTo = readTo.in(entry.getKey());
      if (upTo > line.readTo()) {
        Timeline rest = read(line, upTo, checkpoint.countedTo());
        if (rest == null) {
          return null;
        }
        line = rest;
      }
      put(timelines, entry.getKey(), line);
    }
    return new Checkpoint(checkpoint.room(), checkpoint.countedTo(), timelines);
  }

  private static @Nullable Timeline read(Timeline line, long upTo, long countedTo) {
    if (upTo >= countedTo) {
      return new Timeline(upTo, Unread.NONE, List.of());
    }
    boolean whole = line.unread().notifications() == line.newest().size();
    if (!whole && line.newest().getFirst().position() > upTo) {
      return null;
    }
    return of(upTo, line.newest().stream().filter(mark -> mark.position() > upTo).toList());
  }

  /// A checkpoint with what was found after it.
  ///
  /// @param scan what was found
  /// @param redacted positions of events that have been redacted
  static Checkpoint counted(RoomScan scan, Set<Long> redacted) {
    Map<String, Timeline> timelines = new HashMap<>();
    timelines.put(Checkpoint.MAIN, of(scan.readTo().in(Checkpoint.MAIN), List.of()));
    Checkpoint base = scan.base();
    if (base != null) {
      base.timelines().forEach((thread, line) -> put(timelines, thread, without(line, redacted)));
    }
    scan.found()
        .forEach(
            (thread, marks) -> {
              List<Mark> unread = left(marks, redacted);
              Timeline line = timelines.get(thread);
              Timeline sum =
                  line == null ? of(scan.readTo().in(thread), unread) : with(line, unread);
              put(timelines, thread, sum);
            });
    return new Checkpoint(scan.room().room(), scan.end().number(), timelines);
  }

  /// What a checkpoint says to readers.
  static RoomCounts counts(Checkpoint checkpoint) {
    Unread main = Unread.NONE;
    Map<EventId, Unread> threads = new HashMap<>();
    for (Map.Entry<String, Timeline> entry : checkpoint.timelines().entrySet()) {
      Unread unread = entry.getValue().unread();
      if (entry.getKey().equals(Checkpoint.MAIN)) {
        main = unread;
      } else if (unread.notifications() > 0) {
        threads.put(new EventId(entry.getKey()), unread);
      }
    }
    return new RoomCounts(main, threads);
  }

  private static List<Mark> left(List<Mark> newestFirst, Set<Long> redacted) {
    return newestFirst.reversed().stream()
        .filter(mark -> !redacted.contains(mark.position()))
        .toList();
  }

  private static Timeline without(Timeline line, Set<Long> redacted) {
    List<Mark> gone =
        line.newest().stream().filter(mark -> redacted.contains(mark.position())).toList();
    if (gone.isEmpty()) {
      return line;
    }
    Unread less = sum(gone);
    Unread left =
        new Unread(
            line.unread().notifications() - less.notifications(),
            line.unread().highlights() - less.highlights());
    List<Mark> kept = new ArrayList<>(line.newest());
    kept.removeAll(gone);
    return new Timeline(line.readTo(), left, kept);
  }

  private static Timeline with(Timeline line, List<Mark> marks) {
    List<Mark> all = new ArrayList<>(line.newest());
    all.addAll(marks);
    return new Timeline(line.readTo(), line.unread().plus(sum(marks)), newest(all));
  }

  private static Timeline of(long readTo, List<Mark> marks) {
    return new Timeline(readTo, sum(marks), newest(marks));
  }

  private static List<Mark> newest(List<Mark> marks) {
    return marks.subList(Math.max(0, marks.size() - REMEMBERED), marks.size());
  }

  private static Unread sum(List<Mark> marks) {
    return new Unread(marks.size(), marks.stream().filter(Mark::highlight).count());
  }

  /// A thread in which nothing is unread needs no place.
  private static void put(Map<String, Timeline> timelines, String thread, Timeline line) {
    if (thread.equals(Checkpoint.MAIN) || line.unread().notifications() > 0) {
      timelines.put(thread, line);
    }
  }
}
