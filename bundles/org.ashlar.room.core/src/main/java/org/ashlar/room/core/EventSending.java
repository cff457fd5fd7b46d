package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.function.Function;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.Requester;
import org.ashlar.room.SendEvent;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// Sends events and changes memberships: build in the lane, wait outside of it.
final class EventSending {
  private final Parts parts;
  private final Lanes lanes;
  private final InstantSource clock;
  private final SentTransactions transactions;
  private final Function<UserId, JsonObject> profiles;
  private final Redactions redactions;

  EventSending(
      Parts parts, Lanes lanes, InstantSource clock, Function<UserId, JsonObject> profiles) {
    this.parts = parts;
    this.lanes = lanes;
    this.clock = clock;
    this.transactions = new SentTransactions(parts.store());
    this.profiles = profiles;
    this.redactions = new Redactions(parts);
  }

  /// What came of the work in a lane.
  private sealed interface Made {
    /// The append to wait for.
    record Handed(PendingAppend append) implements Made {}

    /// The event that was there already.
    record Known(EventId event) implements Made {}
  }

  EventId send(Requester requester, SendEvent command) {
    Made made;
    try (Lane.Ticket ticket = lanes.enter(command.room())) {
      LaneWork work = work(ticket, false);
      Made known = seen(ticket, command.transaction());
      made = known == null ? send(requester, command, work) : known;
    }
    return result(made);
  }

  EventId redact(Requester requester, RedactEvent command) {
    Made made;
    try (Lane.Ticket ticket = lanes.enter(command.room())) {
      LaneWork work = work(ticket, false);
      Made known = seen(ticket, command.transaction());
      made = known == null ? redact(requester, command, ticket, work) : known;
    }
    return result(made);
  }

  private static EventId result(Made made) {
    return switch (made) {
      case Made.Known known -> known.event();
      case Made.Handed handed -> {
        handed.append().await();
        yield handed.append().eventId();
      }
    };
  }

  void change(Requester requester, ChangeMembership command) {
    JsonObject profile = profiles.apply(command.target());
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(command.room())) {
      boolean entering =
          switch (command.action()) {
            case JOIN, KNOCK -> true;
            case INVITE, LEAVE, KICK, BAN, UNBAN -> false;
          };
      LaneWork work = work(ticket, entering);
      MembershipChanges.requireGuestAccess(work, requester, command.action());
      String wanted = MembershipChanges.wanted(work, requester, command).orElse(null);
      if (wanted == null) {
        return;
      }
      JsonObject content = MembershipChanges.content(wanted, profile, command.content());
      work.add(
          requester.user(),
          EventTypes.MEMBER,
          command.target().value(),
          RestrictedJoins.authorised(parts, work, command, content));
      pending = work.submit(null);
    }
    pending.await();
  }

  /// Shows a new profile in one room, if the user is joined there.
  void showProfile(UserId user, RoomId room) {
    JsonObject profile = profiles.apply(user);
    PendingAppend pending;
    try (Lane.Ticket ticket = lanes.enter(room)) {
      LaneWork work = work(ticket, false);
      Event member = work.state(StateKey.member(user));
      JsonObject content = JsonObject.builder().putAll(profile).put("membership", "join").build();
      if (member == null
          || member.content().string("membership").filter("join"::equals).isEmpty()
          || member.content().equals(content)) {
        return;
      }
      work.add(user, EventTypes.MEMBER, user.value(), content);
      pending = work.submit(null);
    }
    pending.await();
  }

  private @Nullable Made seen(Lane.Ticket ticket, @Nullable Transaction transaction) {
    return transaction == null
        ? null
        : switch (transactions.begin(ticket, transaction)) {
          case SentTransactions.Seen.New _ -> null;
          case SentTransactions.Seen.Pending pending -> new Made.Handed(pending.append());
          case SentTransactions.Seen.Done done -> new Made.Known(done.event());
        };
  }

  private Made redact(Requester requester, RedactEvent command, Lane.Ticket ticket, LaneWork work) {
    MembershipChanges.requireJoined(work, requester.user());
    Redactions.Target target =
        redactions
            .find(ticket, work.head().room().nid(), command.target())
            .filter(Redactions.Target::shown)
            .orElseThrow(() -> MatrixException.notFound("The room has no such event."));
    work.redact(requester.user(), target, command.content());
    return new Made.Handed(work.submit(command.transaction()));
  }

  private Made send(Requester requester, SendEvent command, LaneWork work) {
    String stateKey = command.stateKey();
    if (stateKey != null) {
      Event current = work.state(new StateKey(command.type(), stateKey));
      if (current != null
          && current.sender().equals(requester.user())
          && current.content().equals(command.content())) {
        return new Made.Known(current.id());
      }
    }
    work.add(requester.user(), command.type(), stateKey, command.content());
    return new Made.Handed(work.submit(command.transaction()));
  }

  private LaneWork work(Lane.Ticket ticket, boolean entering) {
    Head head =
        ticket
            .head()
            .orElseThrow(
                () ->
                    entering
                        ? MatrixException.notFound("There is no such room.")
                        : MatrixException.forbidden("You are not in this room."));
    return new LaneWork(parts, ticket, head, clock.millis());
  }
}
