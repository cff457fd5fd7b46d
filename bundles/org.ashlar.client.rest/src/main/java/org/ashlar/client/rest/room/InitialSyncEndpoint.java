package org.ashlar.client.rest.room;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.room.RoomSnapshot;
import org.ashlar.store.Position;
import org.ashlar.stream.RoomToken;

/// Everything of a user, for old clients.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3initialsync Initial
///   sync
final class InitialSyncEndpoint implements ClientEndpoint {
  private static final long DEFAULT_LIMIT = 10;
  private static final ClientRequest.Range LIMITS = new ClientRequest.Range(0, 100);
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/initialSync",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3initialsync");

  private final ClientServices services;
  private final Snapshots snapshots;
  private final InstantSource clock;

  InitialSyncEndpoint(ClientServices services, InstantSource clock) {
    this.services = services;
    this.clock = clock;
    snapshots = new Snapshots(services);
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    int limit = (int) request.queryInteger("limit", DEFAULT_LIMIT, LIMITS);
    boolean archived = request.queryBoolean("archived", false);
    UserId reader = request.user();
    Position end = services.store().call(store -> store.eventPosition());
    List<JsonValue> rooms = new ArrayList<>();
    for (RoomSnapshot room :
        services.views().call(views -> views.snapshots(Callers.of(request), archived, limit))) {
      rooms.add(snapshots.body(reader, room));
    }
    return Reply.ok(
        JsonObject.builder()
            .put("end", RoomToken.stream(end.number()).encode())
            .put("rooms", new JsonArray(rooms))
            .put("presence", presence(reader))
            .put("account_data", accountData(reader))
            .build());
  }

  private JsonArray presence(UserId reader) {
    long now = clock.millis();
    List<JsonValue> events = new ArrayList<>();
    for (PresenceStatus status :
        services
            .presence()
            .call(presence -> presence.changesSince(reader, Position.START, presence.position()))) {
      events.add(
          JsonObject.builder()
              .put("type", "m.presence")
              .put("sender", status.user().value())
              .put("content", status.content(now))
              .build());
    }
    return new JsonArray(events);
  }

  private JsonArray accountData(UserId reader) {
    return Snapshots.events(
        services
            .userData()
            .call(data -> data.accountDataSince(reader, Position.START, data.accountDataPosition()))
            .stream()
            .filter(datum -> datum.isGlobal())
            .toList());
  }
}
