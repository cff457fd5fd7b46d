package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.account.AccountDatum;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Position;
import org.ashlar.stream.SyncToken;
import org.ashlar.sync.NaiveSync.Ask;
import org.jspecify.annotations.Nullable;

/// Account data and receipts as an answer has to tell them.
record NaiveBeside(SyncHouse house, Ask ask) {
  void global() {
    Map<String, JsonObject> expected = new HashMap<>();
    for (AccountDatum datum : since(false)) {
      if (datum.isGlobal() && ask.filter().accountData().wantsType(datum.type())) {
        expected.put(datum.type(), content(datum));
      }
    }
    assertThat(data(ask.answer())).as("account data of " + ask).isEqualTo(expected);
  }

  void fresh(RoomId room, JsonObject section) {
    assertThat(data(section)).as(room + " for " + ask).isEqualTo(roomData(room, true));
    assertThat(receipts(section)).as(room + " for " + ask).isEqualTo(receipts(room, true));
  }

  /// Tells whether there is anything.
  boolean known(RoomId room, @Nullable JsonObject section) {
    Map<String, JsonObject> data = roomData(room, false);
    Map<String, String> receipts = receipts(room, false);
    JsonObject given = section == null ? JsonObject.EMPTY : section;
    assertThat(data(given)).as("account data of " + room + " for " + ask).isEqualTo(data);
    assertThat(receipts(given)).as("receipts of " + room + " for " + ask).isEqualTo(receipts);
    return !data.isEmpty()
        || given
                .object("ephemeral")
                .flatMap(all -> all.array("events"))
                .orElse(JsonArray.EMPTY)
                .size()
            > 0;
  }

  private Map<String, JsonObject> roomData(RoomId room, boolean all) {
    Map<String, JsonObject> expected = new HashMap<>();
    NaiveFilter.Part filter = ask.filter().part("account_data");
    for (AccountDatum datum : since(all)) {
      if (room.equals(datum.room())
          && filter.wantsRoom(room.value())
          && filter.wantsType(datum.type())) {
        expected.put(datum.type(), content(datum));
      }
    }
    return expected;
  }

  private Map<String, String> receipts(RoomId room, boolean all) {
    Map<String, String> expected = new HashMap<>();
    NaiveFilter.Part filter = ask.filter().part("ephemeral");
    if (filter.wantsRoom(room.value()) && filter.wantsType("m.receipt")) {
      Position after =
          all || ask.isInitial()
              ? new Position(1, 0)
              : SyncToken.parse(ask.client().since).receipts();
      house.data.receiptsSince(List.of(room), after, ask.now().receipts()).stream()
          .filter(receipt -> receipt.isVisibleTo(ask.user()))
          .forEach(
              receipt ->
                  expected.put(
                      receipt.type() + receipt.user().value() + receipt.thread(),
                      receipt.event().value()));
    }
    return expected;
  }

  private static Map<String, String> receipts(JsonObject section) {
    Map<String, String> given = new HashMap<>();
    for (JsonObject event : list(section.object("ephemeral").orElse(JsonObject.EMPTY))) {
      if (event.string("type").orElseThrow().equals("m.receipt")) {
        event
            .object("content")
            .orElseThrow()
            .members()
            .forEach((id, types) -> receipts(id, (JsonObject) types, given));
      }
    }
    return given;
  }

  private static void receipts(String id, JsonObject types, Map<String, String> given) {
    types
        .members()
        .forEach(
            (type, users) ->
                ((JsonObject) users)
                    .members()
                    .forEach(
                        (user, receipt) ->
                            given.put(
                                type
                                    + user
                                    + ((JsonObject) receipt).string("thread_id").orElse(null),
                                id)));
  }

  private List<AccountDatum> since(boolean all) {
    Position after =
        all || ask.isInitial() ? null : SyncToken.parse(ask.client().since).accountData();
    return house.data.accountDataSince(ask.user(), after, ask.now().accountData());
  }

  private static Map<String, JsonObject> data(JsonObject json) {
    Map<String, JsonObject> given = new HashMap<>();
    for (JsonObject event : list(json.object("account_data").orElse(JsonObject.EMPTY))) {
      given.put(event.string("type").orElseThrow(), event.object("content").orElseThrow());
    }
    return given;
  }

  private static List<JsonObject> list(JsonObject batch) {
    return batch.array("events").orElse(JsonArray.EMPTY).objects();
  }

  private static JsonObject content(AccountDatum datum) {
    return Json.parseObject(datum.content().utf8());
  }

  /// Whether the reader wants no invitations.
  boolean blocksInvitations() {
    return house
        .data
        .accountData(ask.user(), null, "m.invite_permission_config")
        .flatMap(config -> config.string("default_action"))
        .filter("block"::equals)
        .isPresent();
  }
}
