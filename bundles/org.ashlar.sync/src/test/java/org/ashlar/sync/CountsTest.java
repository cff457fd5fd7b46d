package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.ashlar.account.Receipt;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.push.RoomCounts;
import org.ashlar.push.Unread;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.store.Position;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A room of which nothing but the counts is new.
class CountsTest {
  private static final UserId ALICE = new UserId("@alice:a.example");
  private static final UserId BOB = new UserId("@bob:a.example");
  private static final String QUIET =
      "{\"room\":{\"timeline\":{\"types\":[\"m.none\"]},"
          + "\"ephemeral\":{\"not_types\":[\"m.receipt\",\"m.typing\"]}}}";

  private final SyncHouse house = new SyncHouse();
  private final Map<RoomId, RoomCounts> counts = new HashMap<>();
  private RoomId room;
  private EventId first;

  @BeforeEach
  void countUnread() {
    room = house.rooms.create(ALICE, "public_chat");
    house.rooms.change(BOB, room, Action.JOIN, BOB);
    first = house.rooms.message(ALICE, room, "first");
    count(1);
    house.counts((_, _, _) -> Map.copyOf(counts));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anOwnReceiptOfAnotherDeviceBringsTheCountsToWhoFiltersReceipts() {
    // Given
    String since = next(answer(null, QUIET));
    // When
    receipt(BOB, Receipt.READ_PRIVATE);
    count(0);
    JsonObject told = answer(since, QUIET);
    // Then
    assertThat(section(told).object("unread_notifications")).contains(unread(0));
    assertThat(section(told).object("timeline").orElseThrow().array("events").orElseThrow().size())
        .isZero();
    assertThat(answer(next(told), QUIET).names()).containsExactly(SyncHouse.QUIET);
    assertThat(waits(next(told))).isTrue();
  }

  @Test
  void anOwnReceiptBringsTheRoomToWhoHearsReceipts() {
    String since = next(answer(null, ""));

    receipt(BOB, Receipt.READ);
    count(0);

    assertThat(section(answer(since, "")).object("unread_notifications")).contains(unread(0));
  }

  @Test
  void receiptsOfOthersChangeNothing() {
    String since = next(answer(null, QUIET));

    receipt(ALICE, Receipt.READ);

    assertThat(answer(since, QUIET).names()).containsExactly(SyncHouse.QUIET);
    assertThat(waits(since)).isTrue();
  }

  @Test
  void aMessageThatIsFilteredOutIsToldByItsCountsIfTheyChange() {
    // Given
    String since = next(answer(null, QUIET));
    house.rooms.message(ALICE, room, "counts");
    count(2);
    // When
    JsonObject told = answer(since, QUIET);
    house.rooms.message(ALICE, room, "counts not");
    // Then
    assertThat(section(told).object("unread_notifications")).contains(unread(2));
    assertThat(answer(next(told), QUIET).names()).containsExactly(SyncHouse.QUIET);
    assertThat(waits(next(told))).isTrue();
  }

  @Test
  void countsOfAnAnswerThatWasLostAreToldAgain() {
    // Given
    String since = next(answer(null, QUIET));
    house.rooms.message(ALICE, room, "counts");
    count(2);
    answer(since, QUIET);
    // When
    JsonObject again = answer(since, QUIET);
    // Then
    assertThat(section(again).object("unread_notifications")).contains(unread(2));
  }

  private void count(long notifications) {
    counts.put(room, new RoomCounts(new Unread(notifications, 0), Map.of()));
  }

  private void receipt(UserId user, String type) {
    house.data.setReceipt(new Receipt(room, type, user, null, first, 1, Position.START));
  }

  private static JsonObject unread(long notifications) {
    return JsonObject.builder()
        .put("highlight_count", 0)
        .put("notification_count", notifications)
        .build();
  }

  private JsonObject section(JsonObject answer) {
    return answer
        .object("rooms")
        .flatMap(rooms -> rooms.object("join"))
        .flatMap(rooms -> rooms.object(room.value()))
        .orElseThrow();
  }

  private boolean waits(String since) {
    return house.sync.sync(new SyncRequest(BOB, "D", false, since, QUIET, false, false, true, null))
        instanceof SyncOutcome.Waiting;
  }

  private JsonObject answer(String since, String filter) {
    return house.answer(new SyncRequest(BOB, "D", false, since, filter, false, false, false, null));
  }

  private static String next(JsonObject answer) {
    return answer.string("next_batch").orElseThrow();
  }
}
