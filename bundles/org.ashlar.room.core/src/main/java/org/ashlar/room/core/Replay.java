package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.GapChanges;
import org.ashlar.store.PartialChange;
import org.ashlar.store.Position;
import org.ashlar.store.Redacted;
import org.ashlar.store.Replacement;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Judges events again that were judged by partial state, in the order of the stream. Used with the
/// lane held and nothing of the room on its way.
final class Replay {
  private final Parts parts;
  private final Head head;
  private final StateTrie trie;
  private final StateMerge merge;
  private final Judgment judgment;
  private final Map<EventId, StoredEvent> near = new HashMap<>();
  private final Map<Long, Replacement> done = new LinkedHashMap<>();
  private final Set<EventId> flipped = new HashSet<>();
  private final List<Redacted> redacted = new ArrayList<>();

  Replay(Parts parts, Lane.Ticket ticket, Head head) {
    this.parts = parts;
    this.head = head;
    this.trie = parts.state().trie(head.room().nid());
    this.merge = new StateMerge(parts, ticket, head.room());
    this.judgment = new Judgment(parts, ticket, head);
  }

  /// Judges the event by which the room was joined.
  ///
  /// @param before the whole state before it
  void join(StoredEvent join, StateRoot before) {
    readNear(List.of(join));
    judge(join, before, null);
  }

  /// Judges a page of events.
  void judge(List<StoredEvent> page) {
    readNear(page);
    for (StoredEvent event : page) {
      judge(event, before(event), current(event));
    }
  }

  private void readNear(List<StoredEvent> page) {
    Set<EventId> ids = new HashSet<>();
    for (StoredEvent event : page) {
      ids.addAll(event.event().prevEvents());
      ids.addAll(event.event().authEvents());
    }
    near.putAll(parts.store().call(store -> store.events(ids)));
  }

  private void judge(StoredEvent stored, StateRoot before, @Nullable StateRoot current) {
    Event event = stored.event();
    EventStatus status = judgment.of(event, auth(event), before, current).status();
    boolean appears = status.isShown() && !stored.status().isShown();
    EventRef ref = EventRef.stored(stored.nid());
    StateRoot after =
        event.isState() && !status.isRejected()
            ? trie.with(before, parts.state().intern(event.key()), ref)
            : before;
    boolean moved = appears && Scan.number(stored) > 0;
    done.put(stored.nid(), new Replacement(ref, before, after, status, moved));
    if (status.isShown() != stored.status().isShown()) {
      flipped.add(event.id());
    }
    if (appears) {
      redact(event, ref);
    }
  }

  /// The auth events, with what is made of them now.
  private Map<EventId, KnownEvents.Known> auth(Event event) {
    Map<EventId, KnownEvents.Known> auth = new HashMap<>();
    for (EventId id : event.authEvents()) {
      StoredEvent found = near.get(id);
      if (found != null) {
        Replacement now = done.get(found.nid());
        auth.put(
            id,
            new KnownEvents.Known(
                EventRef.stored(found.nid()),
                found.event(),
                now == null ? found.status() : now.status(),
                StateRoot.empty(),
                null));
      }
    }
    return auth;
  }

  /// A redaction that was rejected until now takes its effect.
  private void redact(Event event, EventRef ref) {
    Redactions.Target target = judgment.target(event);
    if (target != null) {
      Event old = target.event();
      boolean current = old.isState() && old.equals(judgment.state(head.current(), old.key()));
      redacted.add(new Redacted(target.ref(), ref, old.redacted(), current));
    }
  }

  /// The state that the previous events leave. Where some were missing when it came, what was told
  /// of the state before it stands for them, as it did then.
  private StateRoot before(StoredEvent stored) {
    List<StateRoot> roots = new ArrayList<>();
    for (EventId id : stored.event().prevEvents()) {
      StoredEvent found = near.get(id);
      StateRoot after = found == null || found.roomNid() != stored.roomNid() ? null : after(found);
      if (after != null) {
        roots.add(after);
      }
    }
    if (roots.isEmpty() || roots.size() < stored.event().prevEvents().size()) {
      roots.add(StateRoot.stored(stored.rootBefore()));
    }
    return merge.merge(roots);
  }

  /// The state after an event that is right already, or null.
  private @Nullable StateRoot after(StoredEvent stored) {
    Replacement now = done.get(stored.nid());
    if (now != null) {
      return now.after();
    }
    boolean open = stored.status().isPartial() || stored.status() == EventStatus.OUTLIER;
    return open ? null : StateRoot.stored(stored.rootAfter());
  }

  /// What was the current state when an event came, where that is another one than before it.
  private @Nullable StateRoot current(StoredEvent stored) {
    long number = Scan.number(stored);
    if (number < 0) {
      return null;
    }
    int writer = stored.position() == null ? 1 : stored.position().writer();
    Set<Long> ends =
        Set.copyOf(
            parts
                .store()
                .call(
                    store ->
                        store.extremitiesAt(stored.roomNid(), new Position(writer, number - 1))));
    Set<Long> previous = new HashSet<>();
    for (EventId id : stored.event().prevEvents()) {
      StoredEvent found = near.get(id);
      previous.add(found == null ? 0 : found.nid());
    }
    if (ends.equals(previous)) {
      return null;
    }
    List<StateRoot> roots = new ArrayList<>();
    for (StoredEvent end : parts.store().call(store -> store.eventsByNid(ends)).values()) {
      StateRoot after = after(end);
      if (after != null) {
        roots.add(after);
      }
    }
    return roots.isEmpty() ? null : merge.merge(roots);
  }

  /// What is to be stored.
  ///
  /// @param last whether the room is full then
  Result result(boolean last) {
    List<Extremity> ends = new ArrayList<>();
    GapChanges gaps = GapChanges.NONE;
    if (flipped.isEmpty()) {
      head.extremities().forEach(end -> ends.add(moved(end)));
    } else {
      Map<Long, EventStatus> statuses = new HashMap<>();
      done.forEach((nid, by) -> statuses.put(nid, by.status()));
      GraphEnds graph = GraphEnds.read(parts, head.room().nid(), statuses);
      Set<EventId> candidates = new HashSet<>(flipped);
      head.extremities().forEach(end -> candidates.add(end.id()));
      List<Long> forward = graph.forward(candidates);
      parts
          .store()
          .call(store -> store.eventsByNid(forward))
          .values()
          .forEach(event -> ends.add(end(event)));
      gaps = graph.changes(head.gaps());
    }
    if (ends.isEmpty()) {
      // Not even the join is allowed: nothing can follow, and the room stands where it stood.
      head.extremities().forEach(end -> ends.add(moved(end)));
    }
    StateRoot current = merge.merge(ends.stream().map(Extremity::after).toList());
    Append append =
        new Append(
            head.room(),
            List.of(),
            merge.deltas(head.current(), current),
            current,
            ends.stream().map(Extremity::ref).toList(),
            null,
            head.epoch(),
            redacted,
            gaps,
            new PartialChange.Replace(List.copyOf(done.values()), last));
    return new Result(append, flipped.size());
  }

  /// An append, and of how many events it says the contrary of what was said.
  record Result(Append append, int flipped) {}

  private Extremity moved(Extremity end) {
    Replacement by = done.get(end.ref().nid());
    return by == null ? end : new Extremity(end.id(), end.ref(), end.depth(), by.after());
  }

  private Extremity end(StoredEvent event) {
    EventRef ref = EventRef.stored(event.nid());
    Extremity end =
        new Extremity(
            event.event().id(), ref, event.event().depth(), StateRoot.stored(event.rootAfter()));
    return moved(end);
  }
}
