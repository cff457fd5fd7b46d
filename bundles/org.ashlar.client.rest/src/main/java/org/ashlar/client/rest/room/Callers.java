package org.ashlar.client.rest.room;

import org.ashlar.account.Caller;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.RoomId;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.Requester;
import org.ashlar.store.MembershipRow;

/// Callers as rooms see them.
final class Callers {
  private Callers() {}

  /// Who asks.
  static Requester of(ClientRequest request) {
    Caller caller = request.caller();
    DeviceId device = caller.device();
    return new Requester(caller.user(), device == null ? null : device.value(), caller.isGuest());
  }

  /// Who asks, and may do what others see.
  ///
  /// @throws MatrixException 403 `M_USER_SUSPENDED`
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#account-suspension Account suspension
  static Requester active(ClientRequest request) {
    request.refuseSuspended();
    return of(request);
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
