package org.ashlar.room.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.PowerLevels;
import org.ashlar.store.MembershipRow;

/// Names the member who vouches for a join to a restricted room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#restricted-rooms Restricted rooms
final class RestrictedJoins {
  private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

  private RestrictedJoins() {}

  /// The content of a member event, with the voucher if it needs and finds one.
  static JsonObject authorised(Parts parts, LaneWork work, UserId user, JsonObject content) {
    JsonObject bare = content.without(AUTHORISED_VIA);
    String membership = MembershipChanges.membership(work, user);
    if (content.string("membership").filter("join"::equals).isEmpty()
        || "invite".equals(membership)
        || "join".equals(membership)) {
      return bare;
    }
    Event rules = work.state(StateKey.JOIN_RULES);
    if (rules == null || !isRestricted(rules) || !isAllowed(parts, rules, user)) {
      return bare;
    }
    return voucher(parts, work)
        .map(by -> bare.toBuilder().put(AUTHORISED_VIA, by.value()).build())
        .orElse(bare);
  }

  private static boolean isRestricted(Event rules) {
    return rules
        .content()
        .string("join_rule")
        .filter(rule -> rule.equals("restricted") || rule.equals("knock_restricted"))
        .isPresent();
  }

  private static boolean isAllowed(Parts parts, Event rules, UserId user) {
    List<RoomId> allowed =
        rules.content().array("allow").orElse(JsonArray.EMPTY).objects().stream()
            .filter(
                condition ->
                    condition.string("type").filter("m.room_membership"::equals).isPresent())
            .flatMap(condition -> condition.string("room_id").stream())
            .flatMap(id -> RoomId.parse(id).stream())
            .toList();
    Collection<MembershipRow> memberships = parts.store().call(store -> store.memberships(user));
    return memberships.stream()
        .anyMatch(row -> row.membership().equals("join") && allowed.contains(row.room()));
  }

  /// A joined member of this server who may invite.
  private static Optional<UserId> voucher(Parts parts, LaneWork work) {
    Event create = work.state(StateKey.CREATE);
    PowerLevels levels = PowerLevels.of(work.state(StateKey.POWER_LEVELS), create);
    Set<String> likely =
        new LinkedHashSet<>(create == null ? Set.of() : PowerLevels.creators(create));
    likely.addAll(levels.listedUsers());
    for (String id : likely) {
      UserId user = UserId.parse(id).orElse(null);
      if (user != null
          && user.isOn(parts.server())
          && levels.user(user) >= levels.invite()
          && "join".equals(MembershipChanges.membership(work, user))) {
        return Optional.of(user);
      }
    }
    long roomNid = work.head().room().nid();
    return parts.store().call(store -> store.members(roomNid, List.of())).stream()
        .filter(row -> row.membership().equals("join"))
        .map(MembershipRow::user)
        .filter(user -> user.isOn(parts.server()))
        .filter(user -> levels.user(user) >= levels.invite())
        .findFirst();
  }
}
