package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.Event;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.room.ReceivedEvent;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.Arrival;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.NewEvent;
import org.ashlar.store.Redacted;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Takes events of other servers into the lane of their room.
final class Reception {
  private final Parts parts;
  private final Lanes lanes;
  private final Redactions redactions;
  private final StaleExtremities stale;

  Reception(Parts parts, Lanes lanes, InstantSource clock) {
    this.parts = parts;
    this.lanes = lanes;
    this.redactions = new Redactions(parts);
    this.stale = new StaleExtremities(parts, clock);
  }

  ReceiveOutcome receive(Event event) {
    return receive(new ReceivedEvent(event));
  }

  ReceiveOutcome receive(ReceivedEvent received) {
    Step step;
    try (Lane.Ticket ticket = lanes.enter(received.event().roomId())) {
      Optional<Head> head = ticket.head();
      if (head.isEmpty()) {
        return new ReceiveOutcome.Unplaced("the room is unknown");
      }
      step = new Work(ticket, head.get(), received).step();
    }
    PendingAppend pending = step.pending;
    if (pending != null) {
      pending.await();
    }
    return step.outcome;
  }

  /// Stores events without a place. Those that are known are left out.
  void keepOutliers(RoomId room, List<Event> events) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      Head head =
          ticket.head().orElseThrow(() -> MatrixException.notFound("There is no such room."));
      KnownEvents known = new KnownEvents(parts, ticket);
      Map<EventId, KnownEvents.Known> there =
          known.findAnywhere(events.stream().map(Event::id).toList());
      List<NewEvent> made =
          AuthOrder.sorted(events).stream()
              .filter(event -> !there.containsKey(event.id()))
              .filter(event -> event.roomId().equals(room))
              .map(Reception::outlier)
              .toList();
      if (made.isEmpty()) {
        return;
      }
      List<Shown> shown = made.stream().map(each -> Shown.of(each.event(), null)).toList();
      pending = new PendingAppend(append(head, made), ticket.generation(), shown);
      parts.submit(ticket, pending);
    }
    pending.await();
  }

  static NewEvent outlier(Event event) {
    return new NewEvent(
        event,
        EventRef.unstored(),
        StateRoot.empty(),
        StateRoot.empty(),
        EventStatus.OUTLIER,
        EventFacts.relation(event),
        EventFacts.mentions(event));
  }

  private static Append append(Head head, List<NewEvent> made) {
    return new Append(
        head.room(),
        made,
        List.of(),
        head.current(),
        head.extremities().stream().map(Extremity::ref).toList(),
        null,
        head.epoch());
  }

  /// What came of the work in the lane, and what is to be waited for.
  private record Step(ReceiveOutcome outcome, @Nullable PendingAppend pending) {}

  private final class Work {
    private final Lane.Ticket ticket;
    private final Head head;
    private final ReceivedEvent received;
    private final Event event;
    private final KnownEvents known;
    private final StateTrie trie;
    private final StateMerge merge;
    private final Judgment judgment;

    Work(Lane.Ticket ticket, Head head, ReceivedEvent received) {
      this.ticket = ticket;
      this.head = head;
      this.received = received;
      this.event = received.event();
      this.known = new KnownEvents(parts, ticket);
      this.trie = parts.state().trie(head.room().nid());
      this.merge = new StateMerge(parts, ticket, head.room());
      this.judgment = new Judgment(parts, ticket, head);
    }

    Step step() {
      KnownEvents.Known old = known.findAnywhere(List.of(event.id())).get(event.id());
      if (old != null && old.isPlaced()) {
        return new Step(new ReceiveOutcome.Known(event.id()), old.pending());
      }
      StateRoot before = stateBefore();
      Map<EventId, KnownEvents.Known> auth = known.findAnywhere(event.authEvents());
      if (before == null || auth.size() != event.authEvents().size()) {
        return new Step(new ReceiveOutcome.Unplaced("previous or auth events are unknown"), null);
      }
      Judgment.Verdict verdict =
          head.partial()
              ? judgment.partial(event, auth, before)
              : judgment.of(event, auth, before, received.backfilled() ? null : head.current());
      if (old != null && verdict.status() == EventStatus.REJECTED) {
        // What is there is as good.
        return new Step(outcome(verdict), null);
      }
      return new Step(outcome(verdict), submit(before, verdict, old));
    }

    private ReceiveOutcome outcome(Judgment.Verdict verdict) {
      return verdict.status().isShown()
          ? new ReceiveOutcome.Accepted(event.id())
          : new ReceiveOutcome.Withheld(
              event.id(), verdict.status() == EventStatus.SOFT_FAILED, verdict.reason());
    }

    /// The state that the previous events leave, with what another server told of it where some of
    /// them are missing.
    ///
    /// @return null when it is not known
    private @Nullable StateRoot stateBefore() {
      List<StateRoot> roots = new ArrayList<>();
      Map<EventId, KnownEvents.Known> previous = known.find(event.prevEvents());
      for (EventId id : event.prevEvents()) {
        KnownEvents.Known found = previous.get(id);
        if (found != null && found.isPlaced()) {
          roots.add(found.after());
        }
      }
      if (roots.size() < event.prevEvents().size() || roots.isEmpty()) {
        StateRoot told = told();
        if (told == null) {
          return null;
        }
        roots.add(told);
      }
      return merge.merge(roots);
    }

    private @Nullable StateRoot told() {
      Map<EventId, KnownEvents.Known> events = known.find(received.stateBefore());
      if (events.isEmpty() || events.size() < received.stateBefore().size()) {
        return null;
      }
      StateRoot root = StateRoot.empty();
      for (KnownEvents.Known each : events.values()) {
        if (!each.event().isState()) {
          return null;
        }
        ticket.remember(each.ref(), each.event());
        root = trie.with(root, parts.state().intern(each.event().key()), each.ref());
      }
      return root;
    }

    private PendingAppend submit(
        StateRoot before, Judgment.Verdict verdict, KnownEvents.@Nullable Known old) {
      EventStatus status = verdict.status();
      StoredEvent awaiting = redactions.awaiting(event, head.room().nid()).orElse(null);
      Event made = awaiting == null ? event : event.redacted();
      EventRef ref = old == null ? EventRef.unstored() : old.ref();
      boolean changes = made.isState() && !status.isRejected();
      StateRoot after = changes ? trie.with(before, parts.state().intern(made.key()), ref) : before;
      if (made.isState()) {
        ticket.remember(ref, made);
      }
      Frontier frontier = new Frontier(head, known);
      frontier.place(made, status);
      boolean ends = status.isShown() && !received.backfilled() && !frontier.isCovered(made.id());
      Head next = moved(frontier, ends ? new Extremity(made.id(), ref, made.depth(), after) : null);
      NewEvent stored =
          new NewEvent(
              made,
              ref,
              before,
              after,
              status,
              EventFacts.relation(made),
              EventFacts.mentions(made),
              new Arrival(received.backfilled(), old != null));
      Append append =
          new Append(
              head.room(),
              List.of(stored),
              merge.deltas(head.current(), next.current()),
              next.current(),
              next.extremities().stream().map(Extremity::ref).toList(),
              null,
              head.epoch(),
              redacted(stored, awaiting, next),
              frontier.changes());
      Event replaced = made.isState() ? judgment.state(before, made.key()) : null;
      PendingAppend pending =
          new PendingAppend(append, ticket.generation(), List.of(Shown.of(made, replaced)));
      ticket.advance(next);
      parts.submit(ticket, pending);
      return pending;
    }

    /// The head after the event, with the extremity that it makes, if any.
    private Head moved(Frontier frontier, @Nullable Extremity made) {
      List<Extremity> extremities = new ArrayList<>(frontier.left());
      if (made != null) {
        extremities.add(made);
      }
      if (extremities.equals(head.extremities()) || extremities.isEmpty()) {
        return head.moved(head.extremities(), head.current(), frontier.gaps());
      }
      StateRoot current = merge.merge(extremities.stream().map(Extremity::after).toList());
      List<Extremity> kept =
          head.partial() ? extremities : stale.without(extremities, made, current, trie);
      return head.moved(kept, current, frontier.gaps());
    }

    /// What an event takes the content of, and whether a redaction was waiting for it.
    private List<Redacted> redacted(NewEvent made, @Nullable StoredEvent awaiting, Head next) {
      List<Redacted> redacted = new ArrayList<>();
      Redactions.Target target = made.status().isShown() ? judgment.target(made.event()) : null;
      if (target != null) {
        Event old = target.event();
        boolean current = old.isState() && old.equals(judgment.state(next.current(), old.key()));
        redacted.add(new Redacted(target.ref(), made.ref(), old.redacted(), current));
      }
      if (awaiting != null) {
        redacted.add(
            new Redacted(made.ref(), EventRef.stored(awaiting.nid()), made.event(), false));
      }
      return redacted;
    }
  }
}
