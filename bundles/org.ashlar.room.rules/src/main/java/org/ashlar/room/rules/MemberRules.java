package org.ashlar.room.rules;

import java.util.Optional;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.room.auth.AuthVerdict;

/// The rules for `m.room.member`.
final class MemberRules {
  private static final String AUTHORIZER = "join_authorised_via_users_server";

  private final Case member;
  private final Event event;
  private final String sender;
  private final String target;

  private MemberRules(Case member, String target) {
    this.member = member;
    this.event = member.event();
    this.sender = event.sender().value();
    this.target = target;
  }

  static AuthVerdict check(Case member) {
    String target = member.event().stateKey();
    if (target == null || !member.event().content().has("membership")) {
      return member.reject(
          Rule.MEMBER_INCOMPLETE, "The event has no state key or states no membership.");
    }
    if (member.version().has(Behavior.RESTRICTED) && !namesAuthorizer(member.event().content())) {
      return member.reject(
          Rule.MEMBER_AUTHORIZER_MALFORMED, "The user who authorized the event is no user.");
    }
    return new MemberRules(member, target).check();
  }

  /// That the server of the named user signed is checked on receipt; here only that there is one.
  private static boolean namesAuthorizer(JsonObject content) {
    return !content.has(AUTHORIZER)
        || content.string(AUTHORIZER).filter(UserId::isValid).isPresent();
  }

  private AuthVerdict check() {
    return switch (event.content().string("membership").orElse("")) {
      case "join" -> join();
      case "invite" -> invite();
      case "leave" -> leave();
      case "ban" -> ban();
      case "knock" -> member.version().has(Behavior.KNOCK) ? knock() : unknown();
      default -> unknown();
    };
  }

  private AuthVerdict unknown() {
    return member.reject(Rule.MEMBERSHIP_UNKNOWN, "The membership is not a known one.");
  }

  private AuthVerdict join() {
    if (isFirstJoinOfCreator()) {
      return AuthVerdict.ALLOWED;
    }
    if (!sender.equals(target)) {
      return member.reject(Rule.JOIN_OF_ANOTHER, "Nobody can join for somebody else.");
    }
    String membership = member.senderMembership();
    if (membership.equals("ban")) {
      return member.reject(Rule.JOIN_WHILE_BANNED, "The user is banned from this room.");
    }
    boolean awaited = membership.equals("join") || membership.equals("invite");
    return switch (member.joinRule()) {
      case "public" -> AuthVerdict.ALLOWED;
      case "invite", "knock" -> awaited ? AuthVerdict.ALLOWED : notPermitted();
      case "restricted", "knock_restricted" -> restrictedJoin(awaited);
      default -> notPermitted();
    };
  }

  private boolean isFirstJoinOfCreator() {
    EventId create = member.create().id();
    return event.prevEvents().size() == 1
        && event.prevEvents().get(0).equals(create)
        && target.equals(creator());
  }

  private String creator() {
    Event create = member.create();
    Optional<String> named =
        member.version().has(Behavior.CREATOR_IN_CONTENT)
            ? create.content().string("creator")
            : Optional.empty();
    return named.orElse(create.sender().value());
  }

  private AuthVerdict restrictedJoin(boolean awaited) {
    if (awaited) {
      return AuthVerdict.ALLOWED;
    }
    boolean authorized =
        event.content().get(AUTHORIZER) instanceof JsonString by
            && member.membership(by.value()).equals("join")
            && member.levels().user(by.value()) >= member.levels().invite();
    return authorized
        ? AuthVerdict.ALLOWED
        : member.reject(
            Rule.JOIN_NOT_AUTHORIZED,
            "The join is not authorized by a member of the room who may invite.");
  }

  private AuthVerdict notPermitted() {
    return member.reject(Rule.JOIN_NOT_PERMITTED, "The user is not invited to this room.");
  }

  private AuthVerdict invite() {
    if (event.content().has("third_party_invite")) {
      return ThirdPartyInviteRules.check(member, target);
    }
    if (!member.senderIsJoined()) {
      return member.reject(Rule.INVITE_BY_OUTSIDER, "Only members of the room can invite.");
    }
    String membership = member.membership(target);
    if (membership.equals("join") || membership.equals("ban")) {
      return member.reject(
          Rule.INVITE_OF_MEMBER_OR_BANNED,
          membership.equals("join")
              ? "The user is a member of the room already."
              : "The user is banned from this room.");
    }
    return member.senderLevel() >= member.levels().invite()
        ? AuthVerdict.ALLOWED
        : member.reject(Rule.INVITE_POWER, "The sender has not the power to invite.");
  }

  private AuthVerdict leave() {
    String membership = member.membership(target);
    if (sender.equals(target)) {
      boolean leavable =
          switch (membership) {
            case "join", "invite" -> true;
            case "knock" -> member.version().has(Behavior.KNOCK);
            default -> false;
          };
      return leavable
          ? AuthVerdict.ALLOWED
          : member.reject(Rule.LEAVE_WITHOUT_MEMBERSHIP, "The user is not in this room.");
    }
    if (!member.senderIsJoined()) {
      return member.reject(Rule.KICK_BY_OUTSIDER, "Only members of the room can remove others.");
    }
    if (membership.equals("ban") && member.senderLevel() < member.levels().ban()) {
      return member.reject(Rule.UNBAN_POWER, "The sender has not the power to lift a ban.");
    }
    return outranks(member.levels().kick())
        ? AuthVerdict.ALLOWED
        : member.reject(Rule.KICK_POWER, "The sender has not the power to remove the user.");
  }

  private AuthVerdict ban() {
    if (!member.senderIsJoined()) {
      return member.reject(Rule.BAN_BY_OUTSIDER, "Only members of the room can ban.");
    }
    return outranks(member.levels().ban())
        ? AuthVerdict.ALLOWED
        : member.reject(Rule.BAN_POWER, "The sender has not the power to ban the user.");
  }

  private boolean outranks(long required) {
    long own = member.senderLevel();
    return own >= required && member.levels().user(target) < own;
  }

  private AuthVerdict knock() {
    String rule = member.joinRule();
    if (!rule.equals("knock") && !rule.equals("knock_restricted")) {
      return member.reject(Rule.KNOCK_NOT_PERMITTED, "This room does not accept knocks.");
    }
    if (!sender.equals(target)) {
      return member.reject(Rule.KNOCK_OF_ANOTHER, "Nobody can knock for somebody else.");
    }
    return switch (member.senderMembership()) {
      case "ban", "invite", "join" ->
          member.reject(
              Rule.KNOCK_WITH_MEMBERSHIP, "The user is a member, invited or banned already.");
      default -> AuthVerdict.ALLOWED;
    };
  }
}
