package org.ashlar.client.rest.room;

import org.ashlar.account.Caller;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.Requester;
import org.ashlar.store.MembershipRow;

/// Callers as rooms see them.
public final class Callers {
  private Callers() {}

  /// Who asks.
  ///
  /// @param request the request
  /// @return its caller
  public static Requester of(ClientRequest request) {
    Caller caller = request.caller();
    DeviceId device = caller.device();
    return new Requester(caller.user(), device == null ? null : device.value(), caller.isGuest());
  }

  /// Who asks, and may do what others see.
  ///
  /// @param request the request
  /// @return its caller
  /// @throws MatrixException 403 `M_USER_SUSPENDED`
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#account-suspension Account suspension
  public static Requester active(ClientRequest request) {
    request.refuseSuspended();
    return of(request);
  }

  /// Who asks, and may redact an event: suspended users only what they sent themselves.
  ///
  /// @throws MatrixException 403 `M_USER_SUSPENDED`, 404 when a suspended user can not see the
  ///   event
  static Requester redacting(
      ClientServices services, ClientRequest request, RoomId room, EventId target) {
    Requester requester = of(request);
    if (request.caller().status() == Caller.Status.SUSPENDED) {
      JsonRaw event = services.views().call(views -> views.event(requester, room, target));
      String sender = Json.parseObject(event.utf8()).string("sender").orElse("");
      if (!sender.equals(requester.user().value())) {
        request.refuseSuspended();
      }
    }
    return requester;
  }

  /// The membership of somebody who must be in the room.
  ///
  /// @throws MatrixException 403 `M_FORBIDDEN`
  static MembershipRow requireJoined(ClientServices services, Requester requester, RoomId room) {
    return services
        .views()
        .call(views -> views.membership(requester, room))
        .filter(row -> row.membership().equals("join"))
        .orElseThrow(() -> MatrixException.forbidden("You are not in this room."));
  }
}
