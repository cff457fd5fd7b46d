package org.ashlar.room.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.auth.AuthState;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.EventStatus;
import org.jspecify.annotations.Nullable;

/// Says what is to be made of an event of another server. Used with the lane held.
///
/// @spec https://spec.matrix.org/v1.19/server-server-api/#checks-performed-on-receipt-of-a-pdu
///   Checks on receipt
final class Judgment {
  private static final String POWERLESS = "the sender may not redact the event";

  private final Parts parts;
  private final Lane.Ticket ticket;
  private final Head head;
  private final Redactions redactions;
  private final StateTrie trie;

  Judgment(Parts parts, Lane.Ticket ticket, Head head) {
    this.parts = parts;
    this.ticket = ticket;
    this.head = head;
    this.redactions = new Redactions(parts);
    this.trie = parts.state().trie(head.room().nid());
  }

  /// What became of an event, and why.
  record Verdict(EventStatus status, String reason) {
    static final Verdict ACCEPTED = new Verdict(EventStatus.ACCEPTED, "");
  }

  /// Judges an event by its auth events, by the state before it and by the current state.
  ///
  /// @param current the current state, or null when it says nothing, as of history
  Verdict of(
      Event event,
      Map<EventId, KnownEvents.Known> auth,
      StateRoot before,
      @Nullable StateRoot current) {
    AuthVerdict verdict = atItsPlace(event, auth, before, false);
    if (verdict instanceof AuthVerdict.Rejected rejected) {
      return new Verdict(EventStatus.REJECTED, text(rejected));
    }
    if (current != null
        && check(event, key -> state(current, key)) instanceof AuthVerdict.Rejected rejected) {
      return new Verdict(EventStatus.SOFT_FAILED, text(rejected));
    }
    return isPowerless(event, before)
        ? new Verdict(EventStatus.SOFT_FAILED, POWERLESS)
        : Verdict.ACCEPTED;
  }

  /// Judges an event for the time being, by its auth events and by what is known of the state
  /// before it. Members of whom nothing is known are what its auth events say.
  Verdict partial(Event event, Map<EventId, KnownEvents.Known> auth, StateRoot before) {
    if (atItsPlace(event, auth, before, true) instanceof AuthVerdict.Rejected rejected) {
      return new Verdict(EventStatus.PARTIAL_REJECTED, text(rejected));
    }
    return isPowerless(event, before)
        ? new Verdict(EventStatus.PARTIAL_REJECTED, POWERLESS)
        : new Verdict(EventStatus.PARTIAL_STATE, "");
  }

  private AuthVerdict atItsPlace(
      Event event, Map<EventId, KnownEvents.Known> auth, StateRoot before, boolean membersMissing) {
    List<AuthEvent> named =
        auth.values().stream()
            .map(row -> new AuthEvent(row.event(), row.status().isRejected()))
            .toList();
    AuthState known = key -> state(before, key);
    return authorization(
        parts.rules(), event, named, membersMissing ? orNamed(known, named) : known);
  }

  /// A state of which members may be missing: those are what the auth events say.
  private static AuthState orNamed(AuthState before, List<AuthEvent> named) {
    Map<StateKey, Event> byKey = new HashMap<>();
    named.forEach(auth -> byKey.put(auth.event().key(), auth.event()));
    return key -> {
      Event found = before.get(key);
      boolean unknown = found == null && key.type().equals(EventTypes.MEMBER);
      return unknown ? byKey.get(key) : found;
    };
  }

  /// What the rules say of an event by its auth events, then by the state before it.
  static AuthVerdict authorization(
      Gate<AuthRules> rules, Event event, List<AuthEvent> named, AuthState before) {
    AuthVerdict verdict = rules.call(service -> service.checkAuthEvents(event, named));
    if (!verdict.isAllowed()) {
      return verdict;
    }
    Map<StateKey, @Nullable Event> byKey = new HashMap<>();
    named.forEach(auth -> byKey.put(auth.event().key(), auth.event()));
    byKey.computeIfAbsent(StateKey.CREATE, before::get);
    verdict = rules.call(service -> service.check(event, byKey::get));
    return verdict.isAllowed() ? rules.call(service -> service.check(event, before)) : verdict;
  }

  /// A redaction without the power to redact what it names is kept and has no effect.
  private boolean isPowerless(Event event, StateRoot before) {
    Redactions.Target target = target(event);
    return target != null && !Redactions.applies(key -> state(before, key), event, target.event());
  }

  /// What an event redacts, if it is known.
  Redactions.@Nullable Target target(Event event) {
    EventId id = event.redacts();
    return id == null || !Redactions.isRedaction(event)
        ? null
        : redactions.find(ticket, head.room().nid(), id).orElse(null);
  }

  @Nullable Event state(StateRoot root, StateKey key) {
    Long keyNid = parts.state().find(List.of(key)).get(key);
    EventRef ref = keyNid == null ? null : trie.get(root, keyNid);
    return ref == null ? null : event(ref);
  }

  private Event event(EventRef ref) {
    Event known = ticket.known(ref);
    return known == null ? parts.state().event(ref.nid()).event() : known;
  }

  private AuthVerdict check(Event event, AuthState state) {
    return parts.rules().call(rules -> rules.check(event, state));
  }

  private static String text(AuthVerdict.Rejected rejected) {
    return rejected.rule() + ": " + rejected.sentence();
  }
}
