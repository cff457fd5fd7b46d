package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rooms in which the reader is not: invitations, knocks, and rooms that it left.
class OtherRoomsTest {
  private static final UserId ALICE = new UserId("@alice:a.example");
  private static final UserId BOB = new UserId("@bob:a.example");
  private static final String LEFT = "{\"room\":{\"include_leave\":true}}";

  private final SyncHouse house = new SyncHouse();

  @AfterEach
  void close() {
    house.close();
  }

  /// How somebody has to do with rooms without being in them.
  enum Way {
    INVITED(Action.KICK),
    KNOCKING(Action.KICK),
    LEFT(Action.INVITE),
    JOINED_AND_LEFT_AND_BANNED(Action.UNBAN),
    JOINED(Action.KICK);

    /// What comes next, while an answer is made.
    private final Action next;

    Way(Action next) {
      this.next = next;
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void theNumberOfReadsDoesNotGrowWithTheNumberOfRooms(Way way) {
    // When
    Reads few = reads(way, 2);
    Reads many = reads(way, 30);
    // Then
    assertThat(many.initial).isLessThanOrEqualTo(few.initial).isLessThan(30);
    assertThat(many.incremental).isLessThanOrEqualTo(few.incremental).isLessThan(30);
    assertThat(many.late).isLessThanOrEqualTo(few.late).isLessThan(30);
  }

  /// Reads of an initial answer, of one from a token before all that happened, and of one that
  /// began before it.
  private record Reads(int initial, int incremental, int late) {}

  private static Reads reads(Way way, int rooms) {
    try (SyncHouse house = new SyncHouse()) {
      List<RoomId> all =
          IntStream.range(0, rooms)
              .mapToObj(_ -> house.rooms.create(ALICE, "public_chat"))
              .toList();
      if (way == Way.LEFT || way == Way.JOINED_AND_LEFT_AND_BANNED) {
        all.forEach(room -> house.rooms.change(BOB, room, Action.JOIN, BOB));
      }
      String since = next(house.answer(request(null, LEFT, false)));
      all.forEach(room -> happen(house, way, room));
      house.forgetting(() -> true);
      int initial = reads(house, null, rooms);
      int incremental = reads(house, since, rooms);
      boolean[] done = {false};
      house.meanwhile(
          () -> {
            if (!done[0]) {
              done[0] = true;
              all.forEach(room -> house.rooms.change(ALICE, room, way.next, BOB));
            }
          });
      return new Reads(initial, incremental, way == Way.JOINED ? 0 : reads(house, since, rooms));
    }
  }

  private static int reads(SyncHouse house, String since, int rooms) {
    house.rooms.forget();
    int before = house.storeReads();
    JsonObject answer = house.answer(request(since, LEFT, false));
    int count =
        answer.object("rooms").orElseThrow().members().values().stream()
            .mapToInt(section -> ((JsonObject) section).size())
            .sum();
    assertThat(count).isEqualTo(rooms);
    return house.storeReads() - before;
  }

  private static void happen(SyncHouse house, Way way, RoomId room) {
    switch (way) {
      case INVITED -> house.rooms.change(ALICE, room, Action.INVITE, BOB);
      case KNOCKING -> {
        house.rooms.state(ALICE, room, "m.room.join_rules", "", "{\"join_rule\":\"knock\"}");
        house.rooms.change(BOB, room, Action.KNOCK, BOB);
      }
      case LEFT -> house.rooms.change(BOB, room, Action.LEAVE, BOB);
      case JOINED_AND_LEFT_AND_BANNED -> {
        house.rooms.change(BOB, room, Action.LEAVE, BOB);
        house.rooms.change(ALICE, room, Action.INVITE, BOB);
        house.rooms.change(ALICE, room, Action.BAN, BOB);
      }
      case JOINED -> house.rooms.change(BOB, room, Action.JOIN, BOB);
    }
  }

  @Test
  void whoBlocksInvitationsIsNeitherShownThemNorWoken() {
    // Given
    RoomId before = house.rooms.create(ALICE, "private_chat");
    RoomId after = house.rooms.create(ALICE, "private_chat");
    house.rooms.change(ALICE, before, Action.INVITE, BOB);
    JsonObject shown = house.answer(request(null, "", false));
    block(BOB, "{\"default_action\":\"block\"}");
    String since = next(house.answer(request(next(shown), "", false)));
    // When
    house.rooms.change(ALICE, after, Action.INVITE, BOB);
    // Then
    assertThat(rooms(shown, "invite")).containsExactly(before.value());
    assertThat(house.sync.sync(request(since, "", true))).isInstanceOf(SyncOutcome.Waiting.class);
    assertThat(house.answer(request(null, "", false)).object("rooms")).isEmpty();
    block(BOB, "{}");
    assertThat(rooms(house.answer(request(null, "", false)), "invite"))
        .containsExactlyInAnyOrder(before.value(), after.value());
    block(BOB, "{\"default_action\":\"other\"}");
    assertThat(rooms(house.answer(request(since, "", false)), "invite"))
        .containsExactly(after.value());
  }

  @Test
  void anInvitationOfAnIgnoredUserWakesNobody() {
    // Given
    RoomId room = house.rooms.create(ALICE, "private_chat");
    ignore(BOB, ALICE);
    String since = next(house.answer(request(null, "", false)));
    // When
    house.rooms.change(ALICE, room, Action.INVITE, BOB);
    // Then
    assertThat(house.sync.sync(request(since, "", true))).isInstanceOf(SyncOutcome.Waiting.class);
  }

  @Test
  void aWithdrawnInvitationThatWasNotShownIsOnlyALeave() {
    // Given
    RoomId room = house.rooms.create(ALICE, "private_chat");
    String since = next(house.answer(request(null, "", false)));
    ignore(BOB, ALICE);
    house.rooms.change(ALICE, room, Action.INVITE, BOB);
    house.rooms.change(ALICE, room, Action.KICK, BOB);
    // When
    JsonObject ignoring = left(house.answer(request(since, "", false)), room);
    house.data.setAccountData(BOB, null, "m.ignored_user_list", JsonObject.EMPTY);
    JsonObject hearing = left(house.answer(request(since, "", false)), room);
    block(BOB, "{\"default_action\":\"block\"}");
    JsonObject blocking = left(house.answer(request(since, "", false)), room);
    // Then
    assertThat(memberships(hearing)).containsExactly("invite", "leave");
    assertThat(memberships(ignoring)).containsExactly("leave");
    assertThat(memberships(blocking)).containsExactly("leave");
  }

  private static List<String> memberships(JsonObject section) {
    return section
        .object("timeline")
        .flatMap(all -> all.array("events"))
        .orElseThrow()
        .objects()
        .stream()
        .map(event -> event.object("content").orElseThrow().string("membership").orElseThrow())
        .toList();
  }

  private static JsonObject left(JsonObject answer, RoomId room) {
    return answer
        .object("rooms")
        .flatMap(all -> all.object("leave"))
        .flatMap(all -> all.object(room.value()))
        .orElseThrow();
  }

  private static List<String> rooms(JsonObject answer, String section) {
    return List.copyOf(
        answer.object("rooms").flatMap(all -> all.object(section)).orElseThrow().names());
  }

  private void block(UserId user, String config) {
    house.data.setAccountData(
        user, null, "m.invite_permission_config", (JsonObject) Json.parse(config));
  }

  private void ignore(UserId user, UserId other) {
    house.data.setAccountData(
        user,
        null,
        "m.ignored_user_list",
        (JsonObject) Json.parse("{\"ignored_users\":{\"" + other + "\":{}}}"));
  }

  private static SyncRequest request(String since, String filter, boolean mayWait) {
    return new SyncRequest(BOB, "D", false, since, filter, false, false, mayWait, null);
  }

  private static String next(JsonObject answer) {
    return answer.string("next_batch").orElseThrow();
  }
}
