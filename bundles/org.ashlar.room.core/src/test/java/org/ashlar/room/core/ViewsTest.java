package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.Requester;
import org.ashlar.room.TimelinePage;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsTest {
  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "shared, true, true, true",
    "invited, false, true, true",
    "joined, false, false, true",
    "world_readable, true, true, true"
  })
  void historyIsVisibleAsTheRoomSays(
      String visibility, boolean before, boolean invited, boolean joined) {
    RoomId room = house.room("12", "private_chat");
    house.state(
        ALICE,
        room,
        "m.room.history_visibility",
        "",
        "{\"history_visibility\":\"" + visibility + "\"}");
    EventId early = house.message(ALICE, room, "before the invitation");
    house.change(ALICE, room, Action.INVITE, BOB);
    EventId between = house.message(ALICE, room, "while invited");
    house.join(BOB, room);
    EventId late = house.message(ALICE, room, "while joined");

    assertThat(sees(BOB, room, early)).isEqualTo(before);
    assertThat(sees(BOB, room, between)).isEqualTo(invited);
    assertThat(sees(BOB, room, late)).isEqualTo(joined);
  }

  @Test
  void whoLeftSeesTheRoomAsItWasAtTheLeave() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"then\"}");
    EventId last = house.message(ALICE, room, "last");
    house.change(BOB, room, Action.LEAVE, BOB);
    EventId later = house.message(ALICE, room, "later");
    house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"now\"}");

    assertThat(topic(BOB, room)).isEqualTo("then");
    assertThat(topic(ALICE, room)).isEqualTo("now");
    assertThat(sees(BOB, room, last)).isTrue();
    assertThat(sees(BOB, room, later)).isFalse();
    assertThat(bodies(page(BOB, room, null, true, 3, "{}"))).containsExactly("last");
  }

  @Test
  void whoWasNeverInTheRoomSeesNothing() {
    RoomId room = house.room("12", "public_chat");

    assertForbidden(() -> house.views.state(by(CARLA), room));
    assertForbidden(() -> page(CARLA, room, null, true, 10, "{}"));
    assertForbidden(() -> house.views.state(by(CARLA), new RoomId("!none:a.example")));
  }

  @Test
  void whoDeclinedAnInvitationSeesNothing() {
    RoomId room = house.room("12", "private_chat", BOB);
    house.change(BOB, room, Action.LEAVE, BOB);

    assertForbidden(() -> house.views.state(by(BOB), room));
  }

  @Test
  void anyoneSeesAWorldReadableRoom() {
    RoomId room = house.room("12", "public_chat");
    house.state(
        ALICE,
        room,
        "m.room.history_visibility",
        "",
        "{\"history_visibility\":\"world_readable\"}");
    EventId message = house.message(ALICE, room, "to the world");

    assertThat(sees(CARLA, room, message)).isTrue();
    assertForbidden(() -> house.views.joinedMembers(by(CARLA), room));
  }

  @Test
  void pagesBackwardAndForwardAreTheSameTimeline() {
    RoomId room = house.room("12", "private_chat");
    for (int i = 0; i < 45; i++) {
      house.message(ALICE, room, "m" + i);
    }

    List<String> backward = all(room, true);
    List<String> forward = all(room, false);

    assertThat(forward).hasSize(7 + 45).doesNotHaveDuplicates();
    assertThat(backward.reversed()).isEqualTo(forward);
  }

  @Test
  void aPageHonoursFilterLimitAndTokens() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    for (int i = 0; i < 10; i++) {
      house.message(i % 2 == 0 ? ALICE : BOB, room, "m" + i);
    }
    String bobs = "{\"types\":[\"m.room.mess*\"],\"senders\":[\"@bob:a.example\"]}";

    TimelinePage newest = page(ALICE, room, null, true, 3, bobs);
    assertThat(bodies(newest)).containsExactly("m9", "m7", "m5");
    TimelinePage rest = page(ALICE, room, newest.end(), true, 10, bobs);
    assertThat(bodies(rest)).containsExactly("m3", "m1");
    assertThat(rest.end()).isNull();
    TimelinePage again = page(ALICE, room, newest.end(), false, 10, bobs);
    assertThat(bodies(again)).containsExactly("m5", "m7", "m9");
  }

  @Test
  void aStreamTokenIsAPointInTheTimeline() {
    RoomId room = house.room("12", "private_chat");
    house.message(ALICE, room, "old");
    String token = RoomToken.stream(house.store.eventPosition().number()).encode();
    house.message(ALICE, room, "new");

    assertThat(bodies(page(ALICE, room, token, true, 1, "{}"))).containsExactly("old");
    assertThat(bodies(page(ALICE, room, token, false, 5, "{}"))).containsExactly("new");
  }

  @Test
  void aLateEventOnAnOldForkHidesNothingFromAPageThatBeginsAtIt() {
    RoomId room = house.room("12", "private_chat");
    EventId base = house.message(ALICE, room, "base");
    house.message(ALICE, room, "deep");
    house.message(ALICE, room, "deeper");
    house.reception.receive(
        house.foreign(room, ALICE, "m.room.message", null, "{\"body\":\"late\"}", base));
    String token = RoomToken.stream(house.store.eventPosition().number()).encode();

    assertThat(bodies(page(ALICE, room, token, true, 4, "{}")))
        .containsExactlyInAnyOrder("base", "deep", "deeper", "late");
    String before = RoomToken.stream(house.store.eventPosition().number() - 3).encode();
    assertThat(bodies(page(ALICE, room, before, false, 9, "{}")))
        .containsExactlyInAnyOrder("deep", "deeper", "late");
  }

  @Test
  void membersAreThoseOfThePointAskedFor() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    String token = RoomToken.stream(house.store.eventPosition().number()).encode();
    house.join(CARLA, room);
    house.change(BOB, room, Action.LEAVE, BOB);

    assertThat(house.views.members(by(ALICE), room, token, "join", null)).hasSize(2);
    assertThat(house.views.members(by(ALICE), room, null, "join", null)).hasSize(2);
    assertThat(house.views.members(by(ALICE), room, null, null, "leave")).hasSize(2);
    assertThat(house.views.members(by(ALICE), room, null, null, null)).hasSize(3);
    assertThat(house.views.joinedMembers(by(ALICE), room).keySet())
        .containsExactlyInAnyOrder("@alice:a.example", "@carla:a.example");
  }

  @Test
  void unsignedIsForTheReader() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId message = house.message(ALICE, room, "hello", "t1");
    EventId first = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"a\"}");
    EventId second = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"b\"}");

    assertThat(unsigned(by(ALICE), room, message).string("transaction_id")).contains("t1");
    assertThat(unsigned(by(BOB), room, message).has("transaction_id")).isFalse();
    assertThat(unsigned(new Requester(ALICE, "OTHER", false), room, message).has("transaction_id"))
        .isFalse();
    assertThat(unsigned(by(BOB), room, second).string("replaces_state")).contains(first.value());
    assertThat(unsigned(by(BOB), room, second).object("prev_content"))
        .contains(RoomHouse.json("{\"topic\":\"a\"}"));
    assertThat(unsigned(by(BOB), room, second).integer("age")).isPresent();
  }

  @Test
  void aStateEventIsGivenAsContentOrWhole() {
    RoomId room = house.room("12", "private_chat");

    assertThat(house.views.stateEvent(by(ALICE), room, StateKey.JOIN_RULES, false))
        .isEqualTo(RoomHouse.json("{\"join_rule\":\"invite\"}"));
    assertThat(house.views.stateEvent(by(ALICE), room, StateKey.JOIN_RULES, true).names())
        .contains("event_id", "room_id", "sender", "type", "state_key", "content", "unsigned");
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(
            () -> house.views.stateEvent(by(ALICE), room, new StateKey("m.room.topic", ""), false))
        .satisfies(e -> assertThat(e.status()).isEqualTo(404));
  }

  private JsonObject unsigned(Requester reader, RoomId room, EventId event) {
    return Json.parseObject(house.views.event(reader, room, event).utf8())
        .object("unsigned")
        .orElseThrow();
  }

  private String topic(UserId reader, RoomId room) {
    return house
        .views
        .stateEvent(by(reader), room, new StateKey("m.room.topic", ""), false)
        .string("topic")
        .orElseThrow();
  }

  private boolean sees(UserId reader, RoomId room, EventId event) {
    boolean alone;
    try {
      house.views.event(by(reader), room, event);
      alone = true;
    } catch (MatrixException e) {
      alone = false;
    }
    boolean paged = ids(page(reader, room, null, true, 100, "{}")).contains(event.value());
    assertThat(paged).isEqualTo(alone);
    return alone;
  }

  private List<String> all(RoomId room, boolean backward) {
    List<String> ids = new ArrayList<>();
    String from = null;
    do {
      TimelinePage page = page(ALICE, room, from, backward, 7, "{}");
      ids.addAll(ids(page));
      from = page.end();
    } while (from != null);
    return ids;
  }

  private TimelinePage page(
      UserId reader,
      RoomId room,
      @Nullable String from,
      boolean backward,
      int limit,
      String filter) {
    return house.views.messages(
        by(reader), new MessagesQuery(room, from, null, backward, limit, RoomHouse.json(filter)));
  }

  private static List<String> ids(TimelinePage page) {
    return objects(page).stream().map(event -> event.string("event_id").orElseThrow()).toList();
  }

  private static List<String> bodies(TimelinePage page) {
    return objects(page).stream()
        .flatMap(event -> event.object("content").orElseThrow().string("body").stream())
        .toList();
  }

  private static List<JsonObject> objects(TimelinePage page) {
    return page.events().stream().map(JsonRaw::utf8).map(Json::parseObject).toList();
  }

  private static void assertForbidden(Runnable work) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.status()).isEqualTo(403));
  }
}
