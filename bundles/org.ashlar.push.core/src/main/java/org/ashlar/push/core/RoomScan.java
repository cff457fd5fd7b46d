package org.ashlar.push.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.push.Checkpoint;
import org.ashlar.push.Checkpoint.Mark;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.push.core.rule.PushActions;
import org.ashlar.store.Position;
import org.ashlar.store.TimelineSpan;
import org.jspecify.annotations.Nullable;

/// Goes through the new events of one room for one reader, from the newest back to the last
/// checkpoint, receipt or the reader's entry, whichever comes first. For one thread.
final class RoomScan {
  private final Reader reader;
  private final RoomCountQuery room;
  private final ReadTo readTo;
  private final @Nullable Checkpoint base;
  private final Position end;
  private final List<Noted> noted = new ArrayList<>();
  private final Map<String, List<Mark>> found = new HashMap<>();
  private final Set<EventId> redactions = new HashSet<>();
  private long next;
  private long joinsLater;
  private long examined;
  private boolean entered;
  private boolean done;

  /// Who reads, and how the reader wants events judged.
  ///
  /// @param user the reader
  /// @param settings the reader's rules
  /// @param sources where facts come from
  record Reader(UserId user, ReaderRules.Settings settings, Sources sources) {}

  /// An event that notifies.
  record Noted(Arrival arrival, boolean highlight) {}

  /// @param base what has been counted, null to begin anew
  RoomScan(
      Reader reader, RoomCountQuery room, ReadTo readTo, @Nullable Checkpoint base, Position end) {
    this.reader = reader;
    this.room = room;
    this.readTo = readTo;
    this.base = base;
    this.end = end;
    this.next = end.number();
    this.done = next <= after();
  }

  RoomCountQuery room() {
    return room;
  }

  ReadTo readTo() {
    return readTo;
  }

  Position end() {
    return end;
  }

  /// What counts beside what was found; null when nothing before it counts.
  @Nullable Checkpoint base() {
    return entered ? null : base;
  }

  /// Events of the last page that notify, until they are put into threads.
  List<Noted> noted() {
    return noted;
  }

  /// Puts the events that notify into their threads, unless they are read there.
  ///
  /// @param threads the thread of each
  void sort(Map<Arrival, String> threads) {
    for (Noted event : noted) {
      String thread = threads.getOrDefault(event.arrival(), Checkpoint.MAIN);
      long position = event.arrival().position();
      if (position > readTo.in(thread)) {
        found
            .computeIfAbsent(thread, _ -> new ArrayList<>())
            .add(new Mark(position, event.highlight()));
      }
    }
    noted.clear();
  }

  /// The unread events that notify, by thread, the newest first.
  Map<String, List<Mark>> found() {
    return found;
  }

  /// Events that redactions among the new events name.
  Set<EventId> redactions() {
    return redactions;
  }

  /// How many events were looked at.
  long examined() {
    return examined;
  }

  boolean isDone() {
    return done;
  }

  /// The position before the first event to look at.
  long after() {
    return Math.max(base == null ? 0 : base.countedTo(), readTo.all());
  }

  /// What is left to look at.
  TimelineSpan rest() {
    return new TimelineSpan(room.roomNid(), after(), next);
  }

  /// Looks at events.
  ///
  /// @param page the newest of those left, the newest first
  /// @param last whether there are no more
  /// @param joined the number of joined members at the end
  void take(List<Arrival> page, boolean last, LongSupplier joined) {
    for (Arrival arrival : page) {
      examined++;
      next = arrival.position() - 1;
      look(arrival, joined);
      joinsLater += arrival.joins();
      if (arrival.moves(reader.user())) {
        entered = true;
        done = true;
        return;
      }
    }
    done = last || next <= after();
  }

  private void look(Arrival arrival, LongSupplier joined) {
    EventId redacted = arrival.redacts();
    if (redacted != null) {
      redactions.add(redacted);
    }
    if (arrival.sender().equals(reader.user())
        || arrival.isRedacted()
        || reader.settings().ignored().contains(arrival.sender().value())) {
      return;
    }
    long later = joinsLater;
    LongSupplier joinedThen = () -> joined.getAsLong() - later;
    PushActions actions =
        reader
            .settings()
            .rules()
            .judge(
                arrival.json().get(),
                new ArrivalFacts(
                    reader.sources(), room.roomNid(), reader.user(), arrival, joinedThen));
    if (actions.notifies()) {
      noted.add(new Noted(arrival, actions.highlights()));
    }
  }
}
