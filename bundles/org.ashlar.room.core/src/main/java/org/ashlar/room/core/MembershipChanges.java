package org.ashlar.room.core;

import java.util.Optional;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.Requester;
import org.jspecify.annotations.Nullable;

/// Turns what a person means (join, kick, ...) into a member event, or into nothing when it is
/// already so. The room's rules have the last word.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-membership Room membership
final class MembershipChanges {
  private MembershipChanges() {}

  /// The membership that the target shall have. One whom others invite or ban may be invited or
  /// banned already: that they may do so is checked all the same.
  ///
  /// @return `membership`, empty when nothing is to be done
  /// @throws MatrixException when it makes no sense now
  static Optional<String> wanted(LaneWork work, Requester requester, ChangeMembership command) {
    String now = membership(work, command.target());
    return switch (command.action()) {
      case JOIN -> unless("join", now);
      case INVITE -> Optional.of(invitable(now, command.target()));
      case KNOCK -> unless("knock", now);
      case BAN -> Optional.of("ban");
      case LEAVE -> leave(now);
      case KICK -> kick(now, command.target());
      case UNBAN -> unban(now, command.target());
    };
  }

  /// Refuses who is not in the room.
  static void requireJoined(LaneWork work, UserId user) {
    if (!"join".equals(membership(work, user))) {
      throw MatrixException.forbidden("You are not in this room.");
    }
  }

  static @Nullable String membership(LaneWork work, UserId user) {
    Event member = work.state(new StateKey(EventTypes.MEMBER, user.value()));
    return member == null ? null : member.content().string("membership").orElse(null);
  }

  /// The content of the member event.
  static JsonObject content(String membership, JsonObject profile, JsonObject more) {
    boolean withProfile = !membership.equals("leave") && !membership.equals("ban");
    return (withProfile ? profile : JsonObject.EMPTY)
        .toBuilder().putAll(more).put("membership", membership).build();
  }

  private static Optional<String> unless(String wanted, @Nullable String now) {
    return wanted.equals(now) ? Optional.empty() : Optional.of(wanted);
  }

  private static String invitable(@Nullable String now, UserId target) {
    if ("join".equals(now)) {
      throw MatrixException.forbidden(target + " is already in the room.");
    }
    return "invite";
  }

  private static Optional<String> leave(@Nullable String now) {
    return switch (now) {
      case "join", "invite", "knock" -> Optional.of("leave");
      case "leave" -> Optional.empty();
      case null, default -> throw MatrixException.forbidden("You are not in this room.");
    };
  }

  private static Optional<String> kick(@Nullable String now, UserId target) {
    return switch (now) {
      case "join", "invite", "knock" -> Optional.of("leave");
      case null, default ->
          throw MatrixException.forbidden(target + " is not in the room, so cannot be removed.");
    };
  }

  private static Optional<String> unban(@Nullable String now, UserId target) {
    if (!"ban".equals(now)) {
      throw MatrixException.forbidden(target + " is not banned.");
    }
    return Optional.of("leave");
  }
}
