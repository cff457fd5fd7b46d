package org.ashlar.room.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.Event;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Chore;
import org.ashlar.store.EventStore;
import org.ashlar.store.PartialRoom;
import org.ashlar.store.RoomHead;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.StoreException;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the states of partial rooms right, a page of events at a time, each page under the lane
/// and in one commit. Once the join has its whole state all else follows from what is stored: from
/// then on it is a chore that is done whatever happens.
final class Completion {
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);
  private static final String KIND = "complete-room";
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Parts parts;
  private final Lanes lanes;
  private final Reception reception;
  private final Gate<RoomUpkeep> upkeep;
  private final int pageSize;

  /// @param upkeep frees the states that are replaced
  /// @param pageSize the most events of a commit
  Completion(Parts parts, Lanes lanes, Reception reception, Gate<RoomUpkeep> upkeep, int pageSize) {
    this.parts = parts;
    this.lanes = lanes;
    this.reception = reception;
    this.upkeep = upkeep;
    this.pageSize = pageSize;
  }

  /// Whether a chore is one of these.
  static boolean isOwn(Chore chore) {
    return chore.kind().equals(KIND);
  }

  /// Goes on with what an earlier life has begun.
  void resume(Tasks tasks) {
    try {
      for (Chore chore : parts.store().call(EventStore::chores)) {
        if (isOwn(chore)) {
          tasks.background(KIND, () -> attempt(chore, tasks));
        }
      }
    } catch (MatrixException | StoreException e) {
      LOG.debug("Which rooms are to be completed can not be told yet: {}", e.getMessage());
      tasks.after(KIND, PAUSE, () -> resume(tasks));
    }
  }

  private void attempt(Chore chore, Tasks tasks) {
    try {
      carryOut(chore);
    } catch (MatrixException | StoreException e) {
      LOG.info("{} of {} goes on later: {}", KIND, chore.subject(), e.getMessage());
      tasks.after(KIND, PAUSE, () -> attempt(chore, tasks));
    }
  }

  /// Makes a room full.
  ///
  /// @throws MatrixException 404 for an unknown room, 400 when the state is none
  void complete(RoomId room, List<EventId> stateBefore, List<Event> delivered) {
    if (stored(room) == null) {
      throw MatrixException.notFound("There is no such room.");
    }
    if (!delivered.isEmpty()) {
      reception.keepOutliers(room, delivered);
    }
    Chore chore = new Chore(KIND, room.value());
    try (Lane.Ticket ticket = lanes.enter(room)) {
      RoomHead head = settled(ticket);
      StoredEvent join = head == null ? null : openJoin(head);
      if (head != null && join != null) {
        StateRoot before = state(ticket, head, stateBefore);
        parts.store().run(service -> service.keepChore(chore));
        Replay replay = new Replay(parts, ticket, Head.of(head));
        replay.join(join, before);
        store(ticket, room, replay.result(false));
      } else if (!parts.store().call(EventStore::chores).contains(chore)) {
        return;
      }
    }
    carryOut(chore);
  }

  private void carryOut(Chore chore) {
    RoomId room = new RoomId(chore.subject());
    boolean more;
    do {
      try (Lane.Ticket ticket = lanes.enter(room)) {
        more = page(ticket, room);
      }
    } while (more);
    sweep(room);
    parts.store().run(service -> service.dropChore(chore));
  }

  /// Replaces a page of events.
  ///
  /// @return whether there is more to do
  private boolean page(Lane.Ticket ticket, RoomId room) {
    RoomHead head = settled(ticket);
    if (head == null || head.partial() == null || openJoin(head) != null) {
      return false;
    }
    long roomNid = head.room().nid();
    List<StoredEvent> events =
        parts.store().call(store -> store.partialEvents(roomNid, pageSize + 1));
    boolean last = events.size() <= pageSize;
    Replay replay = new Replay(parts, ticket, Head.of(head));
    replay.judge(last ? events : events.subList(0, pageSize));
    store(ticket, room, replay.result(last));
    return !last;
  }

  private void store(Lane.Ticket ticket, RoomId room, Replay.Result result) {
    PendingAppend pending = new PendingAppend(result.append(), ticket.generation(), List.of());
    parts.submit(ticket, pending);
    pending.await();
    ticket.forget();
    if (result.flipped() > 0) {
      LOG.info("{} events of {} are judged otherwise by its whole state", result.flipped(), room);
    }
  }

  private void sweep(RoomId room) {
    try (Lane.Ticket ticket = lanes.enter(room)) {
      RoomHead head = settled(ticket);
      if (head != null) {
        upkeep.call(service -> service.sweepState(head.room().nid()));
      }
    }
  }

  /// Where the room stands when nothing of it is on its way. A lane whose last append failed begins
  /// anew.
  private @Nullable RoomHead settled(Lane.Ticket ticket) {
    ticket.settle();
    ticket.head();
    return stored(ticket.room());
  }

  private @Nullable RoomHead stored(RoomId room) {
    return parts.store().call(store -> store.room(room)).orElse(null);
  }

  /// The join of a partial room, null when the room is full or its join has its whole state.
  private @Nullable StoredEvent openJoin(RoomHead head) {
    PartialRoom partial = head.partial();
    if (partial == null) {
      return null;
    }
    StoredEvent join =
        parts
            .store()
            .call(store -> store.eventsByNid(List.of(partial.joinNid())))
            .get(partial.joinNid());
    return join != null && join.status().isPartial() ? join : null;
  }

  private StateRoot state(Lane.Ticket ticket, RoomHead head, List<EventId> ids) {
    Map<EventId, KnownEvents.Known> events = new KnownEvents(parts, ticket).find(ids);
    StateTrie trie = parts.state().trie(head.room().nid());
    StateRoot root = StateRoot.empty();
    for (EventId id : ids) {
      KnownEvents.Known found = events.get(id);
      if (found == null || !found.event().isState()) {
        throw MatrixException.badJson("The state has " + id + ", which is no known state event.");
      }
      root = trie.with(root, parts.state().intern(found.event().key()), found.ref());
    }
    return root;
  }
}
