package org.ashlar.room.core;

import java.time.Duration;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.Requester;
import org.ashlar.store.Append;
import org.ashlar.store.Chore;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes users out of rooms in the background. What is to be done is kept in the store until it is
/// done, so that a restart or a swap goes on with it.
final class Departures {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
  private static final String LEAVE_ALL = "leave-all";
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Parts parts;
  private final Gate<EventStore> store;
  private final EventSending sending;
  private final People people;
  private final Tasks tasks;

  Departures(Parts parts, EventSending sending, People people, Tasks tasks) {
    this.parts = parts;
    this.store = parts.store();
    this.sending = sending;
    this.people = people;
    this.tasks = tasks;
  }

  /// Takes up what an earlier life left undone.
  void resume() {
    tasks.background("departures", this::takeUp);
  }

  /// Takes a user out of all rooms.
  void leaveAll(UserId user) {
    begin(new Chore(LEAVE_ALL, user.value()));
  }

  /// Hears what has been committed. The chore was kept before.
  void committed(Append append) {
    if (GuestAccess.isEndedBy(append)) {
      Chore chore = GuestAccess.removal(append.room().id());
      tasks.background(chore.kind(), () -> attempt(chore));
    }
  }

  private void begin(Chore chore) {
    store.run(service -> service.keepChore(chore));
    tasks.background(chore.kind(), () -> attempt(chore));
  }

  private void takeUp() {
    try {
      for (Chore chore : store.call(EventStore::chores)) {
        if (!Upkeep.isOwn(chore) && !Completion.isOwn(chore)) {
          tasks.background(chore.kind(), () -> attempt(chore));
        }
      }
    } catch (MatrixException | StoreException e) {
      LOG.info("What is left to do is not known yet: {}", e.getMessage());
      tasks.after("departures", PAUSE, this::takeUp);
    }
  }

  private void attempt(Chore chore) {
    try {
      if (done(chore)) {
        store.run(service -> service.dropChore(chore));
        return;
      }
    } catch (StoreException e) {
      LOG.info("{} of {} goes on later: {}", chore.kind(), chore.subject(), e.getMessage());
    } catch (MatrixException e) {
      LOG.info("{} of {} goes on later: {}", chore.kind(), chore.subject(), e.getMessage());
    }
    tasks.after(chore.kind(), PAUSE, () -> attempt(chore));
  }

  private boolean done(Chore chore) {
    return switch (chore.kind()) {
      case LEAVE_ALL -> UserId.parse(chore.subject()).map(this::leftAll).orElse(true);
      case GuestAccess.REMOVAL ->
          RoomId.parse(chore.subject()).map(this::freeOfGuests).orElse(true);
      default -> {
        LOG.warn("Nobody knows the chore {} of {}", chore.kind(), chore.subject());
        yield true;
      }
    };
  }

  /// @return false when something is left for another attempt
  private boolean freeOfGuests(RoomId room) {
    if (sending.admitsGuests(room)) {
      return true;
    }
    boolean all = true;
    for (UserId guest : people.guests(localMembers(room))) {
      all &= left(guest, room);
    }
    return all;
  }

  private List<UserId> localMembers(RoomId room) {
    return store
        .call(service -> service.room(room))
        .map(head -> store.call(service -> service.members(head.room().nid(), List.of())))
        .orElse(List.of())
        .stream()
        .filter(row -> row.membership().equals("join"))
        .map(MembershipRow::user)
        .filter(user -> user.isOn(parts.server()))
        .toList();
  }

  /// @return false when something is left for another attempt
  private boolean leftAll(UserId user) {
    boolean all = true;
    for (MembershipRow row : open(user)) {
      all &= left(user, row.room());
    }
    return all;
  }

  private List<MembershipRow> open(UserId user) {
    return store.call(service -> service.memberships(user)).stream()
        .filter(row -> !row.membership().equals("leave") && !row.membership().equals("ban"))
        .toList();
  }

  /// A room whose rules forbid the leave is given up; one that is not to be reached comes again.
  private boolean left(UserId user, RoomId room) {
    try {
      sending.change(
          new Requester(user, null, false),
          new ChangeMembership(room, user, Action.LEAVE, JsonObject.EMPTY));
      return true;
    } catch (MatrixException e) {
      LOG.info("{} has not left {}: {}", user, room, e.getMessage());
      return e.status() < 500;
    }
  }
}
