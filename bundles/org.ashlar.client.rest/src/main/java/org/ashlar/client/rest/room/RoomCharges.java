package org.ashlar.client.rest.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.base.limit.Charge;
import org.ashlar.client.rest.endpoint.Charges;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.RateClasses;
import org.ashlar.store.StoredEvent;

/// What requests about rooms take from the rate limits, where it depends on more than the route.
final class RoomCharges {
  private RoomCharges() {}

  /// A join, or a wish to be let in.
  static List<Charge> join(ClientServices services, ClientRequest request) {
    try {
      RoomId room = Membership.room(request, services.directory());
      if (services.store().call(store -> store.room(room)).isPresent()) {
        return List.of(
            Charges.bySender(RateClasses.JOIN_LOCAL, request),
            Charges.about(RateClasses.JOIN_ROOM, room.value(), request));
      }
    } catch (MatrixException e) {
      // told by the endpoint
    }
    return List.of(Charges.bySender(RateClasses.JOIN_REMOTE, request));
  }

  /// An invitation.
  static List<Charge> invitation(ClientRequest request) {
    JsonObject body = Charges.body(request);
    List<Charge> charges = new ArrayList<>();
    charges.add(Charges.bySender(RateClasses.INVITE_ISSUER, request));
    charges.add(Charges.about(RateClasses.INVITE_ROOM, request.path("roomId"), request));
    body.string("user_id")
        .ifPresent(user -> charges.add(Charges.about(RateClasses.INVITE_USER, user, request)));
    if (AddressInvitations.isAddress(body)) {
      charges.add(Charges.bySender(RateClasses.THIRD_PARTY_ID, request));
    }
    return charges;
  }

  /// A new room with the invitations into it.
  static List<Charge> creation(ClientRequest request) {
    JsonObject body = Charges.body(request);
    List<Charge> charges = new ArrayList<>();
    charges.add(Charges.bySender(RateClasses.ROOM_CREATION, request));
    Set<String> users = new HashSet<>();
    for (JsonValue each : body.array("invite").orElse(JsonArray.EMPTY).values()) {
      if (each instanceof JsonString text && users.add(text.value())) {
        charges.add(Charges.about(RateClasses.INVITE_USER, text.value(), request));
      }
    }
    int addresses = body.array("invite_3pid").orElse(JsonArray.EMPTY).values().size();
    if (addresses > 0) {
      charges.add(Charges.bySender(RateClasses.THIRD_PARTY_ID, request).times(addresses));
    }
    if (users.size() + addresses > 0) {
      charges.add(
          Charges.bySender(RateClasses.INVITE_ISSUER, request).times(users.size() + addresses));
    }
    return charges;
  }

  /// A redaction: who clears up after others is counted apart.
  static List<Charge> redaction(ClientServices services, ClientRequest request) {
    boolean own =
        EventId.parse(request.path("eventId")).map(id -> isOwn(services, request, id)).orElse(true);
    return List.of(
        Charges.bySender(own ? RateClasses.REDACTION : RateClasses.REDACTION_ADMIN, request));
  }

  private static boolean isOwn(ClientServices services, ClientRequest request, EventId id) {
    StoredEvent event = services.store().call(store -> store.events(List.of(id))).get(id);
    return event == null || event.event().sender().equals(request.user());
  }
}
