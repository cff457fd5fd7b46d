package org.ashlar.client.rest.room;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.room.Requester;
import org.ashlar.store.MembershipRow;
import org.jspecify.annotations.Nullable;

/// Says how far the user has read.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreceiptreceipttypeeventid
///   Receipt
final class ReceiptEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidreceiptreceipttypeeventid");

  /// As long as an event id.
  private static final int MAX_THREAD = 255;

  private final ClientServices services;
  private final Receipts receipts;

  ReceiptEndpoint(ClientServices services) {
    this.services = services;
    this.receipts = new Receipts(services);
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    String type = request.shortPath("receiptType");
    EventId event = request.eventId("eventId");
    String thread = thread(request, type);
    Requester requester = Callers.of(request);
    MembershipRow member = Callers.requireJoined(services, requester, room);
    receipts.set(member, type, event, thread);
    return Reply.ok();
  }

  private static @Nullable String thread(ClientRequest request, String type) {
    JsonObject body = request.optionalBody();
    if (!body.has("thread_id")) {
      return null;
    }
    String thread =
        body.get("thread_id") instanceof JsonString
            ? new Fields(body).shortString("thread_id", MAX_THREAD)
            : null;
    if (thread == null || thread.isEmpty()) {
      throw MatrixException.invalidParam("The field thread_id must be a non-empty string.");
    }
    if (type.equals(Receipts.FULLY_READ)) {
      throw MatrixException.invalidParam("A receipt of type " + type + " has no thread_id.");
    }
    return thread;
  }
}
