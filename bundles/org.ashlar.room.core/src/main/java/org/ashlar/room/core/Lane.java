package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Metrics;
import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.ashlar.store.NewEvent;
import org.ashlar.store.Redacted;
import org.ashlar.store.Relation;
import org.ashlar.store.RoomHead;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// The one writer of a room. It runs ahead of the commit: a later event builds on an earlier one
/// that is still on its way to the store.
final class Lane {
  private static final int MAX_KNOWN = 512;
  private static final Histograms.Histogram WAITS =
      Metrics.current()
          .seconds(
              "room_lane_wait_seconds",
              "Waits for the lane of a room that others are in, in seconds.")
          .with();

  private final RoomId id;
  private final Function<RoomId, Optional<RoomHead>> source;
  private final AtomicInteger users = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Transaction, PendingAppend> pendingTransactions = new HashMap<>();
  private final IdentityHashMap<EventRef, Event> known = new IdentityHashMap<>();
  private final List<PendingAppend> onTheirWay = new ArrayList<>();
  private @Nullable Head head;
  private Generation generation = new Generation();

  Lane(RoomId id, Function<RoomId, Optional<RoomHead>> source) {
    this.id = id;
    this.source = source;
  }

  /// Waits for the lane, and charges the wait; [#reserve] came before.
  ///
  /// @return the proof that it is held, to be closed by the same thread
  Ticket enter() {
    if (!lock.tryLock()) {
      long start = System.nanoTime();
      lock.lock();
      waited(start, System.nanoTime() - start);
    }
    return new Ticket();
  }

  private static void waited(long start, long nanos) {
    WAITS.record(nanos);
    RequestContext context = RequestContext.current();
    context.meter().add(Meter.Charge.LANE_WAIT, nanos);
    context.span().add("lane", start, nanos);
  }

  /// Counts a user who is about to enter; called under the monitor of [Lanes].
  void reserve() {
    users.incrementAndGet();
  }

  /// Those who wait while another one holds the lane.
  int waiting() {
    return Math.max(0, users.get() - 1);
  }

  /// How many ends the room's graph had when the lane was last used; a hint, as it is not entered.
  int extremities() {
    Head current = head;
    return current == null ? 0 : current.extremities().size();
  }

  RoomId id() {
    return id;
  }

  /// Tells whether nobody uses the lane and nothing of it is on its way; called under the monitor
  /// of [Lanes], so that nobody can begin to use it meanwhile.
  boolean isIdle() {
    Head current = head;
    return users.get() == 0
        && pendingTransactions.values().stream().allMatch(PendingAppend::isStored)
        && (current == null || current.extremities().stream().allMatch(e -> e.ref().nid() != 0));
  }

  /// Proves that the lane is held; whatever changes the room's head asks for one.
  final class Ticket implements AutoCloseable {
    private Ticket() {}

    RoomId room() {
      return id;
    }

    /// Where the room stands.
    ///
    /// @return the head, empty when the room is unknown
    Optional<Head> head() {
      if (generation.isBroken()) {
        head = null;
        known.clear();
        pendingTransactions.clear();
        onTheirWay.clear();
        generation = new Generation();
      }
      if (head == null) {
        source.apply(id).ifPresent(stored -> head = Head.of(stored));
      }
      return Optional.ofNullable(head);
    }

    Generation generation() {
      return generation;
    }

    /// Moves the head. The append that brings it there must have been handed over.
    void advance(Head next) {
      head = next;
    }

    /// Remembers an event that the state refers to, as the store may not know it yet.
    void remember(EventRef ref, Event event) {
      if (known.size() >= MAX_KNOWN) {
        known.keySet().removeIf(old -> old.nid() != 0);
      }
      known.put(ref, event);
    }

    /// Remembers an append until it is stored.
    void submitted(PendingAppend append) {
      onTheirWay.removeIf(old -> old.result() != null);
      onTheirWay.add(append);
      for (Redacted redacted : append.append().redacted()) {
        Event stripped = redacted.event();
        known.replaceAll((_, event) -> event.equals(stripped) ? stripped : event);
      }
    }

    /// What has been handed over and may not be stored yet, in order.
    List<NewEvent> onTheirWay() {
      return onTheirWay.stream().flatMap(pending -> pending.append().events().stream()).toList();
    }

    /// Waits until nothing of the room is on its way to the store any more.
    void settle() {
      for (PendingAppend pending : List.copyOf(onTheirWay)) {
        pending.settle();
      }
    }

    /// Reads the head again when it is needed next; what was remembered may have gone.
    void forget() {
      head = null;
      known.clear();
      onTheirWay.clear();
    }

    /// An event that has been handed over; when it is not found the store has it, if anybody.
    Redactions.@Nullable Target onItsWay(EventId event) {
      for (PendingAppend pending : onTheirWay) {
        for (NewEvent made : pending.append().events()) {
          if (made.event().id().equals(event)) {
            boolean shown = made.status().isShown();
            return new Redactions.Target(made.ref(), made.event(), shown);
          }
        }
      }
      return null;
    }

    /// An event that has been handed over and is not known to be stored, in its newest form.
    KnownEvents.@Nullable Known made(EventId event) {
      KnownEvents.Known found = null;
      for (PendingAppend pending : onTheirWay) {
        for (NewEvent made : pending.append().events()) {
          if (made.event().id().equals(event) && !pending.isStored()) {
            found = KnownEvents.made(made, pending);
          }
        }
      }
      return found;
    }

    /// Whether an event with a relation has been handed over, and is not known to be stored yet.
    boolean isRelating(UserId sender, String type, Relation relation) {
      Set<EventId> redacted = new HashSet<>();
      Set<EventId> relating = new HashSet<>();
      for (PendingAppend pending : onTheirWay) {
        pending.append().redacted().forEach(each -> redacted.add(each.event().id()));
        for (NewEvent made : pending.append().events()) {
          if (pending.result() == null
              && relation.equals(made.relation())
              && made.event().sender().equals(sender)
              && made.event().type().equals(type)) {
            relating.add(made.event().id());
          }
        }
      }
      relating.removeAll(redacted);
      return !relating.isEmpty();
    }

    /// What is remembered of events that the store does not know yet; a copy, for other threads.
    Map<EventRef, Event> unstored() {
      Map<EventRef, Event> unstored = new IdentityHashMap<>();
      known.forEach(
          (ref, event) -> {
            if (ref.nid() == 0) {
              unstored.put(ref, event);
            }
          });
      return unstored;
    }

    @Nullable Event known(EventRef ref) {
      return known.get(ref);
    }

    @Nullable PendingAppend pending(Transaction transaction) {
      pendingTransactions.values().removeIf(PendingAppend::isStored);
      return pendingTransactions.get(transaction);
    }

    void pending(Transaction transaction, PendingAppend append) {
      pendingTransactions.put(transaction, append);
    }

    @Override
    public void close() {
      lock.unlock();
      users.decrementAndGet();
    }
  }
}
