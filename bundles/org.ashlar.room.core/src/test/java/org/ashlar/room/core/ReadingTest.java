package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.ClosestEvent;
import org.ashlar.room.ContextQuery;
import org.ashlar.room.EventContext;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.NewEvents;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomSnapshot;
import org.ashlar.room.TimelinePage;
import org.ashlar.stream.RoomToken;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final Requester GUEST =
      new Requester(new UserId("@guest:a.example"), "DEVICE", true);

  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aContextSplitsItsLimit() {
    RoomId room = house.room("12", "public_chat");
    EventId one = house.message(ALICE, room, "1");
    EventId two = house.message(ALICE, room, "2");
    EventId three = house.message(ALICE, room, "3");
    EventId four = house.message(ALICE, room, "4");
    EventId five = house.message(ALICE, room, "5");

    EventContext context = context(ALICE, room, three, 3, "{}");
    assertThat(id(context.event())).isEqualTo(three.value());
    assertThat(ids(context.before())).containsExactly(two.value());
    assertThat(ids(context.after())).containsExactly(four.value(), five.value());
    assertThat(ids(page(ALICE, room, context.start(), true, 1).events()))
        .containsExactly(one.value());
    assertThat(page(ALICE, room, context.end(), false, 5).events()).isEmpty();
    EventContext alone = context(ALICE, room, three, 0, "{}");
    assertThat(alone.before()).isEmpty();
    assertThat(alone.after()).isEmpty();
    assertThat(ids(page(ALICE, room, alone.start(), true, 1).events()))
        .containsExactly(two.value());
    assertThat(ids(page(ALICE, room, alone.end(), false, 1).events()))
        .containsExactly(four.value());
  }

  @Test
  void aContextHonoursItsFilter() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.join(CARLA, room);
    house.message(BOB, room, "1");
    EventId topic = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"then\"}");
    house.message(BOB, room, "2");
    house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"later\"}");

    EventContext context =
        context(
            ALICE,
            room,
            topic,
            9,
            "{\"types\":[\"m.room.message\",\"m.room.topic\"],\"senders\":[\"@bob:a.example\"]}");
    assertThat(context.before()).hasSize(1);
    assertThat(context.after()).hasSize(1);
    assertThat(context.state()).isEmpty();
    List<JsonObject> members =
        objects(context(ALICE, room, topic, 2, "{\"lazy_load_members\":true}").state()).stream()
            .filter(event -> event.string("type").orElseThrow().equals("m.room.member"))
            .toList();
    assertThat(members)
        .extracting(event -> event.string("state_key").orElseThrow())
        .containsExactlyInAnyOrder(ALICE.value(), BOB.value());
    assertThat(objects(context(ALICE, room, topic, 2, "{}").state()))
        .filteredOn(event -> event.string("type").orElseThrow().equals("m.room.topic"))
        .extracting(event -> event.object("content").orElseThrow().string("topic").orElseThrow())
        .containsExactly("then");
    assertThat(context(ALICE, room, topic, 4, "{\"not_rooms\":[\"" + room + "\"]}").before())
        .isEmpty();
    assertStatus(404, () -> context(CARLA, room, new EventId("$unknown"), 4, "{}"));
    assertStatus(404, () -> context(GUEST.user(), room, topic, 4, "{}"));
  }

  @Test
  void theEventClosestToATimeIsFound() {
    RoomId room = house.room("12", "public_chat");
    EventId last = house.message(ALICE, room, "now");
    long now = 1_700_000_000_000L;

    assertThat(house.views.closest(by(ALICE), room, now - 5, false).orElseThrow().originServerTs())
        .isEqualTo(now);
    assertThat(house.views.closest(by(ALICE), room, now, true))
        .contains(new ClosestEvent(last, now));
    assertThat(house.views.closest(by(ALICE), room, now + 1, false)).isEmpty();
    assertThat(house.views.closest(by(ALICE), room, now - 1, true)).isEmpty();
    house.state(
        ALICE, room, "m.room.history_visibility", "", "{\"history_visibility\":\"joined\"}");
    EventId hidden = house.message(ALICE, room, "hidden");
    house.join(BOB, room);
    assertThat(house.views.closest(by(BOB), room, now, true).orElseThrow().id())
        .isNotEqualTo(hidden);
    assertStatus(403, () -> house.views.closest(GUEST, room, now, true));
  }

  @Test
  void anyoneLooksIntoAWorldReadableRoom() {
    RoomId room = house.room("12", "public_chat");
    EventId before = house.message(ALICE, room, "before");
    house.state(
        ALICE,
        room,
        "m.room.history_visibility",
        "",
        "{\"history_visibility\":\"world_readable\"}");
    String from = house.views.since(GUEST, room, null).end();
    EventId news = house.message(ALICE, room, "news");

    NewEvents page = house.views.since(GUEST, room, from);
    assertThat(ids(page.events())).containsExactly(news.value());
    assertThat(page.start()).isEqualTo(from);
    assertThat(page.keys()).containsExactly(StreamHub.roomKey(room));
    NewEvents nothing = house.views.since(GUEST, room, page.end());
    assertThat(nothing.events()).isEmpty();
    assertThat(nothing.end()).isEqualTo(page.end());
    RoomSnapshot snapshot = house.views.snapshot(GUEST, room, 10);
    assertThat(snapshot.membership()).isNull();
    assertThat(snapshot.state()).isNotEmpty();
    assertThat(ids(snapshot.messages().events()))
        .contains(news.value())
        .doesNotContain(before.value());
    assertStatus(404, () -> house.views.event(GUEST, room, before));
    assertThat(id(house.views.event(GUEST, news))).isEqualTo(news.value());
    assertStatus(400, () -> house.views.since(GUEST, room, "nonsense"));
    house.state(
        ALICE, room, "m.room.history_visibility", "", "{\"history_visibility\":\"shared\"}");
    assertStatus(403, () -> house.views.since(GUEST, room, from));
    assertStatus(403, () -> house.views.snapshot(GUEST, room, 10));
  }

  @Test
  void theOldStreamTellsWhatIsNewInAllRooms() {
    RoomId one = house.room("12", "public_chat");
    RoomId two = house.room("12", "public_chat");
    house.join(BOB, one);
    house.join(BOB, two);
    String from = house.views.since(by(BOB), null, null).end();
    EventId first = house.message(ALICE, two, "1");
    EventId second = house.message(ALICE, one, "2");
    RoomId invited = house.room("12", "private_chat", BOB);
    house.message(ALICE, invited, "not seen");

    NewEvents page = house.views.since(by(BOB), null, from);

    assertThat(ids(page.events())).hasSize(3).startsWith(first.value(), second.value());
    assertThat(objects(page.events()).getLast().string("room_id")).contains(invited.value());
    assertThat(page.keys())
        .isEqualTo(Set.of(StreamHub.userKey(BOB), StreamHub.roomKey(one), StreamHub.roomKey(two)));
    assertThat(house.views.since(by(BOB), null, page.end()).events()).isEmpty();
    for (int i = 0; i < 250; i++) {
      house.message(ALICE, one, "m" + i);
    }
    int told = 0;
    NewEvents next = house.views.since(by(BOB), null, page.end());
    while (!next.events().isEmpty()) {
      told += next.events().size();
      next = house.views.since(by(BOB), null, next.end());
    }
    assertThat(told).isEqualTo(250);
  }

  @Test
  void snapshotsAreOfAllRoomsOfAReader() {
    RoomId joined = house.room("12", "public_chat");
    RoomId left = house.room("12", "public_chat");
    house.room("12", "private_chat", BOB);
    house.join(BOB, joined);
    EventId last = house.message(ALICE, joined, "last");
    house.join(BOB, left);
    house.change(BOB, left, Action.LEAVE, BOB);
    house.message(ALICE, left, "not seen");

    List<RoomSnapshot> rooms = house.views.snapshots(by(BOB), false, 2);
    assertThat(rooms)
        .extracting(RoomSnapshot::membership)
        .containsExactlyInAnyOrder("join", "invite");
    RoomSnapshot.Messages messages =
        rooms.stream()
            .filter(room -> room.room().equals(joined))
            .findFirst()
            .orElseThrow()
            .messages();
    assertThat(ids(messages.events())).hasSize(2).endsWith(last.value());
    assertThat(page(BOB, joined, messages.end(), false, 5).events()).isEmpty();
    assertThat(page(BOB, joined, messages.start(), true, 50).events()).isNotEmpty();
    List<RoomSnapshot> all = house.views.snapshots(by(BOB), true, 1);
    assertThat(all).hasSize(3);
    RoomSnapshot departed =
        all.stream().filter(room -> room.room().equals(left)).findFirst().orElseThrow();
    assertThat(departed.membership()).isEqualTo("leave");
    assertThat(objects(departed.messages().events()).getLast().string("state_key"))
        .contains(BOB.value());
  }

  @Test
  void snapshotsAndStreamsHaveNoInvitationsThatTheReaderRefuses() {
    // Given
    String start = house.views.since(by(BOB), null, null).end();
    RoomId room = house.room("12", "private_chat", BOB);
    // When
    List<RoomSnapshot> open = house.views.snapshots(by(BOB), false, 2);
    int told = house.views.since(by(BOB), null, start).events().size();
    house.ignore(BOB, ALICE);
    List<RoomSnapshot> ignoring = house.views.snapshots(by(BOB), false, 2);
    int toldIgnoring = house.views.since(by(BOB), null, start).events().size();
    house.ignore(BOB);
    house.ignored.put(BOB, RoomHouse.json("{\"default_action\":\"block\"}"));
    // Then
    assertThat(open).extracting(RoomSnapshot::room).containsExactly(room);
    assertThat(told).isEqualTo(1);
    assertThat(ignoring).isEmpty();
    assertThat(toldIgnoring).isZero();
    assertThat(house.views.snapshots(by(BOB), false, 2)).isEmpty();
    assertThat(house.views.since(by(BOB), null, start).events()).isEmpty();
  }

  @Test
  void whatIgnoredUsersSentIsLeftOutButForState() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId message = house.message(BOB, room, "unheard");
    house.message(ALICE, room, "heard");
    house.ignore(ALICE, BOB, ALICE);

    List<JsonObject> seen = objects(page(ALICE, room, null, true, 50).events());

    assertThat(seen)
        .extracting(event -> event.string("type").orElseThrow())
        .containsOnlyOnce("m.room.message");
    assertThat(seen)
        .filteredOn(event -> event.string("sender").orElseThrow().equals(BOB.value()))
        .hasSize(1);
    assertStatus(404, () -> house.views.event(by(ALICE), room, message));
    assertThat(house.views.ignored(by(ALICE))).containsExactly(BOB);
    house.ignore(ALICE);
    assertThat(id(house.views.event(by(ALICE), room, message))).isEqualTo(message.value());
  }

  @Test
  void whatErasedUsersSentIsPrunedForThoseWhoWereNotThere() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId before = house.message(BOB, room, "before");
    house.join(CARLA, room);
    EventId after = house.message(BOB, room, "after");
    house.erased.add(BOB);

    assertThat(event(CARLA, room, before).object("content")).contains(JsonObject.EMPTY);
    assertThat(event(CARLA, room, after).object("content").orElseThrow().has("body")).isTrue();
    assertThat(event(ALICE, room, before).object("content").orElseThrow().has("body")).isTrue();
  }

  @Test
  void theReadersMembershipIsToldWithEachEvent() {
    RoomId room = house.room("12", "public_chat");
    EventId before = house.message(ALICE, room, "before");
    house.change(ALICE, room, Action.INVITE, BOB);
    EventId invited = house.message(ALICE, room, "invited");
    house.join(BOB, room);
    EventId joined = house.message(ALICE, room, "joined");
    house.change(BOB, room, Action.LEAVE, BOB);

    assertThat(membership(BOB, room, before)).isEqualTo("leave");
    assertThat(membership(BOB, room, invited)).isEqualTo("invite");
    assertThat(membership(BOB, room, joined)).isEqualTo("join");
    assertThat(objects(page(BOB, room, null, true, 1).events()).getFirst().object("unsigned"))
        .get()
        .extracting(unsigned -> unsigned.string("membership").orElseThrow())
        .isEqualTo("leave");
  }

  @Test
  void whatAStateEventReplacedIsToldWhereItMayBeSeen() {
    RoomId room = house.room("12", "public_chat");
    house.state(
        ALICE, room, "m.room.history_visibility", "", "{\"history_visibility\":\"joined\"}");
    EventId hidden = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"a\"}");
    house.join(BOB, room);
    EventId shown = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"b\"}");

    JsonObject forBob = event(BOB, room, shown).object("unsigned").orElseThrow();
    JsonObject forAlice = event(ALICE, room, shown).object("unsigned").orElseThrow();

    assertThat(forBob.string("replaces_state")).contains(hidden.value());
    assertThat(forBob.has("prev_content")).isFalse();
    assertThat(forAlice.has("prev_content")).isTrue();
  }

  @Test
  void whoWasInvitedAgainSeesTheRoomAsItWasAtTheLeave() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId then = house.message(ALICE, room, "then");
    house.change(BOB, room, Action.LEAVE, BOB);
    EventId later = house.message(ALICE, room, "later");
    house.change(ALICE, room, Action.INVITE, BOB);

    assertThat(id(house.views.event(by(BOB), room, then))).isEqualTo(then.value());
    assertStatus(404, () -> house.views.event(by(BOB), room, later));
    assertThat(house.views.members(by(BOB), room, null, "invite", null)).isEmpty();
    house.store.forget(house.store.room(room).orElseThrow().room().nid(), BOB, true);
  }

  @Test
  void whoForgotTheRoomSeesNothing() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId then = house.message(ALICE, room, "then");
    house.change(BOB, room, Action.LEAVE, BOB);
    house.store.forget(house.store.room(room).orElseThrow().room().nid(), BOB, true);

    assertStatus(403, () -> house.views.state(by(BOB), room));
    assertStatus(403, () -> page(BOB, room, null, true, 5));
    assertStatus(404, () -> house.views.event(by(BOB), room, then));
  }

  @Test
  void membersAreChosenByEitherCondition() {
    RoomId room = house.room("12", "public_chat", CARLA);
    house.join(BOB, room);
    house.change(BOB, room, Action.LEAVE, BOB);

    assertThat(house.views.members(by(ALICE), room, null, "join", null)).hasSize(1);
    assertThat(house.views.members(by(ALICE), room, null, null, "join")).hasSize(2);
    assertThat(house.views.members(by(ALICE), room, null, "join", "invite")).hasSize(2);
    assertStatus(400, () -> house.views.members(by(ALICE), room, "nonsense", null, null));
    String future = RoomToken.stream(house.store.eventPosition().number() + 1).encode();
    assertStatus(400, () -> house.views.members(by(ALICE), room, future, null, null));
  }

  @Test
  void aPageEndsWhereNothingMoreIs() {
    RoomId room = house.room("12", "public_chat");
    int all = house.timeline(room).size();

    assertThat(page(ALICE, room, null, true, all).end()).isNull();
    assertThat(page(ALICE, room, null, true, all - 1).end()).isNotNull();
    assertThat(page(ALICE, room, null, false, all).end()).isNull();
    assertThat(
            house
                .views
                .messages(
                    by(ALICE),
                    new MessagesQuery(
                        room,
                        null,
                        null,
                        true,
                        5,
                        RoomHouse.json("{\"not_rooms\":[\"" + room + "\"]}")))
                .events())
        .isEmpty();
    assertStatus(400, () -> page(ALICE, room, "t1_x", true, 5));
    assertStatus(400, () -> page(ALICE, room, "nonsense", false, 5));
  }

  @Test
  void lazyMembersAreTheSendersOfThePage() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.join(CARLA, room);
    house.message(BOB, room, "hello");

    TimelinePage page =
        house.views.messages(
            by(ALICE),
            new MessagesQuery(
                room, null, null, true, 1, RoomHouse.json("{\"lazy_load_members\":true}")));

    assertThat(objects(page.state()))
        .extracting(event -> event.string("state_key").orElseThrow())
        .containsExactly(BOB.value());
  }

  private EventContext context(
      UserId reader, RoomId room, EventId event, int limit, String filter) {
    return house.views.context(
        by(reader), new ContextQuery(room, event, limit, RoomHouse.json(filter)));
  }

  private TimelinePage page(
      UserId reader, RoomId room, @Nullable String from, boolean backward, int limit) {
    return house.views.messages(
        by(reader), new MessagesQuery(room, from, null, backward, limit, JsonObject.EMPTY));
  }

  private JsonObject event(UserId reader, RoomId room, EventId event) {
    return Json.parseObject(house.views.event(by(reader), room, event).utf8());
  }

  private String membership(UserId reader, RoomId room, EventId event) {
    return event(reader, room, event)
        .object("unsigned")
        .orElseThrow()
        .string("membership")
        .orElseThrow();
  }

  private static String id(JsonRaw event) {
    return Json.parseObject(event.utf8()).string("event_id").orElseThrow();
  }

  private static List<String> ids(List<JsonRaw> events) {
    return events.stream().map(ReadingTest::id).toList();
  }

  private static List<JsonObject> objects(List<JsonRaw> events) {
    return events.stream().map(event -> Json.parseObject(event.utf8())).toList();
  }

  private static void assertStatus(int status, Runnable work) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }
}
