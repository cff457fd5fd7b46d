package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthState;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateDifference;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.NewEvent;
import org.ashlar.store.Redacted;
import org.ashlar.store.StateDelta;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Takes events of other servers into the lane of their room.
///
/// @spec https://spec.matrix.org/v1.19/server-server-api/#checks-performed-on-receipt-of-a-pdu
///   Checks on receipt
final class Reception {
  private final Parts parts;
  private final Lanes lanes;
  private final Redactions redactions;

  Reception(Parts parts, Lanes lanes) {
    this.parts = parts;
    this.lanes = lanes;
    this.redactions = new Redactions(parts);
  }

  ReceiveOutcome receive(Event event) {
    PendingAppend pending;
    Verdict verdict;
    try (Lane.Ticket ticket = lanes.enter(event.roomId())) {
      Optional<Head> head = ticket.head();
      if (head.isEmpty()) {
        return new ReceiveOutcome.Unplaced("the room is unknown");
      }
      if (!stored(List.of(event.id())).isEmpty()) {
        return new ReceiveOutcome.Known(event.id());
      }
      Work work = new Work(ticket, head.get());
      List<StateRoot> before = work.statesBefore(event);
      Map<EventId, StoredEvent> auth = stored(event.authEvents());
      if (before.size() != event.prevEvents().size() || auth.size() != event.authEvents().size()) {
        return new ReceiveOutcome.Unplaced("previous or auth events are unknown");
      }
      StateRoot state = work.merge.merge(before);
      verdict = work.judge(event, auth, state);
      pending = work.submit(event, state, verdict);
    }
    pending.await();
    return verdict.status == EventStatus.ACCEPTED
        ? new ReceiveOutcome.Accepted(event.id())
        : new ReceiveOutcome.Withheld(
            event.id(), verdict.status == EventStatus.SOFT_FAILED, verdict.reason);
  }

  private Map<EventId, StoredEvent> stored(List<EventId> ids) {
    return ids.isEmpty() ? Map.of() : parts.store().call(store -> store.events(ids));
  }

  private record Verdict(EventStatus status, String reason) {
    static final Verdict ACCEPTED = new Verdict(EventStatus.ACCEPTED, "");
  }

  /// An event in the form in which it is stored.
  ///
  /// @param awaiting the redaction that was there before it, or null
  private record Made(
      Event event, EventRef ref, EventStatus status, @Nullable StoredEvent awaiting) {}

  private final class Work {
    private final Lane.Ticket ticket;
    private final Head head;
    private final StateTrie trie;
    private final StateMerge merge;

    Work(Lane.Ticket ticket, Head head) {
      this.ticket = ticket;
      this.head = head;
      this.trie = parts.state().trie(head.room().nid());
      this.merge = new StateMerge(parts, ticket, head.room());
    }

    List<StateRoot> statesBefore(Event event) {
      Map<EventId, StateRoot> found = new HashMap<>();
      for (Extremity extremity : head.extremities()) {
        found.put(extremity.id(), extremity.after());
      }
      List<EventId> missing =
          event.prevEvents().stream().filter(id -> !found.containsKey(id)).toList();
      stored(missing).forEach((id, prev) -> found.put(id, StateRoot.stored(prev.rootAfter())));
      return event.prevEvents().stream().filter(found::containsKey).map(found::get).toList();
    }

    Verdict judge(Event event, Map<EventId, StoredEvent> auth, StateRoot before) {
      List<AuthEvent> named =
          auth.values().stream()
              .map(row -> new AuthEvent(row.event(), row.status() == EventStatus.REJECTED))
              .toList();
      Map<StateKey, Event> byKey = new HashMap<>();
      auth.values().forEach(row -> byKey.put(row.event().key(), row.event()));
      byKey.computeIfAbsent(StateKey.CREATE, key -> state(before, key));
      AuthVerdict verdict = parts.rules().call(rules -> rules.checkAuthEvents(event, named));
      if (verdict.isAllowed()) {
        verdict = check(event, byKey::get);
      }
      if (verdict.isAllowed()) {
        verdict = check(event, key -> state(before, key));
      }
      if (verdict instanceof AuthVerdict.Rejected rejected) {
        return new Verdict(EventStatus.REJECTED, text(rejected));
      }
      if (check(event, key -> state(head.current(), key))
          instanceof AuthVerdict.Rejected rejected) {
        return new Verdict(EventStatus.SOFT_FAILED, text(rejected));
      }
      return judgeRedaction(event, before);
    }

    /// A redaction without the power to redact what it names is kept and has no effect.
    private Verdict judgeRedaction(Event event, StateRoot before) {
      Redactions.Target target = target(event);
      boolean powerless =
          target != null && !Redactions.applies(key -> state(before, key), event, target.event());
      return powerless
          ? new Verdict(EventStatus.SOFT_FAILED, "the sender may not redact the event")
          : Verdict.ACCEPTED;
    }

    private Redactions.@Nullable Target target(Event event) {
      EventId id = event.redacts();
      return id == null || !Redactions.isRedaction(event)
          ? null
          : redactions.find(ticket, head.room().nid(), id).orElse(null);
    }

    /// What an event takes the content of, and whether a redaction was waiting for it.
    private List<Redacted> redacted(Made made, Head next) {
      List<Redacted> redacted = new ArrayList<>();
      Redactions.Target target = made.status == EventStatus.ACCEPTED ? target(made.event) : null;
      if (target != null) {
        Event old = target.event();
        boolean current = old.isState() && old.equals(state(next.current(), old.key()));
        redacted.add(new Redacted(target.ref(), made.ref, old.redacted(), current));
      }
      StoredEvent awaiting = made.awaiting;
      if (awaiting != null) {
        redacted.add(new Redacted(made.ref, EventRef.stored(awaiting.nid()), made.event, false));
      }
      return redacted;
    }

    PendingAppend submit(Event received, StateRoot before, Verdict verdict) {
      StoredEvent awaiting = redactions.awaiting(received, head.room().nid()).orElse(null);
      Event event = awaiting == null ? received : received.redacted();
      EventRef ref = EventRef.unstored();
      boolean changes = event.isState() && verdict.status != EventStatus.REJECTED;
      StateRoot after =
          changes ? trie.with(before, parts.state().intern(event.key()), ref) : before;
      if (event.isState()) {
        ticket.remember(ref, event);
      }
      Head next = verdict.status == EventStatus.ACCEPTED ? moved(event, ref, after) : head;
      NewEvent made =
          new NewEvent(
              event,
              ref,
              before,
              after,
              verdict.status,
              EventFacts.relation(event),
              EventFacts.mentions(event));
      Append append =
          new Append(
              head.room(),
              List.of(made),
              deltas(next.current()),
              next.current(),
              next.extremities().stream().map(Extremity::ref).toList(),
              null,
              head.epoch(),
              redacted(new Made(event, ref, verdict.status, awaiting), next));
      Event replaced = event.isState() ? state(before, event.key()) : null;
      PendingAppend pending =
          new PendingAppend(append, ticket.generation(), List.of(Shown.of(event, replaced)));
      ticket.advance(next);
      parts.submit(ticket, pending);
      return pending;
    }

    private Head moved(Event event, EventRef ref, StateRoot after) {
      Set<EventId> covered = new HashSet<>(event.prevEvents());
      List<Extremity> extremities = new ArrayList<>();
      head.extremities().stream()
          .filter(old -> !covered.contains(old.id()))
          .forEach(extremities::add);
      extremities.add(new Extremity(event.id(), ref, event.depth(), after));
      StateRoot current = merge.merge(extremities.stream().map(Extremity::after).toList());
      return new Head(head.room(), extremities, current, head.epoch());
    }

    private List<StateDelta> deltas(StateRoot next) {
      List<StateDelta> deltas = new ArrayList<>();
      for (StateDifference change : trie.difference(head.current(), next)) {
        EventRef ref = change.right();
        Event now = ref == null ? null : event(ref);
        EventRef old = change.left();
        Event previous = old == null ? null : event(old);
        Event either = now == null ? previous : now;
        if (either != null) {
          deltas.add(new StateDelta(either.key(), change.keyNid(), ref, now, previous));
        }
      }
      return deltas;
    }

    private AuthVerdict check(Event event, AuthState state) {
      return parts.rules().call(rules -> rules.check(event, state));
    }

    private @Nullable Event state(StateRoot root, StateKey key) {
      Long keyNid = parts.state().find(List.of(key)).get(key);
      EventRef ref = keyNid == null ? null : trie.get(root, keyNid);
      return ref == null ? null : event(ref);
    }

    private Event event(EventRef ref) {
      Event known = ticket.known(ref);
      return known == null ? parts.state().event(ref.nid()).event() : known;
    }

    private static String text(AuthVerdict.Rejected rejected) {
      return rejected.rule() + ": " + rejected.sentence();
    }
  }
}
