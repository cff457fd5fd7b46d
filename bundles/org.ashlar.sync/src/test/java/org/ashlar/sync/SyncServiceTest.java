package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.ashlar.account.Receipt;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.Span;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.Requester;
import org.ashlar.store.Position;
import org.ashlar.store.Transaction;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.ashlar.stream.SyncToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncServiceTest {
  private static final UserId ALICE = new UserId("@alice:a.example");
  private static final UserId BOB = new UserId("@bob:a.example");

  private final SyncHouse house = new SyncHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aMessageReachesAReaderWithoutTouchingTheStore() {
    RoomId room = roomOfBoth();
    String since = since(BOB);
    EventId sent = house.rooms.message(ALICE, room, "hello");
    int reads = house.reads();

    JsonObject joined = section(answer(BOB, since, ""), "join", room);

    assertThat(house.reads()).isEqualTo(reads);
    assertThat(ids(joined)).containsExactly(sent.value());
    assertThat(timeline(joined).bool("limited")).contains(false);
    assertThat(joined.object("state").orElseThrow().array("events").orElseThrow().size()).isZero();
  }

  @Test
  void aQuietPollTouchesNothingAndWaitsForItsRoomsAndItself() {
    RoomId room = roomOfBoth();
    String since = since(BOB);
    int reads = house.reads();

    SyncOutcome outcome = house.sync.sync(waiting(BOB, since, null));

    assertThat(house.reads()).isEqualTo(reads);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SyncOutcome.Waiting.class,
            waiting ->
                assertThat(waiting.keys())
                    .containsExactlyInAnyOrder("room:" + room, "user:" + BOB));
  }

  @Test
  void aSummaryIsLoadedInAContextOfItsOwnThatNoReaderPays() {
    // Given
    roomOfBoth();
    RequestContext reader = RequestContext.root("GET-1", RequestContext.Kind.REQUEST, Instant.MAX);
    // When
    reader.run(() -> since(BOB));
    // Then
    assertThat(reader.meter().get(Charge.SHARED_WAIT)).isPositive();
    assertThat(reader.span().pieces())
        .extracting(Span::name)
        .anyMatch(name -> name.startsWith("sync/load room.summary-"));
    reader.finish("200");
  }

  @Test
  void whoResumesIsToldWhatCameMeanwhile() {
    RoomId room = roomOfBoth();
    String since = since(BOB);
    var waiting = (SyncOutcome.Waiting) house.sync.sync(waiting(BOB, since, null));
    EventId sent = house.rooms.message(ALICE, room, "hello");

    var answer = (SyncOutcome.Answer) house.sync.sync(waiting(BOB, since, waiting.resume()));

    assertThat(ids(section(Json.parseObject(answer.body()), "join", room)))
        .containsExactly(sent.value());
  }

  @Test
  void aWaitThatEndsInVainAnswersHowFarItLooked() {
    RoomId quiet = roomOfBoth();
    String since = since(BOB);
    house.rooms.create(ALICE, "private_chat");
    var waiting = (SyncOutcome.Waiting) house.sync.sync(waiting(BOB, since, null));

    JsonObject answer = house.answer(request(BOB, since, "", false, waiting.resume()));

    assertThat(answer.names()).containsExactly(SyncHouse.QUIET);
    assertThat(answer.string("next_batch")).contains(waiting.resume());
    assertThat(waiting.keys()).contains("room:" + quiet);
  }

  @Test
  void theFirstAnswerComesAtOnceEvenWhenThereIsNothing() {
    assertThat(house.sync.sync(waiting(BOB, null, null))).isInstanceOf(SyncOutcome.Answer.class);
  }

  @Test
  void onlyTheSendingDeviceIsToldItsTransactionId() {
    RoomId room = roomOfBoth();
    String since = since(ALICE);
    house.rooms.message(ALICE, room, "hello", new Transaction(ALICE, "DEVICE", "PUT /x", "t1"));

    assertThat(transactionId(ALICE, "DEVICE", since, room)).isEqualTo("t1");
    assertThat(transactionId(ALICE, "OTHER", since, room)).isNull();
    assertThat(transactionId(BOB, "DEVICE", since, room)).isNull();
    assertThat(transactionId(ALICE, "DEVICE", null, room)).isEqualTo("t1");
  }

  @Test
  void recentAndStoredEventsLookTheSame() {
    RoomId room = roomOfBoth();
    String since = since(BOB);
    house.rooms.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"one\"}");
    house.rooms.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"two\"}");

    JsonObject recent = section(answer(BOB, since, ""), "join", room);
    house.forgetting(() -> true);
    JsonObject stored = section(answer(BOB, since, ""), "join", room);

    assertThat(ids(recent)).isEqualTo(ids(stored));
    assertThat(comparable(recent)).isEqualTo(comparable(stored));
  }

  @Test
  void aGapIsLimitedWithTheStateInBetweenAndATokenToGoBack() {
    RoomId room = roomOfBoth();
    String since = since(BOB);
    EventId name = house.rooms.state(ALICE, room, "m.room.name", "", "{\"name\":\"in the gap\"}");
    EventId before = house.rooms.message(ALICE, room, "one");
    EventId shown = house.rooms.message(ALICE, room, "two");

    JsonObject joined =
        section(answer(BOB, since, "{\"room\":{\"timeline\":{\"limit\":1}}}"), "join", room);

    assertThat(ids(joined)).containsExactly(shown.value());
    assertThat(timeline(joined).bool("limited")).contains(true);
    assertThat(joined.object("state").orElseThrow().array("events").orElseThrow().objects())
        .extracting(event -> event.string("event_id").orElseThrow())
        .containsExactly(name.value());
    String previous = timeline(joined).string("prev_batch").orElseThrow();
    assertThat(back(BOB, room, previous)).startsWith(before.value(), name.value());
    assertThat(
            back(
                BOB,
                room,
                house
                    .answer(request(BOB, since, "", false, null))
                    .string("next_batch")
                    .orElseThrow()))
        .startsWith(shown.value(), before.value());
  }

  @Test
  void anInvitationIsShownOnceWithStrippedState() {
    RoomId room = house.rooms.create(ALICE, "private_chat");
    String since = since(BOB);
    house.rooms.change(ALICE, room, Action.INVITE, BOB);

    JsonObject answer = answer(BOB, since, "");

    JsonArray events =
        section(answer, "invite", room)
            .object("invite_state")
            .orElseThrow()
            .array("events")
            .orElseThrow();
    assertThat(events.objects())
        .anySatisfy(
            event -> {
              assertThat(event.string("state_key")).contains(BOB.value());
              assertThat(event.names())
                  .containsExactlyInAnyOrder("content", "sender", "state_key", "type");
            });
    assertThat(answer(BOB, answer.string("next_batch").orElseThrow(), "").names())
        .containsExactly(SyncHouse.QUIET);
    assertThat(section(answer(BOB, null, ""), "invite", room)).isNotNull();
  }

  @Test
  void aDeclinedInvitationIsALeaveWithNothingButTheLeave() {
    RoomId room = house.rooms.create(ALICE, "private_chat");
    house.rooms.change(ALICE, room, Action.INVITE, BOB);
    String since = since(BOB);
    house.rooms.change(BOB, room, Action.LEAVE, BOB);

    JsonObject left = section(answer(BOB, since, ""), "leave", room);

    assertThat(ids(left)).hasSize(1);
    assertThat(left.object("state").orElseThrow().array("events").orElseThrow().size()).isZero();
  }

  @Test
  void whoLeavesIsToldEverythingUpToTheLeaveAndNothingAfter() {
    RoomId room = roomOfBoth();
    String since = since(BOB);
    EventId last = house.rooms.message(ALICE, room, "last");
    house.rooms.change(ALICE, room, Action.KICK, BOB);
    house.rooms.message(ALICE, room, "too late");

    JsonObject answer = answer(BOB, since, "");
    JsonObject left = section(answer, "leave", room);

    assertThat(ids(left)).hasSize(2).startsWith(last.value());
    assertThat(answer(BOB, answer.string("next_batch").orElseThrow(), "").names())
        .containsExactly(SyncHouse.QUIET);
  }

  @Test
  void roomsLeftLongAgoAreShownOnlyToWhoAsks() {
    RoomId room = roomOfBoth();
    house.rooms.change(BOB, room, Action.LEAVE, BOB);

    assertThat(answer(BOB, null, "").object("rooms")).isEmpty();
    JsonObject left =
        section(answer(BOB, null, "{\"room\":{\"include_leave\":true}}"), "leave", room);
    assertThat(ids(left)).isNotEmpty();
    house
        .rooms
        .store()
        .forget(house.rooms.store().memberships(BOB).getFirst().roomNid(), BOB, true);
    assertThat(answer(BOB, null, "{\"room\":{\"include_leave\":true}}").object("rooms")).isEmpty();
  }

  @Test
  void whoJoinsGetsTheWholeState() {
    RoomId room = house.rooms.create(ALICE, "public_chat");
    String since = since(BOB);
    house.rooms.change(BOB, room, Action.JOIN, BOB);

    JsonObject joined =
        section(answer(BOB, since, "{\"room\":{\"timeline\":{\"limit\":1}}}"), "join", room);

    assertThat(ids(joined)).hasSize(1);
    assertThat(timeline(joined).bool("limited")).contains(true);
    assertThat(joined.object("state").orElseThrow().array("events").orElseThrow().objects())
        .extracting(event -> event.string("type").orElseThrow())
        .contains("m.room.create", "m.room.power_levels", "m.room.join_rules");
    assertThat(joined.object("summary").orElseThrow().integer("m.joined_member_count")).hasValue(2);
    assertThat(joined.object("summary").orElseThrow().array("m.heroes").orElseThrow().strings())
        .containsExactly(ALICE.value());
  }

  @Test
  void whoComesBackIsToldAnewWhoTheSendersAre() {
    // Given
    String lazy = "{\"room\":{\"timeline\":{\"limit\":1},\"state\":{\"lazy_load_members\":true}}}";
    RoomId room = roomOfBoth();
    house.rooms.state(ALICE, room, "m.room.name", "", "{\"name\":\"no need of heroes\"}");
    String since = next(answer(BOB, null, lazy));
    house.rooms.change(BOB, room, Action.LEAVE, BOB);
    since = next(answer(BOB, since, lazy));
    house.rooms.change(BOB, room, Action.JOIN, BOB);
    JsonObject back = answer(BOB, since, lazy);
    // When
    house.rooms.message(ALICE, room, "welcome back");
    JsonObject joined = section(answer(BOB, next(back), lazy), "join", room);
    // Then
    assertThat(stateKeys(section(back, "join", room))).doesNotContain(ALICE.value());
    assertThat(stateKeys(joined)).containsExactly(ALICE.value());
  }

  @Test
  void stateIsGivenAsOfTheEndOfTheTimelineOnRequest() {
    RoomId room = roomOfBoth();
    String since = since(BOB);
    EventId topic = house.rooms.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"t\"}");

    JsonObject joined =
        section(
            house.answer(new SyncRequest(BOB, "D", false, since, null, false, true, false, null)),
            "join",
            room);

    assertThat(joined.has("state")).isFalse();
    assertThat(joined.object("state_after").orElseThrow().array("events").orElseThrow().objects())
        .extracting(event -> event.string("event_id").orElseThrow())
        .containsExactly(topic.value());
    assertThat(ids(joined)).containsExactly(topic.value());
  }

  @Test
  void privateReceiptsAreShownToTheirUserOnly() {
    RoomId room = roomOfBoth();
    EventId sent = house.rooms.message(ALICE, room, "hello");
    String since = since(BOB);
    house.data.setReceipt(
        new Receipt(room, Receipt.READ_PRIVATE, ALICE, null, sent, 5, Position.START));

    assertThat(answer(BOB, since, "").names()).containsExactly(SyncHouse.QUIET);
    assertThat(section(answer(ALICE, since, ""), "join", room).object("ephemeral").toString())
        .contains("m.read.private");
  }

  @Test
  void afterARestartOfTheHubNobodyIsBelievedToType() {
    RoomId room = roomOfBoth();
    SyncToken token = SyncToken.parse(since(BOB));
    String before =
        new SyncToken(
                token.events(), token.accountData(), token.receipts(), token.typingEpoch() + 1, 900)
            .encode();

    assertThat(section(answer(BOB, before, ""), "join", room).object("ephemeral").toString())
        .contains("\"user_ids\":[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"room\"|M_NOT_JSON",
        "{\"room\":3}|M_BAD_JSON",
        "{\"room\":{\"timeline\":{\"limit\":-1}}}|M_BAD_JSON",
        "{\"room\":{\"timeline\":{\"types\":\"m.room\"}}}|M_BAD_JSON",
        "{\"room\":{\"state\":{\"lazy_load_members\":\"true\"}}}|M_BAD_JSON",
        "{\"event_format\":\"raw\"}|M_BAD_JSON",
        "{\"event_fields\":\"type\"}|M_BAD_JSON",
        "{\"presence\":[]}|M_BAD_JSON",
        "{\"room\":{\"include_leave\":1}}|M_BAD_JSON",
        "{\"room\":{\"timeline\":{\"unread_thread_notifications\":\"yes\"}}}|M_BAD_JSON",
        "17|M_INVALID_PARAM"
      })
  void aFilterThatIsNoneIsRefused(String filter, String code) {
    assertRefused(() -> answer(BOB, null, filter), code);
  }

  @Test
  void aFilterMayBeNamedByItsId() {
    RoomId room = roomOfBoth();
    String id =
        house.data.addFilter(
            BOB, (JsonObject) Json.parse("{\"room\":{\"timeline\":{\"limit\":2}}}"));

    assertThat(ids(section(answer(BOB, null, id), "join", room))).hasSize(2);
  }

  @Test
  void tokensOfTheFutureAreRefused() {
    SyncToken now = SyncToken.parse(since(BOB));
    Position later = new Position(1, now.events().number() + 1);
    String future =
        new SyncToken(
                later, now.accountData(), now.receipts(), now.typingEpoch(), now.typingSerial())
            .encode();

    assertRefused(() -> answer(BOB, future, ""), "M_INVALID_PARAM");
    assertRefused(() -> answer(BOB, "s72594_4483_1934", ""), "M_INVALID_PARAM");
  }

  private static void assertRefused(Runnable request, String code) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            MatrixException.class,
            e -> {
              assertThat(e.code()).isEqualTo(new ErrorCode(code));
              assertThat(e.status()).isEqualTo(400);
            });
  }

  private RoomId roomOfBoth() {
    RoomId room = house.rooms.create(ALICE, "public_chat");
    house.rooms.change(BOB, room, Action.JOIN, BOB);
    return room;
  }

  private String since(UserId user) {
    return next(answer(user, null, ""));
  }

  private static String next(JsonObject answer) {
    return answer.string("next_batch").orElseThrow();
  }

  private static List<String> stateKeys(JsonObject room) {
    return room.object("state").orElseThrow().array("events").orElseThrow().objects().stream()
        .map(event -> event.string("state_key").orElseThrow())
        .toList();
  }

  private JsonObject answer(UserId user, String since, String filter) {
    return house.answer(request(user, since, filter, false, null));
  }

  private static SyncRequest request(
      UserId user, String since, String filter, boolean waits, String resume) {
    return new SyncRequest(user, "D", false, since, filter, false, false, waits, resume);
  }

  private static SyncRequest waiting(UserId user, String since, String resume) {
    return request(user, since, "", true, resume);
  }

  private String transactionId(UserId user, String device, String since, RoomId room) {
    JsonObject answer =
        house.answer(new SyncRequest(user, device, false, since, null, false, false, false, null));
    return timeline(section(answer, "join", room))
        .array("events")
        .orElseThrow()
        .objects()
        .getLast()
        .object("unsigned")
        .orElseThrow()
        .string("transaction_id")
        .orElse(null);
  }

  private List<String> back(UserId user, RoomId room, String from) {
    return house
        .rooms
        .views()
        .messages(
            new Requester(user, "D", false),
            new MessagesQuery(room, from, null, true, 10, JsonObject.EMPTY))
        .events()
        .stream()
        .map(JsonRaw::utf8)
        .map(Json::parseObject)
        .map(event -> event.string("event_id").orElseThrow())
        .toList();
  }

  private static JsonObject section(JsonObject answer, String section, RoomId room) {
    return answer
        .object("rooms")
        .orElseThrow()
        .object(section)
        .orElseThrow()
        .object(room.value())
        .orElseThrow();
  }

  private static JsonObject timeline(JsonObject room) {
    return room.object("timeline").orElseThrow();
  }

  private static List<String> ids(JsonObject room) {
    return timeline(room).array("events").orElseThrow().objects().stream()
        .map(event -> event.string("event_id").orElseThrow())
        .toList();
  }

  private static List<JsonObject> comparable(JsonObject room) {
    return timeline(room).array("events").orElseThrow().objects().stream()
        .map(
            event ->
                event.with(
                    "unsigned",
                    event.object("unsigned").orElseThrow().without("age").without("membership")))
        .toList();
  }
}
