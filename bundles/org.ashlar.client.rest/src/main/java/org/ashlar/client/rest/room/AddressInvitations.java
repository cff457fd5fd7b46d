package org.ashlar.client.rest.room;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.directory.InvitationLookup.Address;
import org.ashlar.directory.InvitationLookup.Found;
import org.ashlar.directory.InvitationLookup.Invitation;
import org.ashlar.directory.InvitationLookup.Stored;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.Requester;
import org.ashlar.room.SendEvent;
import org.ashlar.room.auth.PowerLevels;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Invites people who are known by an address: who has it is invited, for others an invitation
/// waits at the identity server and in the room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#third-party-invites Third-party invites
final class AddressInvitations {
  private static final List<String> FIELDS =
      List.of("id_server", "id_access_token", "medium", "address");

  private final ClientServices services;

  AddressInvitations(ClientServices services) {
    this.services = services;
  }

  /// An address and who has it.
  record Invited(Address address, Found found) {}

  /// Tells whether an object names an address and no user.
  static boolean isAddress(JsonObject json) {
    return !json.has("user_id") && FIELDS.stream().anyMatch(json::has);
  }

  /// Reads an address.
  ///
  /// @throws MatrixException 400 when something is missing or of a wrong type
  static Address address(Fields fields) {
    return new Address(
        fields.requiredString("id_server"),
        fields.requiredString("id_access_token"),
        fields.requiredString("medium"),
        fields.requiredString("address"));
  }

  /// Asks who has an address.
  Invited find(Address address) {
    return new Invited(address, services.lookup().call(service -> service.lookup(address)));
  }

  /// Invites into a room.
  ///
  /// @param content what the member event of a user shall say besides
  void invite(Requester requester, RoomId room, Invited invited, JsonObject content) {
    switch (invited.found()) {
      case Found.Known known ->
          services
              .rooms()
              .run(
                  service ->
                      service.change(
                          requester,
                          new ChangeMembership(room, known.user(), Action.INVITE, content)));
      case Found.Nobody _ -> leave(requester, room, invited.address());
    }
  }

  /// The identity server writes a letter: power is checked before.
  private void leave(Requester requester, RoomId room, Address address) {
    Map<StateKey, StoredEvent> state = state(requester, room);
    PowerLevels levels =
        PowerLevels.of(event(state, StateKey.POWER_LEVELS), event(state, StateKey.CREATE));
    if (levels.user(requester.user()) < levels.invite()) {
      throw MatrixException.forbidden("You have not the power to invite to this room.");
    }
    Invitation invitation = new Invitation(requester.user(), room, details(requester, state));
    Stored stored = services.lookup().call(service -> service.store(address, invitation));
    SendEvent event =
        new SendEvent(room, EventTypes.THIRD_PARTY_INVITE, stored.token(), stored.content(), null);
    services.rooms().run(service -> service.send(requester, event));
  }

  private Map<StateKey, StoredEvent> state(Requester requester, RoomId room) {
    MembershipRow row = Callers.requireJoined(services, requester, room);
    List<StateKey> keys =
        List.of(
            StateKey.CREATE,
            StateKey.POWER_LEVELS,
            StateKey.JOIN_RULES,
            new StateKey("m.room.name", ""),
            new StateKey("m.room.canonical_alias", ""),
            new StateKey("m.room.avatar", ""),
            StateKey.member(requester.user()));
    return services
        .views()
        .call(views -> views.stateAt(row.roomNid(), views.currentRoot(row.roomNid()), keys));
  }

  private static JsonObject details(Requester requester, Map<StateKey, StoredEvent> state) {
    JsonObject.Builder details = JsonObject.builder();
    BiConsumer<String, @Nullable String> put = details::putIfPresent;
    put.accept("room_name", text(state, new StateKey("m.room.name", ""), "name"));
    put.accept("room_alias", text(state, new StateKey("m.room.canonical_alias", ""), "alias"));
    put.accept("room_avatar_url", text(state, new StateKey("m.room.avatar", ""), "url"));
    put.accept("room_join_rules", text(state, StateKey.JOIN_RULES, "join_rule"));
    put.accept("room_type", text(state, StateKey.CREATE, "type"));
    UserId sender = requester.user();
    put.accept("sender_display_name", text(state, StateKey.member(sender), "displayname"));
    put.accept("sender_avatar_url", text(state, StateKey.member(sender), "avatar_url"));
    return details.build();
  }

  private static @Nullable String text(
      Map<StateKey, StoredEvent> state, StateKey key, String member) {
    Event event = event(state, key);
    return event == null ? null : event.content().string(member).orElse(null);
  }

  private static @Nullable Event event(Map<StateKey, StoredEvent> state, StateKey key) {
    StoredEvent stored = state.get(key);
    return stored == null ? null : stored.event();
  }
}
