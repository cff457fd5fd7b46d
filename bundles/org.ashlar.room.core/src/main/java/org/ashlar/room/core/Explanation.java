package org.ashlar.room.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.auth.AuthState;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.EventStore;
import org.ashlar.store.Extremity;
import org.ashlar.store.Position;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.jspecify.annotations.Nullable;

/// Tells why an event is in the current state of its room, or why not. Reads what is stored and
/// does again what was done then.
final class Explanation {
  private static final int PAGE = 500;
  private static final int MOST = 50_000;

  private final Gate<EventStore> store;
  private final Gate<AuthRules> rules;
  private final StateAccess state;
  private final ResolutionReplay replay;
  private final RoomHead room;
  private final StateTrie trie;
  private final StoredEvent subject;
  private final Event event;
  private final List<String> lines = new ArrayList<>();
  private @Nullable Event holder;

  Explanation(
      Gate<EventStore> store,
      Gate<AuthRules> rules,
      Resolvers resolvers,
      RoomHead room,
      StoredEvent subject) {
    this.store = store;
    this.rules = rules;
    this.state = new StateAccess(store);
    this.replay = new ResolutionReplay(store, state, resolvers, room.room());
    this.room = room;
    this.trie = state.trie(room.room().nid());
    this.subject = subject;
    this.event = subject.event();
  }

  /// Tells all of it, line by line.
  void tell(Consumer<String> line) {
    lines.add(
        event.id()
            + ": "
            + event.type()
            + (event.isState() ? " with the state key \"" + event.stateKey() + "\"" : "")
            + ", by "
            + event.sender()
            + ", "
            + Instant.ofEpochMilli(event.originServerTs()));
    status();
    if (event.isState()) {
      place();
    } else {
      lines.add("It is no state event, so it is in no state.");
    }
    lines.forEach(line);
  }

  private void status() {
    Position position = subject.position();
    String where =
        "at position " + (position == null ? "?" : position.number()) + ", depth " + event.depth();
    switch (subject.status()) {
      case ACCEPTED -> lines.add("Accepted, " + where + ".");
      case PARTIAL_STATE -> lines.add("Accepted while the state was not known in full, " + where);
      case OUTLIER -> lines.add("An outlier: it is known, but not its place in the room.");
      case PARTIAL_REJECTED -> {
        lines.add("Rejected while the state was not known in full, " + where);
        rejection();
      }
      case REJECTED -> {
        lines.add("Rejected, " + where + ": it is in no state, and nothing builds on it.");
        rejection();
      }
      case SOFT_FAILED -> {
        lines.add(
            "Soft-failed, "
                + where
                + ": allowed at its place, but not by what was the current state when it came.");
        judge("the current state of today", rooted(room.current()));
      }
    }
    if (subject.redactedBy() != 0) {
      lines.add("It is redacted; its place is the same.");
    }
  }

  private void rejection() {
    Map<EventId, StoredEvent> auth = store.call(service -> service.events(event.authEvents()));
    List<AuthEvent> named =
        auth.values().stream()
            .map(each -> new AuthEvent(each.event(), each.status().isRejected()))
            .toList();
    tell("its auth events", rules.call(service -> service.checkAuthEvents(event, named)));
    judge("the state of its auth events", key -> find(auth.values(), key));
    judge("the state before it", rooted(StateRoot.stored(subject.rootBefore())));
  }

  private @Nullable Event find(Collection<StoredEvent> auth, StateKey key) {
    for (StoredEvent each : auth) {
      if (each.event().isState() && each.event().key().equals(key)) {
        return each.event();
      }
    }
    return key.equals(StateKey.CREATE) ? rooted(room.current()).get(key) : null;
  }

  private void judge(String by, AuthState judge) {
    tell(by, rules.call(service -> service.check(event, judge)));
  }

  private void tell(String by, AuthVerdict verdict) {
    switch (verdict) {
      case AuthVerdict.Allowed _ -> lines.add("  by " + by + ": allowed");
      case AuthVerdict.Rejected(String rule, String sentence) ->
          lines.add("  by " + by + ": refused by rule " + rule + ": " + sentence);
    }
  }

  private AuthState rooted(StateRoot root) {
    return key -> {
      EventRef ref = ref(root, key);
      return ref == null ? null : state.event(ref.nid()).event();
    };
  }

  private @Nullable EventRef ref(StateRoot root, StateKey key) {
    Long keyNid = state.find(List.of(key)).get(key);
    return keyNid == null ? null : trie.get(root, keyNid);
  }

  private boolean has(StateRoot root) {
    EventRef ref = ref(root, event.key());
    return ref != null && ref.nid() == subject.nid();
  }

  private void place() {
    EventRef there = ref(room.current(), event.key());
    if (has(room.current())) {
      lines.add("It is in the current state of the room.");
    } else if (there == null) {
      lines.add("It is not in the current state: nothing is at its place.");
    } else {
      holder = state.event(there.nid()).event();
      lines.add("It is not in the current state: at its place is " + named(holder) + ".");
    }
    List<StateRoot> heads = room.extremities().stream().map(Extremity::after).toList();
    if (heads.stream().anyMatch(this::has)) {
      lines.addAll(replay.tell(heads, event.key(), "The current state"));
    } else if (has(StateRoot.stored(subject.rootAfter()))) {
      follow();
    }
  }

  /// Follows the room from the event on to where its states do not have it any more.
  private void follow() {
    Set<EventId> carrying = new HashSet<>(Set.of(event.id()));
    Position position = subject.position();
    if (position == null) {
      return;
    }
    long from = position.number();
    for (int seen = 0; seen < MOST; seen += PAGE) {
      TimelineQuery query =
          new TimelineQuery(
              room.room().nid(),
              TimelineOrder.STREAM,
              new TimelinePoint(Long.MAX_VALUE, from),
              null,
              false,
              PAGE);
      List<StoredEvent> page = store.call(service -> service.timeline(query));
      for (StoredEvent next : page) {
        if (isEnd(next, carrying)) {
          return;
        }
        Position there = next.position();
        from = there == null ? from : there.number();
      }
      if (page.size() < PAGE) {
        return;
      }
    }
    lines.add("What took it out of the state is more than " + MOST + " events later.");
  }

  private boolean isEnd(StoredEvent next, Set<EventId> carrying) {
    boolean above = next.event().prevEvents().stream().anyMatch(carrying::contains);
    if (has(StateRoot.stored(next.rootAfter()))) {
      carrying.add(next.event().id());
    } else if (above && has(StateRoot.stored(next.rootBefore()))) {
      tookPlace(next.event());
      return true;
    } else if (above) {
      lines.addAll(
          replay.tell(before(next.event()), event.key(), "The state before " + next.event().id()));
      return true;
    }
    return false;
  }

  /// The last line so far names what is at the place now; that may be the one that took it.
  private void tookPlace(Event taker) {
    if (holder != null && holder.id().equals(taker.id())) {
      lines.removeLast();
      lines.add("It is not in the current state: its place was taken by " + named(taker) + ".");
    } else {
      lines.add("Its place was taken by " + named(taker) + ".");
    }
  }

  private static String named(Event other) {
    return other.id() + " by " + other.sender() + ", depth " + other.depth();
  }

  private List<StateRoot> before(Event next) {
    return store.call(service -> service.events(next.prevEvents())).values().stream()
        .map(each -> StateRoot.stored(each.rootAfter()))
        .toList();
  }
}
