package org.ashlar.store.postgres;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStatus;
import org.ashlar.store.NewEvent;
import org.ashlar.store.PartialChange;
import org.ashlar.store.StateDelta;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// One append on its way through a batch.
final class Entry {
  private static final String AFTER_FAILURE = "an earlier event of the room failed";

  private final Append append;
  private @Nullable AppendResult result;
  private Span span = new Span(0, 0);
  private long completion;

  Entry(Append append) {
    this.append = append;
  }

  Append append() {
    return append;
  }

  RoomId room() {
    return append.room().id();
  }

  /// The positions of the append.
  Span span() {
    return span;
  }

  /// Its position in the stream of rooms that became known in full, 0 when it completes none.
  long completion() {
    return completion;
  }

  /// The position of its last event that readers see, 0 when there is none.
  long bump() {
    boolean shows = append.replaced() == null || span.last > span.first;
    return shows ? span.last : 0;
  }

  void placed(Span value, long completed) {
    span = value;
    completion = completed;
  }

  boolean isOpen() {
    return result == null;
  }

  AppendResult result() {
    AppendResult known = result;
    if (known == null) {
      throw new IllegalStateException("an append was left without a result");
    }
    return known;
  }

  void stored(AppendResult.Stored value) {
    result = value;
  }

  void fail(String reason, boolean retryable) {
    result = new AppendResult.Failed(reason, retryable);
  }

  void failAfterAnother() {
    fail(AFTER_FAILURE, true);
  }

  /// Fails what can be told apart without the database: events, rooms and transactions that the
  /// batch names twice, and events that were handed over before.
  static void admit(Iterable<Entry> entries) {
    Set<EventId> events = new HashSet<>();
    Set<Transaction> transactions = new HashSet<>();
    Set<RoomId> failed = new HashSet<>();
    for (Entry entry : entries) {
      if (failed.contains(entry.room())) {
        entry.failAfterAnother();
      } else {
        entry.admit(events, transactions);
        if (!entry.isOpen()) {
          failed.add(entry.room());
        }
      }
    }
  }

  /// Fails those that follow a failed one of their room.
  static void failFollowers(Iterable<Entry> entries) {
    Set<RoomId> failed = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.isOpen() && failed.contains(entry.room())) {
        entry.failAfterAnother();
      } else if (entry.result instanceof AppendResult.Failed) {
        failed.add(entry.room());
      }
    }
  }

  private void admit(Set<EventId> events, Set<Transaction> transactions) {
    if (append.events().isEmpty() == (append.replaced() == null)
        || append.extremities().isEmpty()) {
      fail("an append has events, or replaces some, and leaves extremities", false);
      return;
    }
    if (!append.deltas().isEmpty()
        && append.replaced() == null
        && append.events().stream().allMatch(event -> event.status() == EventStatus.OUTLIER)) {
      fail("outliers do not change the state", false);
      return;
    }
    for (NewEvent event : append.events()) {
      boolean wasOutlier = event.arrival().wasOutlier();
      if (event.ref().nid() != 0 && !wasOutlier) {
        fail("the event " + event.event().id() + " was handed over before", false);
        return;
      }
      if (!events.add(event.event().id()) && !wasOutlier) {
        fail("the event " + event.event().id() + " is there already", false);
        return;
      }
    }
    Transaction transaction = append.transaction();
    if (transaction != null && !transactions.add(transaction)) {
      fail("the transaction has been carried out already", false);
    }
  }

  /// Whether everything that it builds on has a number.
  boolean isGrounded() {
    for (StateDelta delta : append.deltas()) {
      if (delta.ref() != null && delta.ref().nid() == 0) {
        return false;
      }
    }
    PartialChange.Replace replaced = append.replaced();
    if (replaced != null && replaced.events().stream().anyMatch(event -> event.ref().nid() == 0)) {
      return false;
    }
    return append.events().stream().allMatch(event -> event.ref().nid() != 0)
        && append.extremities().stream().allMatch(ref -> ref.nid() != 0)
        && append.redacted().stream().allMatch(redacted -> redacted.target().nid() != 0);
  }

  /// The positions of one append. A change of state that comes with it, but not by one of its own
  /// events, is placed before all of them: no reader sees an event without its state.
  ///
  /// @param first the first position, 0 when it has none
  /// @param last the last position, 0 when it has none
  record Span(long first, long last) {
    static Span of(List<NewEvent> events) {
      long first = 0;
      long last = 0;
      for (NewEvent event : events) {
        long position = Math.max(0, event.ref().position());
        first = first == 0 ? position : first;
        last = Math.max(last, position);
      }
      return new Span(first, last);
    }

    long place(long position) {
      return position >= first && position <= last ? position : first;
    }
  }
}
