package org.ashlar.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ashlar.account.Receipt;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// Receipts and typing users as events.
final class Ephemerals {
  static final String RECEIPT = "m.receipt";

  private static final String TYPING = "m.typing";

  private final Sources sources;

  Ephemerals(Sources sources) {
    this.sources = sources;
  }

  /// The receipts of rooms after a position, as the reader may see them.
  Map<RoomId, List<Receipt>> receipts(List<RoomId> rooms, Position after, Window window) {
    if (rooms.isEmpty() || !window.filter().ephemeral().wantsType(RECEIPT)) {
      return Map.of();
    }
    List<Receipt> read =
        sources.userData().call(data -> data.receiptsSince(rooms, after, window.now().receipts()));
    Map<RoomId, List<Receipt>> byRoom = new LinkedHashMap<>();
    for (Receipt receipt : read) {
      if (receipt.isVisibleTo(window.user())) {
        byRoom.computeIfAbsent(receipt.room(), room -> new ArrayList<>()).add(receipt);
      }
    }
    return byRoom;
  }

  /// Of rooms whose receipts are not told, those where the reader itself has set one.
  Set<RoomId> hiddenOwn(List<RoomId> rooms, Position after, Window window) {
    EventFilter filter = window.filter().ephemeral();
    List<RoomId> hidden =
        rooms.stream()
            .filter(room -> !filter.wantsType(RECEIPT) || !filter.wantsRoom(room.value()))
            .toList();
    return hidden.isEmpty()
        ? Set.of()
        : sources
            .userData()
            .call(data -> data.receiptsSince(hidden, after, window.now().receipts()))
            .stream()
            .filter(receipt -> receipt.user().equals(window.user()))
            .map(Receipt::room)
            .collect(Collectors.toSet());
  }

  /// The events of a room.
  ///
  /// @param typing who types, null when nothing is to be said
  static JsonArray events(
      RoomKey room, List<Receipt> receipts, @Nullable List<UserId> typing, EventFilter filter) {
    List<JsonValue> events = new ArrayList<>(2);
    boolean wanted = filter.wantsRoom(room.id().value());
    if (wanted && !receipts.isEmpty() && filter.wantsType(RECEIPT)) {
      events.add(event(RECEIPT, content(receipts)));
    }
    if (wanted && typing != null && filter.wantsType(TYPING)) {
      events.add(event(TYPING, JsonObject.of("user_ids", JsonArray.ofStrings(typing))));
    }
    return new JsonArray(events);
  }

  private static JsonObject event(String type, JsonObject content) {
    return JsonObject.builder().put("type", type).put("content", content).build();
  }

  /// Event, then type, then user.
  private static JsonObject content(List<Receipt> receipts) {
    Map<String, Map<String, JsonObject.Builder>> byEvent = new LinkedHashMap<>();
    for (Receipt receipt : receipts) {
      byEvent
          .computeIfAbsent(receipt.event().value(), event -> new LinkedHashMap<>())
          .computeIfAbsent(receipt.type(), type -> JsonObject.builder())
          .put(
              receipt.user().value(),
              JsonObject.builder()
                  .put("ts", receipt.timestamp())
                  .putIfPresent("thread_id", receipt.thread())
                  .build());
    }
    JsonObject.Builder content = JsonObject.builder();
    byEvent.forEach(
        (event, types) -> {
          JsonObject.Builder inner = JsonObject.builder();
          types.forEach((type, users) -> inner.put(type, users.build()));
          content.put(event, inner.build());
        });
    return content.build();
  }
}
