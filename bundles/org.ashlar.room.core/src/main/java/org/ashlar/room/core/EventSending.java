package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.Requester;
import org.ashlar.room.SendEvent;
import org.ashlar.store.Relation;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends events and changes memberships: build in the lane, wait outside of it.
final class EventSending {
  private static final Logger LOG = LoggerFactory.getLogger(EventSending.class);

  private final Parts parts;
  private final Lanes lanes;
  private final InstantSource clock;
  private final SentTransactions transactions;
  private final People people;
  private final Aliases aliases;
  private final Redactions redactions;

  EventSending(Parts parts, Lanes lanes, Neighbors neighbors) {
    this.parts = parts;
    this.lanes = lanes;
    this.clock = neighbors.clock();
    this.transactions = new SentTransactions(parts.store());
    this.people = neighbors.people();
    this.aliases = neighbors.aliases();
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
    requireKnownAliases(command);
    UserId invited = invited(command);
    boolean blocked = invited != null && people.blocksInvitations(invited);
    Made made;
    try (Lane.Ticket ticket = lanes.enter(command.room())) {
      LaneWork work = work(ticket, false);
      Made known = seen(ticket, command.transaction());
      if (known == null) {
        requireNew(ticket, work, requester, command);
        known = send(requester, command, work, blocked);
      }
      made = known;
    }
    return told(result(made), command.type(), command.room());
  }

  EventId redact(Requester requester, RedactEvent command) {
    Made made;
    try (Lane.Ticket ticket = lanes.enter(command.room())) {
      LaneWork work = work(ticket, false);
      Made known = seen(ticket, command.transaction());
      made = known == null ? redact(requester, command, ticket, work) : known;
    }
    return told(result(made), EventTypes.REDACTION, command.room());
  }

  private static EventId told(EventId event, String type, RoomId room) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("Sent {} of type {} to {}", event, type, room);
    }
    return event;
  }

  /// Whether guests may be in a room now, by what has been handed over.
  boolean admitsGuests(RoomId room) {
    try (Lane.Ticket ticket = lanes.enter(room)) {
      return GuestAccess.isOpen(work(ticket, true));
    }
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
    JsonObject profile = people.profile(command.target());
    boolean blocked =
        command.action() == Action.INVITE && people.blocksInvitations(command.target());
    PendingAppend pending;
    RoomId predecessor;
    try (Lane.Ticket ticket = lanes.enter(command.room())) {
      LaneWork work = work(ticket, isEntering(command.action()));
      predecessor = command.action() == Action.JOIN ? predecessor(work) : null;
      if (isEntering(command.action())) {
        GuestAccess.require(work, requester);
      }
      String wanted = MembershipChanges.wanted(work, requester, command).orElse(null);
      if (wanted == null) {
        return;
      }
      boolean already = wanted.equals(MembershipChanges.membership(work, command.target()));
      JsonObject signed = command.thirdPartySigned();
      if (signed != null && command.action() == Action.JOIN) {
        ThirdPartyInvites.accept(work, parts.server(), command.target(), profile, signed);
      }
      JsonObject content = MembershipChanges.content(wanted, profile, command.content());
      work.add(
          requester.user(),
          EventTypes.MEMBER,
          command.target().value(),
          RestrictedJoins.authorised(parts, work, command.target(), content));
      requireUnblocked(blocked, command.target());
      if (already) {
        return;
      }
      pending = work.submit(null);
    }
    pending.await();
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} of {} in {} with {}",
          command.action(),
          command.target(),
          command.room(),
          pending.eventId());
    }
    if (predecessor != null) {
      people.carryOver(command.target(), predecessor, command.room());
    }
  }

  /// The room that a room replaces.
  private static @Nullable RoomId predecessor(LaneWork work) {
    Event create = work.state(StateKey.CREATE);
    return create == null
        ? null
        : create
            .content()
            .object("predecessor")
            .flatMap(predecessor -> predecessor.string("room_id"))
            .flatMap(RoomId::parse)
            .orElse(null);
  }

  private static boolean isEntering(Action action) {
    return switch (action) {
      case JOIN, KNOCK -> true;
      case INVITE, LEAVE, KICK, BAN, UNBAN -> false;
    };
  }

  static void requireUnblocked(boolean blocked, UserId target) {
    if (blocked) {
      throw new MatrixException(
          ErrorCode.INVITE_BLOCKED, 403, target + " does not want to be invited.");
    }
  }

  /// Shows a new profile in one room, if the user is joined there.
  void showProfile(UserId user, RoomId room) {
    JsonObject profile = people.profile(user);
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

  private Made send(Requester requester, SendEvent command, LaneWork work, boolean blocked) {
    String stateKey = command.stateKey();
    JsonObject content = command.content();
    Event current = null;
    if (stateKey != null) {
      StateContent.require(command.type(), content);
      current = work.state(new StateKey(command.type(), stateKey));
      if (command.type().equals(EventTypes.MEMBER)) {
        content = member(requester, command, work);
      }
    }
    Event made = work.add(requester.user(), command.type(), stateKey, content);
    if (blocked) {
      requireUnblocked(true, new UserId(made.key().key()));
    }
    boolean repeated =
        current != null
            && current.sender().equals(made.sender())
            && current.content().equals(made.content());
    return current != null && repeated
        ? new Made.Known(current.id())
        : new Made.Handed(work.submit(command.transaction()));
  }

  /// Aliases that the room calls itself already may have gone elsewhere since.
  private void requireKnownAliases(SendEvent command) {
    if (!CanonicalAlias.KEY.type().equals(command.type()) || !"".equals(command.stateKey())) {
      return;
    }
    StateContent.require(command.type(), command.content());
    Set<RoomAlias> added = new LinkedHashSet<>(CanonicalAlias.named(command.content()));
    try (Lane.Ticket ticket = lanes.enter(command.room())) {
      Event current = work(ticket, false).state(CanonicalAlias.KEY);
      if (current != null) {
        added.removeIf(alias -> CanonicalAlias.names(current.content(), alias));
      }
    }
    CanonicalAlias.requireLeadTo(command.room(), added, aliases);
  }

  /// The content of a member event that is sent as any state event is.
  private JsonObject member(Requester requester, SendEvent command, LaneWork work) {
    UserId target =
        UserId.parse(String.valueOf(command.stateKey()))
            .orElseThrow(
                () -> MatrixException.badJson("The state key of m.room.member is a user id."));
    if (command.content().string("membership").filter("join"::equals).isPresent()
        && !"join".equals(MembershipChanges.membership(work, target))) {
      GuestAccess.require(work, requester);
    }
    return RestrictedJoins.authorised(parts, work, target, command.content());
  }

  /// The user whom a state event invites.
  private static @Nullable UserId invited(SendEvent command) {
    String stateKey = command.stateKey();
    return stateKey == null
            || !command.type().equals(EventTypes.MEMBER)
            || command.content().string("membership").filter("invite"::equals).isEmpty()
        ? null
        : UserId.parse(stateKey).orElse(null);
  }

  /// @spec https://spec.matrix.org/v1.19/client-server-api/#avoiding-duplicate-annotations Avoiding
  ///   duplicate annotations
  private void requireNew(
      Lane.Ticket ticket, LaneWork work, Requester requester, SendEvent command) {
    Relation relation = EventFacts.relation(command.content());
    if (relation == null || !relation.type().equals("m.annotation") || relation.key() == null) {
      return;
    }
    UserId user = requester.user();
    long roomNid = work.head().room().nid();
    if (ticket.isRelating(user, command.type(), relation)
        || parts.store().call(store -> store.isRelated(roomNid, user, command.type(), relation))) {
      throw new MatrixException(
          ErrorCode.DUPLICATE_ANNOTATION, 400, "You have annotated the event so before.");
    }
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
