package org.ashlar.client.rest.user;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Shows profiles to those who may see them.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#profiles Profiles
final class ProfileReaders {
  private static final StateKey VISIBILITY = new StateKey(EventTypes.HISTORY_VISIBILITY, "");

  private final ClientServices services;
  private final Supplier<ProfileSettings> settings;

  ProfileReaders(ClientServices services, Supplier<ProfileSettings> settings) {
    this.services = services;
    this.settings = settings;
  }

  /// The profile that a request asks for.
  ///
  /// @throws MatrixException 401 `M_MISSING_TOKEN` when only who is logged in sees profiles, 403
  ///   when the caller may not see this one, whether it is there or not, 404 when there is none
  JsonObject profile(ClientRequest request) {
    UserId user = request.userId("userId");
    ProfileSettings now = settings.get();
    UserId reader = request.sender() == null ? null : request.user();
    if (reader == null && (now.requireLogin() || now.sharedRoomsOnly())) {
      throw new MatrixException(
          ErrorCode.MISSING_TOKEN, 401, "Profiles are shown only to who is logged in.");
    }
    if (now.sharedRoomsOnly() && !isMet(reader, user)) {
      throw MatrixException.forbidden("You share no room with this user.");
    }
    return Profiles.of(services, user);
  }

  private boolean isMet(@Nullable UserId reader, UserId user) {
    return user.equals(reader)
        || reader != null
            && !services.store().call(s -> s.sharingRooms(reader, Set.of(user))).isEmpty()
        || isInOpenRoom(user);
  }

  private boolean isInOpenRoom(UserId user) {
    List<Long> rooms =
        services.store().call(s -> s.memberships(user)).stream()
            .filter(row -> row.membership().equals("join"))
            .map(MembershipRow::roomNid)
            .toList();
    if (rooms.isEmpty()) {
      return false;
    }
    Map<Long, Long> roots = services.views().call(views -> views.currentRoots(rooms));
    Set<StateKey> keys = Set.of(StateKey.JOIN_RULES, VISIBILITY);
    List<StateQuery> queries =
        roots.entrySet().stream()
            .map(room -> StateQuery.of(room.getKey(), room.getValue(), keys))
            .toList();
    return services.views().call(views -> views.states(queries)).stream()
        .anyMatch(ProfileReaders::isOpen);
  }

  private static boolean isOpen(Map<StateKey, StoredEvent> state) {
    return says(state.get(StateKey.JOIN_RULES), "join_rule", "public")
        || says(state.get(VISIBILITY), "history_visibility", "world_readable");
  }

  private static boolean says(@Nullable StoredEvent event, String name, String value) {
    return event != null && event.event().content().string(name).filter(value::equals).isPresent();
  }
}
