package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.account.AccountDatum;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.SyncToken;

/// Account data that a reader has not got yet.
final class AccountDataReader {
  private final Sources sources;

  AccountDataReader(Sources sources) {
    this.sources = sources;
  }

  /// Global data and data of rooms.
  record Found(JsonArray global, Map<RoomId, JsonArray> rooms) {
    static final Found NOTHING = new Found(JsonArray.EMPTY, Map.of());
  }

  Found read(Window window) {
    SyncToken since = window.since();
    Position upTo = window.now().accountData();
    if (since != null && !isChanged(window, since)) {
      return Found.NOTHING;
    }
    Position after = since == null ? null : since.accountData();
    List<AccountDatum> data =
        sources.userData().call(store -> store.accountDataSince(window.user(), after, upTo));
    List<JsonValue> global = new ArrayList<>();
    for (AccountDatum datum : data) {
      if (datum.isGlobal() && window.filter().accountData().wantsType(datum.type())) {
        global.add(event(datum));
      }
    }
    return new Found(new JsonArray(global), byRoom(data, window));
  }

  /// All data of rooms that the reader did not know.
  Map<RoomId, JsonArray> ofRooms(List<RoomId> rooms, Window window) {
    if (rooms.isEmpty()) {
      return Map.of();
    }
    RoomId first = rooms.getFirst();
    List<AccountDatum> data =
        sources
            .userData()
            .call(
                store ->
                    rooms.size() == 1
                        ? store.roomAccountData(window.user(), first)
                        : store.accountDataSince(window.user(), null, window.now().accountData()));
    return byRoom(data.stream().filter(datum -> rooms.contains(datum.room())).toList(), window);
  }

  private static Map<RoomId, JsonArray> byRoom(List<AccountDatum> data, Window window) {
    Map<RoomId, List<JsonValue>> rooms = new HashMap<>();
    for (AccountDatum datum : data) {
      RoomId room = datum.room();
      if (room != null && wants(window, room, datum)) {
        rooms.computeIfAbsent(room, key -> new ArrayList<>()).add(event(datum));
      }
    }
    Map<RoomId, JsonArray> arrays = new HashMap<>();
    rooms.forEach((room, events) -> arrays.put(room, new JsonArray(events)));
    return arrays;
  }

  private boolean isChanged(Window window, SyncToken since) {
    return !since.accountData().equals(window.now().accountData())
        && sources
            .hub()
            .call(
                hub ->
                    hub.changedSince(Stream.ACCOUNT_DATA, window.userKey(), since.accountData()));
  }

  private static boolean wants(Window window, RoomId room, AccountDatum datum) {
    EventFilter filter = window.filter().roomAccountData();
    return filter.wantsRoom(room.value()) && filter.wantsType(datum.type());
  }

  private static JsonObject event(AccountDatum datum) {
    return JsonObject.builder().put("type", datum.type()).put("content", datum.content()).build();
  }
}
