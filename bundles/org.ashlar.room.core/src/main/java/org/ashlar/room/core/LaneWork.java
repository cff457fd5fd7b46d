package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventTypes;
import org.ashlar.event.ReferenceHash;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.Extremity;
import org.ashlar.store.NewEvent;
import org.ashlar.store.Redacted;
import org.ashlar.store.RoomRef;
import org.ashlar.store.StateDelta;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// Builds events of this server on the head of a room, checks them, and hands them over as one
/// append. Used while the lane is held, by its thread.
final class LaneWork {
  private final Parts parts;
  private final Lane.Ticket ticket;
  private final long now;
  private final List<NewEvent> events = new ArrayList<>();
  private final List<StateDelta> deltas = new ArrayList<>();
  private final List<Shown> shown = new ArrayList<>();
  private final List<Redacted> redacted = new ArrayList<>();
  private final Head start;
  private final List<Extremity> unnamed;
  private Head head;

  LaneWork(Parts parts, Lane.Ticket ticket, Head head, long now) {
    this.parts = parts;
    this.ticket = ticket;
    this.start = head;
    this.now = now;
    List<Extremity> named = PreviousEvents.choose(head.extremities());
    this.unnamed = new ArrayList<>(head.extremities());
    this.unnamed.removeAll(named);
    this.head =
        unnamed.isEmpty()
            ? head
            : head.moved(
                named, merge().merge(named.stream().map(Extremity::after).toList()), head.gaps());
  }

  /// Begins with a room that does not exist yet.
  static Head newRoom(RoomRef room) {
    return new Head(room, List.of(), StateRoot.empty(), 0, Map.of(), false);
  }

  Head head() {
    return head;
  }

  /// The current state as it is with what has been added.
  @Nullable Event state(StateKey key) {
    Long keyNid = parts.state().find(List.of(key)).get(key);
    return keyNid == null ? null : state(keyNid);
  }

  /// Adds an event.
  ///
  /// @throws MatrixException 403 when the room's rules do not allow it; 400 or 413 when it is none
  Event add(UserId sender, String type, @Nullable String stateKey, JsonObject content) {
    return add(sender, type, stateKey, content, null);
  }

  /// Adds a redaction and takes the content away from its target.
  ///
  /// @throws MatrixException 403 when the sender has not the power
  void redact(UserId sender, Redactions.Target target, JsonObject content) {
    if (!Redactions.isAllowedHere(this::state, sender, target.event())) {
      throw MatrixException.forbidden("You may not redact the events of others in this room.");
    }
    add(sender, EventTypes.REDACTION, null, content, target.event().id());
    boolean current =
        target.event().isState() && target.event().equals(state(target.event().key()));
    redacted.add(
        new Redacted(target.ref(), events.getLast().ref(), target.event().redacted(), current));
  }

  private Event add(
      UserId sender,
      String type,
      @Nullable String stateKey,
      JsonObject content,
      @Nullable EventId redacts) {
    RoomVersion version = head.room().version();
    if (type.equals(EventTypes.POWER_LEVELS)
        && !version.has(RoomVersion.Behavior.INTEGER_POWER_LEVELS)) {
      StateContent.requireIntegerLevels(content);
    }
    Map<StateKey, Event> authState = new HashMap<>();
    EventDraft draft =
        new EventDraft(
            head.room().id(),
            type,
            stateKey,
            sender,
            content,
            now,
            head.extremities().stream().map(Extremity::id).toList(),
            authEvents(version, type, stateKey, sender, content, authState),
            head.nextDepth(),
            redacts);
    Event event = parts.signer().sign(draft, version, id -> referenceHash(id, authState));
    add(event, authState);
    return event;
  }

  /// Adds an event that is already signed, such as the create event.
  void add(Event event, Map<StateKey, Event> authState) {
    AuthVerdict verdict =
        parts
            .rules()
            .call(rules -> rules.check(event, key -> authState.computeIfAbsent(key, this::state)));
    if (verdict instanceof AuthVerdict.Rejected rejected) {
      throw MatrixException.forbidden(rejected.sentence());
    }
    append(event);
  }

  /// Hands everything over and moves the lane's head.
  PendingAppend submit(@Nullable Transaction transaction) {
    joinUnnamed();
    Append append =
        new Append(
            head.room(),
            events,
            deltas,
            head.current(),
            head.extremities().stream().map(Extremity::ref).toList(),
            transaction,
            head.epoch(),
            redacted);
    PendingAppend pending = new PendingAppend(append, ticket.generation(), shown);
    ticket.advance(head);
    if (transaction != null) {
      ticket.pending(transaction, pending);
    }
    parts.submit(ticket, pending);
    return pending;
  }

  /// Brings extremities back that were too many to be named.
  private void joinUnnamed() {
    if (unnamed.isEmpty()) {
      return;
    }
    List<Extremity> all = new ArrayList<>(unnamed);
    all.addAll(head.extremities());
    StateMerge merge = merge();
    StateRoot current = merge.merge(all.stream().map(Extremity::after).toList());
    head = head.moved(all, current, head.gaps());
    deltas.clear();
    deltas.addAll(merge.deltas(start.current(), current));
  }

  private StateMerge merge() {
    return new StateMerge(parts, ticket, start.room());
  }

  private void append(Event event) {
    EventRef ref = EventRef.unstored();
    StateRoot before = head.current();
    StateRoot after = before;
    Event replaced = null;
    if (event.isState()) {
      StateKey key = event.key();
      long keyNid = parts.state().intern(key);
      replaced = state(keyNid);
      after = trie().with(before, keyNid, ref);
      deltas.add(new StateDelta(key, keyNid, ref, event, replaced));
    }
    if (event.isState() || event.version().hasHashedReferences()) {
      ticket.remember(ref, event);
    }
    events.add(
        new NewEvent(
            event,
            ref,
            before,
            after,
            head.accepted(),
            EventFacts.relation(event),
            EventFacts.mentions(event)));
    shown.add(Shown.of(event, replaced));
    Extremity extremity = new Extremity(event.id(), ref, event.depth(), after);
    head = head.moved(List.of(extremity), after, head.gaps());
  }

  private List<EventId> authEvents(
      RoomVersion version,
      String type,
      @Nullable String stateKey,
      UserId sender,
      JsonObject content,
      Map<StateKey, Event> authState) {
    Set<StateKey> needed =
        parts.rules().call(rules -> rules.needed(version, type, stateKey, sender, content));
    Set<EventId> ids = new LinkedHashSet<>();
    for (StateKey key : needed) {
      Event event = state(key);
      if (event != null) {
        authState.put(key, event);
        ids.add(event.id());
      }
    }
    if (!version.has(RoomVersion.Behavior.CREATE_IN_AUTH_EVENTS)) {
      ids.removeIf(id -> isCreate(authState, id));
    }
    return List.copyOf(ids);
  }

  private static boolean isCreate(Map<StateKey, Event> authState, EventId id) {
    Event create = authState.get(new StateKey(EventTypes.CREATE, ""));
    return create != null && create.id().equals(id);
  }

  /// The hash by which an event refers to another, in versions where it states it.
  private byte[] referenceHash(EventId id, Map<StateKey, Event> authState) {
    for (Event event : authState.values()) {
      if (event.id().equals(id)) {
        return ReferenceHash.of(event);
      }
    }
    for (Extremity extremity : head.extremities()) {
      if (extremity.id().equals(id)) {
        return ReferenceHash.of(event(extremity.ref()));
      }
    }
    throw new IllegalArgumentException(id + " is neither in the state nor an extremity");
  }

  private @Nullable Event state(long keyNid) {
    EventRef ref = trie().get(head.current(), keyNid);
    return ref == null ? null : event(ref);
  }

  private Event event(EventRef ref) {
    Event known = ticket.known(ref);
    if (known == null) {
      known = parts.state().event(ref.nid()).event();
      ticket.remember(ref, known);
    }
    return known;
  }

  private StateTrie trie() {
    return parts.state().trie(head.room().nid());
  }
}
