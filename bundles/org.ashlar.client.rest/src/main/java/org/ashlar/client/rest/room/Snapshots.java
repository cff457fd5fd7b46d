package org.ashlar.client.rest.room;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.account.AccountDatum;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.RoomSnapshot;

/// Rooms as `/initialSync` tells them: `RoomInfo`.
final class Snapshots {
  private final ClientServices services;

  Snapshots(ClientServices services) {
    this.services = services;
  }

  JsonObject body(UserId reader, RoomSnapshot room) {
    JsonObject.Builder body =
        JsonObject.builder()
            .put("room_id", room.room().value())
            .putIfPresent("membership", room.membership())
            .putIfPresent("invite", room.invite());
    RoomSnapshot.Messages messages = room.messages();
    if (messages == null) {
      return body.build();
    }
    return body.put(
            "messages",
            JsonObject.builder()
                .put("chunk", new JsonArray(List.copyOf(messages.events())))
                .putIfPresent("start", messages.start())
                .put("end", messages.end())
                .build())
        .put("state", new JsonArray(List.copyOf(room.state())))
        .put("visibility", isPublic(room.room()) ? "public" : "private")
        .put(
            "account_data",
            events(services.userData().call(data -> data.roomAccountData(reader, room.room()))))
        .build();
  }

  /// Account data as events.
  static JsonArray events(List<AccountDatum> data) {
    List<JsonValue> events = new ArrayList<>();
    for (AccountDatum datum : data) {
      events.add(
          JsonObject.builder().put("type", datum.type()).put("content", datum.content()).build());
    }
    return new JsonArray(events);
  }

  private boolean isPublic(RoomId room) {
    return services.directory().call(directory -> directory.isPublic(room));
  }
}
