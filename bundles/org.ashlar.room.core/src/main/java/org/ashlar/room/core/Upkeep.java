package org.ashlar.room.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomCare.Bound;
import org.ashlar.room.RoomCare.Progress;
import org.ashlar.state.StateRoot;
import org.ashlar.store.Chore;
import org.ashlar.store.EventStore;
import org.ashlar.store.Extremity;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.PurgeStep;
import org.ashlar.store.RoomDeletion;
import org.ashlar.store.RoomHead;
import org.ashlar.store.RoomRef;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.StoreException;
import org.ashlar.store.StoredEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Inspects, sweeps, purges and deletes rooms, each under its lane. What was begun is a chore in
/// the store until it is done.
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final String PURGE = "purge-room";
  private static final String DELETE = "delete-room";
  private static final Set<String> KINDS = Set.of(PURGE, DELETE);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int PART = 1_000;
  private static final int JUDGED = 200;

  private final Parts parts;
  private final Lanes lanes;
  private final EventSending sending;
  private final Gate<RoomUpkeep> upkeep;
  private final RoomDeletions deletions;
  private final Consumer<Collection<Long>> forget;
  private final Consumer<AuditEntry> record;
  private volatile Set<RoomId> blocked = Set.of();

  /// What it works with, beside the lanes.
  ///
  /// @param upkeep the store's part
  /// @param deletions all stores that have rows of rooms
  /// @param forget drops events from all caches
  /// @param record takes entries of the audit log
  record Stores(
      Gate<RoomUpkeep> upkeep,
      RoomDeletions deletions,
      Consumer<Collection<Long>> forget,
      Consumer<AuditEntry> record) {}

  Upkeep(Parts parts, Lanes lanes, EventSending sending, Stores stores) {
    this.parts = parts;
    this.lanes = lanes;
    this.sending = sending;
    this.upkeep = stores.upkeep;
    this.deletions = stores.deletions;
    this.forget = stores.forget;
    this.record = stores.record;
  }

  /// Whether a chore is one of these.
  static boolean isOwn(Chore chore) {
    return KINDS.contains(chore.kind()) || RoomDeletions.isRemembered(chore);
  }

  /// Learns which rooms are blocked, and goes on with what an earlier life has begun.
  void resume(Tasks tasks) {
    try {
      blocked = upkeep.call(RoomUpkeep::blocked);
      for (Chore chore : parts.store().call(EventStore::chores)) {
        if (KINDS.contains(chore.kind())) {
          tasks.background(chore.kind(), () -> attempt(chore, tasks));
        }
      }
      deletions.bound().forEach(deletion -> complete(deletion, tasks));
    } catch (MatrixException | StoreException e) {
      LOG.debug("Which rooms are blocked can not be told yet: {}", e.getMessage());
      tasks.after("upkeep", PAUSE, () -> resume(tasks));
    }
  }

  /// Has a store that is back delete, in the background, what it missed.
  void complete(RoomDeletion deletion, Tasks tasks) {
    tasks.background("deleted-rooms", () -> attempt(deletion, tasks));
  }

  private void attempt(RoomDeletion deletion, Tasks tasks) {
    if (!deletions.bound().contains(deletion)) {
      return;
    }
    try {
      long rows = deletions.complete(deletion, lanes);
      if (rows > 0) {
        LOG.info("{} rows of rooms deleted meanwhile were deleted: {}", rows, deletion.name());
      }
    } catch (MatrixException | StoreException e) {
      LOG.info("Rows of deleted rooms go later: {}", e.getMessage());
      tasks.after("deleted-rooms", PAUSE, () -> attempt(deletion, tasks));
    }
  }

  private void attempt(Chore chore, Tasks tasks) {
    try {
      carryOut(chore, _ -> {}, this::wentOn);
    } catch (MatrixException | StoreException e) {
      LOG.info("{} of {} goes on later: {}", chore.kind(), chore.subject(), e.getMessage());
      tasks.after(chore.kind(), PAUSE, () -> attempt(chore, tasks));
    }
  }

  /// Whoever asked for it is not there any more; so it is recorded here, rather twice than not.
  private void wentOn(Chore chore, RoomId room) {
    String action = chore.kind().equals(PURGE) ? "room.purge" : "room.delete";
    record.accept(
        AuditEntry.of(action, room.value(), AuditEntry.Outcome.OK)
            .by("system")
            .with("reason", "went on after a restart"));
  }

  private long carryOut(Chore chore, Consumer<Progress> progress, BiConsumer<Chore, RoomId> ended) {
    int space = chore.subject().lastIndexOf(' ');
    RoomId room = new RoomId(chore.subject().substring(0, space));
    String rest = chore.subject().substring(space + 1);
    long done =
        chore.kind().equals(PURGE)
            ? purged(room, Long.parseLong(rest), progress)
            : deleted(room, Boolean.parseBoolean(rest));
    ended.accept(chore, room);
    parts.store().run(service -> service.dropChore(chore));
    return done;
  }

  boolean isBlocked(RoomId room) {
    return blocked.contains(room);
  }

  void block(RoomId room, boolean value) {
    upkeep.run(service -> service.block(room, value));
    synchronized (this) {
      Set<RoomId> next = new HashSet<>(blocked);
      if (value) {
        next.add(room);
      } else {
        next.remove(room);
      }
      blocked = Set.copyOf(next);
    }
  }

  /// Rooms after the one with a number.
  List<RoomRef> page(long after, int limit) {
    return upkeep.call(service -> service.rooms(after, limit));
  }

  void rooms(Consumer<RoomId> visitor) {
    long after = 0;
    List<RoomRef> page;
    do {
      long from = after;
      page = page(from, PART);
      for (RoomRef room : page) {
        visitor.accept(room.id());
        after = room.nid();
      }
    } while (page.size() == PART);
  }

  List<String> orphans() {
    List<String> found = new ArrayList<>(upkeep.call(RoomUpkeep::orphans));
    found.addAll(deletions.orphans());
    return found;
  }

  /// The store's findings, whether the current state is the one to which the ends resolve, and
  /// whether the verdicts on all events still hold.
  List<String> inspect(RoomId room) {
    long roomNid = known(room).room().nid();
    List<String> wrong = new ArrayList<>(upkeep.call(service -> service.inspect(room)));
    try (Lane.Ticket ticket = lanes.enter(room)) {
      Head head = ticket.head().orElseThrow();
      List<StateRoot> ends = head.extremities().stream().map(Extremity::after).toList();
      StateRoot resolved = new StateMerge(parts, ticket, head.room()).merge(ends);
      int differences =
          parts.state().trie(head.room().nid()).difference(resolved, head.current()).size();
      if (differences > 0) {
        wrong.add(
            "E6: the current state differs in %d keys from what its ends resolve to"
                .formatted(differences));
      }
    } catch (IllegalStateException e) {
      wrong.add("E6: the ends of the room can not be resolved: " + e.getMessage());
    }
    wrong.addAll(judgeAgain(room, roomNid));
    return wrong;
  }

  /// A page at a time, with the lane held, so that no purge takes states away meanwhile.
  private List<String> judgeAgain(RoomId room, long roomNid) {
    VerdictAudit audit = new VerdictAudit(parts, roomNid);
    List<StoredEvent> page = List.of();
    do {
      StoredEvent last = page.isEmpty() ? null : page.getLast();
      try (Lane.Ticket _ = lanes.enter(room)) {
        page = upkeep.call(service -> service.placed(roomNid, last, JUDGED));
        audit.take(page);
      }
    } while (page.size() == JUDGED && !audit.isFull());
    return audit.wrong();
  }

  /// Sweeps a room if there is something to be freed, which is looked up without its lane.
  long sweepLost(RoomRef room) {
    return upkeep.call(service -> service.countLostState(room.nid())) == 0 ? 0 : sweep(room.id());
  }

  long sweep(RoomId room) {
    long roomNid = known(room).room().nid();
    try (Lane.Ticket ticket = lanes.enter(room)) {
      ticket.settle();
      return upkeep.call(service -> service.sweepState(roomNid));
    }
  }

  long purge(RoomId room, Bound bound, Consumer<Progress> progress) {
    RoomHead head = known(room);
    long end = head.extremities().stream().mapToLong(Extremity::depth).min().orElse(0);
    long depth = Math.min(end, depth(head, bound));
    Chore chore = new Chore(PURGE, room + " " + depth);
    parts.store().run(service -> service.keepChore(chore));
    return carryOut(chore, progress, (_, _) -> {});
  }

  private long depth(RoomHead head, Bound bound) {
    long roomNid = head.room().nid();
    return switch (bound) {
      case Bound.Before(EventId id) ->
          Optional.ofNullable(parts.store().call(store -> store.events(List.of(id))).get(id))
              .filter(event -> event.roomNid() == roomNid && event.position() != null)
              .map(event -> event.event().depth())
              .orElseThrow(() -> MatrixException.badJson("The room has no such event."));
      case Bound.Until(var time) -> {
        List<StoredEvent> first =
            parts.store().call(store -> store.closest(roomNid, time.toEpochMilli(), false, 1));
        yield first.isEmpty() ? Long.MAX_VALUE : first.getFirst().event().depth();
      }
    };
  }

  private long purged(RoomId room, long depth, Consumer<Progress> progress) {
    Optional<RoomHead> head = parts.store().call(store -> store.room(room));
    if (head.isEmpty()) {
      return 0;
    }
    long roomNid = head.get().room().nid();
    long total = upkeep.call(service -> service.countBelow(roomNid, depth));
    long done = 0;
    PurgeStep step;
    do {
      try (Lane.Ticket ticket = lanes.enter(room)) {
        ticket.settle();
        step = upkeep.call(service -> service.purge(roomNid, depth, PART));
        ticket.forget();
      }
      forget.accept(step.deleted());
      forget.accept(step.displaced());
      int part = step.deleted().size() + step.displaced().size();
      done += part;
      if (part > 0) {
        progress.accept(new Progress(done, total));
      }
    } while (!step.isLast());
    try (Lane.Ticket ticket = lanes.enter(room)) {
      ticket.settle();
      upkeep.call(service -> service.finishPurge(roomNid));
      ticket.forget();
    }
    return done;
  }

  long delete(RoomId room, boolean keepBlocked) {
    known(room);
    Chore chore = new Chore(DELETE, room + " " + keepBlocked);
    parts.store().run(service -> service.keepChore(chore));
    return carryOut(chore, _ -> {}, (_, _) -> {});
  }

  private long deleted(RoomId room, boolean keepBlocked) {
    block(room, true);
    parts
        .store()
        .call(store -> store.room(room))
        .map(head -> parts.store().call(store -> store.members(head.room().nid(), List.of())))
        .orElse(List.of())
        .stream()
        .filter(row -> row.user().isOn(parts.server()))
        .filter(row -> !row.membership().equals("leave") && !row.membership().equals("ban"))
        .map(MembershipRow::user)
        .forEach(user -> leave(user, room));
    long rows;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      ticket.settle();
      rows = deletions.delete(room);
      ticket.forget();
    }
    if (!keepBlocked) {
      block(room, false);
    }
    return rows;
  }

  /// Who may not leave is taken out with the room.
  private void leave(UserId user, RoomId room) {
    try {
      sending.change(
          new Requester(user, null, false),
          new ChangeMembership(room, user, Action.LEAVE, JsonObject.EMPTY));
    } catch (MatrixException e) {
      if (e.status() >= 500) {
        throw e;
      }
      LOG.info("{} has not left {}: {}", user, room, e.getMessage());
    }
  }

  private RoomHead known(RoomId room) {
    return parts
        .store()
        .call(store -> store.room(room))
        .orElseThrow(() -> MatrixException.notFound("There is no such room."));
  }
}
