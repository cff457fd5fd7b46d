package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.room.PartialJoin;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.Arrival;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.NewEvent;
import org.ashlar.store.PartialChange;
import org.ashlar.store.RoomRef;
import org.jspecify.annotations.Nullable;

/// Comes into rooms whose state is not known in full.
final class PartialJoins {
  private final Parts parts;
  private final Lanes lanes;

  PartialJoins(Parts parts, Lanes lanes) {
    this.parts = parts;
    this.lanes = lanes;
  }

  ReceiveOutcome join(PartialJoin join) {
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(join.join().roomId())) {
      Head head =
          ticket
              .head()
              .orElseGet(
                  () -> LaneWork.newRoom(new RoomRef(join.join().roomId(), join.version(), 0)));
      if (head.partial()) {
        return new ReceiveOutcome.Unplaced("the room is partial already");
      }
      Work work = new Work(ticket, head, join);
      ReceiveOutcome refused = work.refused();
      if (refused != null) {
        return refused;
      }
      pending = work.submit();
    }
    pending.await();
    return new ReceiveOutcome.Accepted(join.join().id());
  }

  private final class Work {
    private final Lane.Ticket ticket;
    private final Head head;
    private final PartialJoin told;
    private final Event join;
    private final KnownEvents known;
    private final StateTrie trie;
    private final Map<EventId, KnownEvents.Known> all = new HashMap<>();
    private final List<NewEvent> made = new ArrayList<>();

    Work(Lane.Ticket ticket, Head head, PartialJoin told) {
      this.ticket = ticket;
      this.head = head;
      this.told = told;
      this.join = told.join();
      this.known = new KnownEvents(parts, ticket);
      this.trie = parts.state().trie(head.room().nid());
      gather();
    }

    /// What was told, under the references that it has or gets.
    private void gather() {
      Map<EventId, Event> events = new LinkedHashMap<>();
      told.authChain().forEach(event -> events.put(event.id(), event));
      told.state().forEach(event -> events.put(event.id(), event));
      events.values().removeIf(event -> !event.roomId().equals(join.roomId()));
      events.remove(join.id());
      List<EventId> ids = new ArrayList<>(events.keySet());
      ids.addAll(join.authEvents());
      ids.add(join.id());
      all.putAll(known.find(ids));
      for (Event event : AuthOrder.sorted(events.values())) {
        if (!all.containsKey(event.id())) {
          NewEvent outlier = Reception.outlier(event);
          made.add(outlier);
          all.put(
              event.id(),
              new KnownEvents.Known(outlier.ref(), event, outlier.status(), outlier.after(), null));
        }
        ticket.remember(all.get(event.id()).ref(), event);
      }
    }

    @Nullable ReceiveOutcome refused() {
      KnownEvents.Known old = all.get(join.id());
      if (old != null && old.isPlaced()) {
        return new ReceiveOutcome.Known(join.id());
      }
      Map<EventId, KnownEvents.Known> auth = new HashMap<>(all);
      auth.keySet().retainAll(join.authEvents());
      if (auth.size() < join.authEvents().size()) {
        return new ReceiveOutcome.Unplaced("auth events of the join are unknown");
      }
      Judgment.Verdict verdict =
          new Judgment(parts, ticket, head).partial(join, auth, stateBefore());
      return verdict.status().isShown()
          ? null
          : new ReceiveOutcome.Withheld(join.id(), false, verdict.reason());
    }

    private StateRoot stateBefore() {
      StateRoot root = StateRoot.empty();
      for (Event event : told.state()) {
        KnownEvents.Known found = all.get(event.id());
        if (event.isState() && found != null) {
          root = trie.with(root, parts.state().intern(event.key()), found.ref());
        }
      }
      return root;
    }

    /// The room goes on from the join alone: what was there before we left is not followed up.
    PendingAppend submit() {
      StateRoot before = stateBefore();
      KnownEvents.Known old = all.get(join.id());
      EventRef ref = old == null ? EventRef.unstored() : old.ref();
      StateRoot after = trie.with(before, parts.state().intern(join.key()), ref);
      ticket.remember(ref, join);
      made.add(
          new NewEvent(
              join,
              ref,
              before,
              after,
              EventStatus.PARTIAL_STATE,
              EventFacts.relation(join),
              EventFacts.mentions(join),
              new Arrival(false, old != null)));
      Frontier frontier = new Frontier(head, known);
      frontier.place(join, EventStatus.PARTIAL_STATE);
      Append append =
          new Append(
              head.room(),
              made,
              new StateMerge(parts, ticket, head.room()).deltas(head.current(), after),
              after,
              List.of(ref),
              null,
              head.epoch(),
              List.of(),
              frontier.changes(),
              new PartialChange.Begin(ref, told.servers()));
      List<Shown> shown = made.stream().map(each -> Shown.of(each.event(), null)).toList();
      PendingAppend pending = new PendingAppend(append, ticket.generation(), shown);
      Extremity end = new Extremity(join.id(), ref, join.depth(), after);
      ticket.advance(
          new Head(head.room(), List.of(end), after, head.epoch(), frontier.gaps(), true));
      parts.submit(ticket, pending);
      return pending;
    }
  }
}
