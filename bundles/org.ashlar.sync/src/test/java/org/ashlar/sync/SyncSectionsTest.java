package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ashlar.account.Receipt;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.presence.Presence;
import org.ashlar.presence.PresenceState;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.push.RoomCounts;
import org.ashlar.push.Unread;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The sections of an answer beside timelines and states.
class SyncSectionsTest {
  private static final UserId ALICE = new UserId("@alice:a.example");
  private static final UserId BOB = new UserId("@bob:a.example");

  private final SyncHouse house = new SyncHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void countsOfKeysAreAlwaysThere() {
    JsonObject answer = answer(BOB, null, "");

    assertThat(answer.object("device_one_time_keys_count")).contains(JsonObject.EMPTY);
    assertThat(answer.array("device_unused_fallback_key_types")).contains(JsonArray.EMPTY);
    assertThat(answer.has("to_device")).isFalse();
    assertThat(answer.has("device_lists")).isFalse();
  }

  @Test
  void pushRulesAreToldOnceAlsoToWhoHasNoOtherAccountData() {
    JsonObject first = answer(BOB, null, "");
    house.data.setAccountData(ALICE, null, "t", JsonObject.EMPTY);
    house.forgetting(() -> true);

    assertThat(first.object("account_data").toString()).contains("m.push_rules");
    assertThat(answer(BOB, next(first), "").names()).containsExactly(SyncHouse.QUIET);
  }

  @Test
  void whoIsIgnoredIsHeardNoMoreButItsStateEventsAre() {
    RoomId room = roomOfBoth();
    String since = next(answer(BOB, null, ""));
    ignore(BOB, ALICE);
    house.rooms.message(ALICE, room, "unheard");
    EventId topic = house.rooms.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"x\"}");

    List<String> recent = ids(section(answer(BOB, since, ""), "join", room));
    house.forgetting(() -> true);
    List<String> stored = ids(section(answer(BOB, since, ""), "join", room));

    assertThat(recent).containsExactly(topic.value());
    assertThat(stored).containsExactly(topic.value());
  }

  @Test
  void invitationsOfIgnoredUsersAreNotShown() {
    RoomId ignored = house.rooms.create(ALICE, "private_chat");
    String since = next(answer(BOB, null, ""));
    ignore(BOB, ALICE);
    house.rooms.change(ALICE, ignored, Action.INVITE, BOB);

    assertThat(answer(BOB, since, "").object("rooms")).isEmpty();
    assertThat(answer(BOB, null, "").object("rooms")).isEmpty();
    assertThat(answer(ALICE, null, "").object("rooms")).isPresent();
  }

  @Test
  void whoKnocksIsShownWhatItKnocksAt() {
    RoomId room = house.rooms.create(ALICE, "private_chat");
    house.rooms.state(ALICE, room, "m.room.join_rules", "", "{\"join_rule\":\"knock\"}");
    String since = next(answer(BOB, null, ""));
    house.rooms.change(BOB, room, Action.KNOCK, BOB);

    JsonObject knocked = section(answer(BOB, since, ""), "knock", room);

    assertThat(knocked.object("knock_state").orElseThrow().array("events").orElseThrow().objects())
        .extracting(event -> event.string("type").orElseThrow())
        .contains("m.room.create", "m.room.join_rules", "m.room.member");
    assertThat(section(answer(BOB, null, ""), "knock", room)).isEqualTo(knocked);
  }

  @Test
  void aForgottenRoomIsNotShownAsLeft() {
    RoomId room = roomOfBoth();
    String since = next(answer(BOB, null, ""));
    house.rooms.change(BOB, room, Action.LEAVE, BOB);
    assertThat(section(answer(BOB, since, ""), "leave", room)).isNotNull();

    long nid = house.rooms.store().memberships(BOB).getFirst().roomNid();
    house.rooms.store().forget(nid, BOB, true);

    assertThat(answer(BOB, since, "").object("rooms")).isEmpty();
  }

  @Test
  void receiptsOfThreadsStandBesideOthers() {
    RoomId room = roomOfBoth();
    EventId root = house.rooms.message(ALICE, room, "root");
    EventId last = house.rooms.message(ALICE, room, "last");
    String since = next(answer(BOB, null, ""));
    receipt(room, Receipt.READ, ALICE, root.value(), last);
    receipt(room, Receipt.READ, ALICE, "main", root);
    receipt(room, Receipt.READ_PRIVATE, BOB, null, last);

    JsonObject content =
        section(answer(BOB, since, ""), "join", room)
            .object("ephemeral")
            .flatMap(all -> all.array("events"))
            .orElseThrow()
            .objects()
            .getFirst()
            .object("content")
            .orElseThrow();

    assertThat(thread(content, last, Receipt.READ, ALICE)).isEqualTo(root.value());
    assertThat(thread(content, root, Receipt.READ, ALICE)).isEqualTo("main");
    assertThat(thread(content, last, Receipt.READ_PRIVATE, BOB)).isEqualTo("none");
  }

  @Test
  void whoComesIntoARoomIsToldOnceWhoIsThere() {
    // Given
    PresenceStatus there =
        new PresenceStatus(ALICE, PresenceState.ONLINE, "hi", 0, new Position(1, 1));
    List<String> asked = new ArrayList<>();
    house.hub.start(Stream.PRESENCE, new Position(1, 1));
    String since = next(answer(BOB, null, ""));
    house.presence(presence(there, asked));
    roomOfBoth();
    // When
    JsonObject told = answer(BOB, since, "");
    // Then
    assertThat(told.object("presence").orElseThrow().array("events").orElseThrow().objects())
        .extracting(event -> event.string("sender").orElseThrow())
        .containsExactly(ALICE.value());
    assertThat(asked).hasSize(1).first().asString().startsWith("in [");
    assertThat(answer(BOB, next(told), "").names()).containsExactly(SyncHouse.QUIET);
    assertThat(asked).hasSize(1);
  }

  @Test
  void presenceIsToldAsItChangesToWhoSharesARoom() {
    RoomId room = roomOfBoth();
    PresenceStatus there =
        new PresenceStatus(ALICE, PresenceState.ONLINE, "hi", 0, new Position(1, 1));
    List<String> asked = new ArrayList<>();
    house.presence(presence(there, asked));
    house.hub.start(Stream.PRESENCE, new Position(1, 0));
    String since = next(answer(BOB, null, ""));
    asked.clear();

    assertThat(answer(BOB, since, "").names()).containsExactly(SyncHouse.QUIET);
    assertThat(asked).isEmpty();
    assertThat(waits(BOB, since)).isTrue();

    house.hub.changed(Stream.PRESENCE, there.position(), List.of(StreamHub.roomKey(room)));
    JsonObject told = answer(BOB, since, "");

    JsonObject event =
        told.object("presence").orElseThrow().array("events").orElseThrow().objects().getFirst();
    assertThat(event.string("type")).contains("m.presence");
    assertThat(event.string("sender")).contains(ALICE.value());
    assertThat(event.object("content").orElseThrow().string("presence")).contains("online");
    assertThat(asked).containsExactly("0..1");
    assertThat(answer(BOB, next(told), "").names()).containsExactly(SyncHouse.QUIET);
    assertThat(answer(BOB, since, "{\"presence\":{\"not_types\":[\"m.*\"]}}").names())
        .containsExactly(SyncHouse.QUIET);
  }

  @Test
  void presenceOfStrangersIsNotAskedForEvenByTheFirstToken() {
    // Given a token from before anybody's presence, and a stranger who came
    PresenceStatus there =
        new PresenceStatus(ALICE, PresenceState.ONLINE, "hi", 0, new Position(1, 1));
    List<String> asked = new ArrayList<>();
    house.presence(presence(there, asked));
    house.hub.start(Stream.PRESENCE, new Position(1, 0));
    String since = next(answer(BOB, null, ""));
    asked.clear();
    house.hub.changed(Stream.PRESENCE, there.position(), List.of("room:!elsewhere:a.example"));
    // When, Then
    assertThat(answer(BOB, since, "").names()).containsExactly(SyncHouse.QUIET);
    assertThat(asked).isEmpty();
  }

  @Test
  void unreadCountsAreGivenInOneOrByThread() {
    RoomId room = roomOfBoth();
    String since = next(answer(BOB, null, ""));
    EventId sent = house.rooms.message(ALICE, room, "hello");
    List<String> asked = new ArrayList<>();
    house.counts(
        (reader, rooms, upTo) -> {
          asked.add(reader + " " + rooms.size() + " " + upTo.number());
          return Map.of(room, new RoomCounts(new Unread(3, 1), Map.of(sent, new Unread(2, 2))));
        });

    JsonObject whole = section(answer(BOB, since, ""), "join", room);
    JsonObject apart =
        section(
            answer(BOB, since, "{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}"),
            "join",
            room);

    assertThat(whole.object("unread_notifications")).contains(unread(5, 3));
    assertThat(whole.has("unread_thread_notifications")).isFalse();
    assertThat(apart.object("unread_notifications")).contains(unread(3, 1));
    assertThat(apart.object("unread_thread_notifications"))
        .contains(JsonObject.of(sent.value(), unread(2, 2)));
    long now = house.rooms.store().eventPosition().number();
    assertThat(asked).containsExactly(BOB + " 1 " + now, BOB + " 1 " + now);
    assertThat(section(answer(BOB, null, ""), "join", room).object("unread_notifications"))
        .contains(unread(5, 3));
  }

  private static JsonObject unread(long notifications, long highlights) {
    return JsonObject.builder()
        .put("highlight_count", highlights)
        .put("notification_count", notifications)
        .build();
  }

  @Test
  void anInitialAnswerReadsForAllRoomsAtOnce() {
    int few = readsOfInitialAnswer(3, "");
    int lazy = readsOfInitialAnswer(3, LAZY);
    int many = readsOfInitialAnswer(60, "");
    int lazyMany = readsOfInitialAnswer(60, LAZY);

    assertThat(many).isLessThanOrEqualTo(few);
    assertThat(lazyMany).isLessThanOrEqualTo(lazy);
    assertThat(many).isLessThan(25);
  }

  private static final String LAZY =
      "{\"room\":{\"timeline\":{\"limit\":5},\"state\":{\"lazy_load_members\":true}}}";

  /// Reads of the event store and the user data, with nothing kept in memory.
  private static int readsOfInitialAnswer(int rooms, String filter) {
    try (SyncHouse house = new SyncHouse()) {
      for (int i = 0; i < rooms; i++) {
        RoomId room = house.rooms.create(ALICE, "public_chat");
        house.rooms.change(BOB, room, Action.JOIN, BOB);
        house.rooms.state(ALICE, room, "m.room.name", "", "{\"name\":\"" + i + "\"}");
        for (int j = 0; j < 15; j++) {
          house.rooms.message(j % 2 == 0 ? ALICE : BOB, room, "message " + j);
        }
      }
      house.rooms.forget();
      int before = house.storeReads();
      JsonObject answer =
          house.answer(new SyncRequest(BOB, "D", false, null, filter, false, false, false, null));
      assertThat(answer.object("rooms").orElseThrow().object("join").orElseThrow().size())
          .isEqualTo(rooms);
      return house.storeReads() - before;
    }
  }

  private static Presence presence(PresenceStatus there, List<String> asked) {
    return (Presence)
        java.lang.reflect.Proxy.newProxyInstance(
            Presence.class.getClassLoader(),
            new Class<?>[] {Presence.class},
            (_, method, arguments) -> {
              if (method.getName().equals("presentIn")) {
                asked.add("in " + arguments[0]);
                return List.of(there);
              }
              if (!method.getName().equals("changesSince")) {
                throw new AssertionError(method);
              }
              long after = ((Position) arguments[1]).number();
              long upTo = ((Position) arguments[2]).number();
              asked.add(after + ".." + upTo);
              return there.position().number() <= upTo ? List.of(there) : List.of();
            });
  }

  private static String thread(JsonObject content, EventId event, String type, UserId user) {
    return content
        .object(event.value())
        .flatMap(types -> types.object(type))
        .flatMap(users -> users.object(user.value()))
        .orElseThrow()
        .string("thread_id")
        .orElse("none");
  }

  private void receipt(RoomId room, String type, UserId user, String thread, EventId event) {
    house.data.setReceipt(new Receipt(room, type, user, thread, event, 5, Position.START));
  }

  private void ignore(UserId user, UserId other) {
    house.data.setAccountData(
        user,
        null,
        "m.ignored_user_list",
        Json.parseObject(("{\"ignored_users\":{\"" + other + "\":{}}}").getBytes()));
  }

  private RoomId roomOfBoth() {
    RoomId room = house.rooms.create(ALICE, "public_chat");
    house.rooms.change(BOB, room, Action.JOIN, BOB);
    return room;
  }

  private boolean waits(UserId user, String since) {
    return house.sync.sync(new SyncRequest(user, "D", false, since, "", false, false, true, null))
        instanceof SyncOutcome.Waiting;
  }

  private JsonObject answer(UserId user, String since, String filter) {
    return house.answer(
        new SyncRequest(user, "D", false, since, filter, false, false, false, null));
  }

  private static String next(JsonObject answer) {
    return answer.string("next_batch").orElseThrow();
  }

  private static JsonObject section(JsonObject answer, String section, RoomId room) {
    return answer
        .object("rooms")
        .flatMap(rooms -> rooms.object(section))
        .flatMap(rooms -> rooms.object(room.value()))
        .orElseThrow();
  }

  private static List<String> ids(JsonObject room) {
    return room.object("timeline").orElseThrow().array("events").orElseThrow().objects().stream()
        .map(event -> event.string("event_id").orElseThrow())
        .toList();
  }
}
