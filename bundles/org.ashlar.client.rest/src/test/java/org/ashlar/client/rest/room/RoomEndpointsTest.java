package org.ashlar.client.rest.room;

import static org.ashlar.client.rest.room.RoomCalls.ALICE;
import static org.ashlar.client.rest.room.RoomCalls.EVENT;
import static org.ashlar.client.rest.room.RoomCalls.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.ashlar.account.Caller;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.directory.AliasTarget;
import org.ashlar.directory.InvitationLookup;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.ContextQuery;
import org.ashlar.room.CreateRoom;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.Requester;
import org.ashlar.room.SendEvent;
import org.ashlar.room.UpgradeRoom;
import org.ashlar.store.Position;
import org.ashlar.store.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomEndpointsTest {
  private static final UserId BOB = new UserId("@bob:test");

  private static final String ADDRESS =
      """
      {"id_server":"id.test","id_access_token":"secret","medium":"email","address":"b@c.d"}
      """;

  private final RoomCalls calls = new RoomCalls();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|/createRoom||400 M_NOT_JSON",
        "POST|/createRoom|[]|400 M_BAD_JSON",
        "POST|/createRoom|{\"name\":3}|400 M_BAD_JSON",
        "POST|/createRoom|{\"preset\":\"cosy\"}|400 M_INVALID_PARAM",
        "POST|/createRoom|{\"visibility\":\"secret\"}|400 M_INVALID_PARAM",
        "POST|/createRoom|{\"invite\":[\"bob\"]}|400 M_INVALID_PARAM",
        "POST|/createRoom|{\"invite\":\"@bob:test\"}|400 M_BAD_JSON",
        "POST|/createRoom|{\"invite_3pid\":[{}]}|400 M_MISSING_PARAM",
        "POST|/createRoom|{\"invite_3pid\":[1]}|400 M_BAD_JSON",
        "POST|/createRoom|{\"initial_state\":[{\"content\":{}}]}|400 M_MISSING_PARAM",
        "POST|/createRoom|{\"initial_state\":[{\"type\":\"t\"}]}|400 M_MISSING_PARAM",
        "POST|/createRoom|{\"initial_state\":[3]}|400 M_BAD_JSON",
        "POST|/createRoom|{\"room_version\":12}|400 M_BAD_JSON",
        "POST|/rooms/room/join|{}|400 M_INVALID_PARAM",
        "POST|/rooms/!room:test/join|{\"reason\":{}}|400 M_BAD_JSON",
        "POST|/join/room|{}|400 M_INVALID_PARAM",
        "POST|/join/#alias|{}|400 M_INVALID_PARAM",
        "POST|/join/#alias:test|{}|404 M_NOT_FOUND",
        "POST|/knock/#alias:test|{}|404 M_NOT_FOUND",
        "POST|/rooms/!room:test/invite|{}|400 M_MISSING_PARAM",
        "POST|/rooms/!room:test/invite|{\"medium\":\"email\"}|400 M_MISSING_PARAM",
        "POST|/rooms/!room:test/invite|{\"id_server\":3}|400 M_BAD_JSON",
        "POST|/rooms/!room:test/join|{\"third_party_signed\":{}}|400 M_MISSING_PARAM",
        "POST|/join/!room:test|{\"third_party_signed\":[]}|400 M_BAD_JSON",
        "POST|/rooms/!room:test/upgrade||400 M_NOT_JSON",
        "POST|/rooms/!room:test/upgrade|{}|400 M_MISSING_PARAM",
        "POST|/rooms/!room:test/upgrade|{\"new_version\":12}|400 M_BAD_JSON",
        "POST|/rooms/room/upgrade|{\"new_version\":\"12\"}|400 M_INVALID_PARAM",
        "POST|/rooms/!room:test/upgrade|{\"new_version\":\"12\",\"additional_creators\":[\"a\"]}|400"
            + " M_INVALID_PARAM",
        "POST|/rooms/!room:test/upgrade|{\"new_version\":\"12\",\"additional_creators\":3}|400"
            + " M_BAD_JSON",
        "POST|/rooms/!room:test/invite|{\"user_id\":\"bob\"}|400 M_INVALID_PARAM",
        "POST|/rooms/!room:test/kick|{\"user_id\":3}|400 M_BAD_JSON",
        "POST|/rooms/!room:test/ban|{not json|400 M_NOT_JSON",
        "PUT|/rooms/!room:test/send/m.room.message/1||400 M_NOT_JSON",
        "PUT|/rooms/!room:test/send/m.room.message/1|\"text\"|400 M_BAD_JSON",
        "PUT|/rooms/room/send/m.room.message/1|{}|400 M_INVALID_PARAM",
        "PUT|/rooms/!room:test/state/m.room.name|[]|400 M_BAD_JSON",
        "PUT|/rooms/!room:test/redact/event/1|{}|400 M_INVALID_PARAM",
        "PUT|/rooms/room/redact/$event/1|{}|400 M_INVALID_PARAM",
        "PUT|/rooms/!room:test/redact/$event/1|{\"reason\":3}|400 M_BAD_JSON",
        "GET|/rooms/!room:test/state/m.room.name?format=xml||400 M_INVALID_PARAM",
        "GET|/rooms/!room:test/event/event||400 M_INVALID_PARAM",
        "GET|/rooms/!room:test/members?membership=gone||400 M_INVALID_PARAM",
        "GET|/rooms/!room:test/members?not_membership=gone||400 M_INVALID_PARAM",
        "GET|/rooms/!room:test/messages||400 M_MISSING_PARAM",
        "GET|/rooms/!room:test/messages?dir=up||400 M_INVALID_PARAM",
        "GET|/rooms/!room:test/messages?dir=b&limit=many||400 M_INVALID_PARAM",
        "GET|/rooms/!room:test/messages?dir=b&limit=-1||400 M_INVALID_PARAM",
        "GET|/rooms/!room:test/messages?dir=b&filter={||400 M_NOT_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter=[]||400 M_BAD_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter={\"types\":\"m.a\"}||400 M_BAD_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter={\"not_senders\":[3]}||400 M_BAD_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter={\"rooms\":{}}||400 M_BAD_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter={\"contains_url\":1}||400 M_BAD_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter={\"lazy_load_members\":\"yes\"}||400"
            + " M_BAD_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter={\"limit\":\"5\"}||400 M_BAD_JSON",
        "GET|/rooms/!room:test/messages?dir=b&filter={\"limit\":0}||400 M_BAD_JSON",
        "GET|/rooms/!room:test/context/$event?filter={\"limit\":-1}||400 M_BAD_JSON",
        "PUT|/rooms/!room:test/typing/@alice:test|{}|400 M_MISSING_PARAM",
        "PUT|/rooms/!room:test/typing/@alice:test|{\"typing\":1}|400 M_BAD_JSON",
        "PUT|/rooms/!room:test/typing/@alice:test|{\"typing\":true,\"timeout\":-1}|400"
            + " M_INVALID_PARAM",
        "PUT|/rooms/!room:test/typing/@bob:test|{\"typing\":true}|403 M_FORBIDDEN",
        "POST|/rooms/!room:test/receipt/m.seen/$event|{}|400 M_INVALID_PARAM",
        "POST|/rooms/!room:test/receipt/m.read/event|{}|400 M_INVALID_PARAM",
        "POST|/rooms/!room:test/receipt/m.read/$other|{}|404 M_NOT_FOUND",
        "POST|/rooms/!room:test/receipt/m.read/$event|{\"thread_id\":\"\"}|400 M_INVALID_PARAM",
        "POST|/rooms/!room:test/receipt/m.read/$event|{\"thread_id\":3}|400 M_INVALID_PARAM",
        "POST|/rooms/!room:test/receipt/m.fully_read/$event|{\"thread_id\":\"main\"}|400"
            + " M_INVALID_PARAM",
        "POST|/rooms/!room:test/read_markers|{\"m.read\":3}|400 M_BAD_JSON",
        "POST|/rooms/!room:test/read_markers|{\"m.read\":\"event\"}|400 M_INVALID_PARAM",
      })
  void badInputIsRefusedAndNothingIsDone(String method, String path, String body, String error) {
    assertThat(calls.call(method, path, body == null ? "" : body).error()).isEqualTo(error);
    assertThat(calls.asked)
        .doesNotContainKeys(
            "create",
            "send",
            "change",
            "redact",
            "upgrade",
            "lookup",
            "typing",
            "setReceipt",
            "setFullyRead");
  }

  @Test
  void aRoomIsMadeAsTheBodySays() {
    RoomCalls.Answer answer =
        calls.call(
            "POST",
            "/createRoom",
            """
            {"preset":"trusted_private_chat","visibility":"private","name":"Lounge","topic":"T",
             "room_alias_name":"lounge","room_version":"11","is_direct":true,
             "invite":["@bob:test","@bob:test"],
             "initial_state":[{"type":"a","content":{"x":1}},
                              {"type":"b","state_key":"k","content":{}}],
             "creation_content":{"m.federate":false},
             "power_level_content_override":{"ban":10}}
            """);

    assertThat(answer.body()).isEqualTo(JsonObject.builder().put("room_id", "!room:test").build());
    assertThat(calls.asked("create", 1))
        .isEqualTo(
            new CreateRoom(
                "11",
                "trusted_private_chat",
                false,
                "lounge",
                "Lounge",
                "T",
                List.of(BOB),
                true,
                List.of(
                    new CreateRoom.InitialState(new StateKey("a", ""), json("{\"x\":1}")),
                    new CreateRoom.InitialState(new StateKey("b", "k"), JsonObject.EMPTY)),
                json("{\"m.federate\":false}"),
                json("{\"ban\":10}")));
  }

  @Test
  void aRoomIsUpgraded() {
    RoomCalls.Answer answer =
        calls.call(
            "POST",
            "/rooms/!room:test/upgrade",
            "{\"new_version\":\"12\",\"additional_creators\":[\"@bob:test\"]}");

    assertThat(answer.body()).isEqualTo(json("{\"replacement_room\":\"!new:test\"}"));
    assertThat(calls.asked("upgrade", 1)).isEqualTo(new UpgradeRoom(ROOM, "12", List.of(BOB)));
  }

  @Test
  void aJoinMayBringTheProofOfAnAddress() {
    String signed = "{\"sender\":\"@a:b\",\"mxid\":\"@c:d\",\"token\":\"t\",\"signatures\":{}}";
    calls.call("POST", "/join/!room:test", "{\"third_party_signed\":" + signed + "}");

    assertThat(calls.asked("change", 1))
        .isEqualTo(new ChangeMembership(ROOM, ALICE, Action.JOIN, JsonObject.EMPTY, json(signed)));
  }

  @Test
  void whoHasAnInvitedAddressIsInvited() {
    calls.found = new InvitationLookup.Found.Known(BOB);
    RoomCalls.Answer answer = calls.call("POST", "/rooms/!room:test/invite", ADDRESS);

    assertThat(answer.body()).isEqualTo(JsonObject.EMPTY);
    assertThat(calls.asked("change", 1))
        .isEqualTo(new ChangeMembership(ROOM, BOB, Action.INVITE, JsonObject.EMPTY));
    assertThat(calls.asked).doesNotContainKey("store");
  }

  @Test
  void forAnAddressThatNobodyHasAnInvitationWaits() {
    assertThat(calls.call("POST", "/rooms/!room:test/invite", ADDRESS).status()).isEqualTo(200);

    assertThat(calls.asked("store", 0))
        .isEqualTo(new InvitationLookup.Address("id.test", "secret", "email", "b@c.d"));
    assertThat(calls.asked("send", 1))
        .isEqualTo(
            new SendEvent(ROOM, "m.room.third_party_invite", "token", JsonObject.EMPTY, null));
    calls.membership = "leave";
    assertThat(calls.call("POST", "/rooms/!room:test/invite", ADDRESS).error())
        .isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void addressesAreInvitedToANewRoomOnceItIsThere() {
    calls.found = new InvitationLookup.Found.Known(BOB);
    calls.call("POST", "/createRoom", "{\"is_direct\":true,\"invite_3pid\":[" + ADDRESS + "]}");

    assertThat(calls.asked("change", 1))
        .isEqualTo(new ChangeMembership(ROOM, BOB, Action.INVITE, json("{\"is_direct\":true}")));
  }

  @ParameterizedTest
  @CsvSource({"invite, INVITE", "kick, KICK", "ban, BAN", "unban, UNBAN"})
  void membershipsOfOthersAreChanged(String path, Action action) {
    RoomCalls.Answer answer =
        calls.call(
            "POST", "/rooms/!room:test/" + path, "{\"user_id\":\"@bob:test\",\"reason\":\"so\"}");

    assertThat(answer.body()).isEqualTo(JsonObject.EMPTY);
    assertThat(calls.asked("change", 1))
        .isEqualTo(new ChangeMembership(ROOM, BOB, action, json("{\"reason\":\"so\"}")));
  }

  @ParameterizedTest
  @CsvSource({"join, JOIN", "knock, KNOCK"})
  void anAliasLeadsToItsRoom(String path, Action action) {
    calls.alias = Optional.of(new AliasTarget(ROOM, List.of()));

    RoomCalls.Answer answer = calls.call("POST", "/" + path + "/#lounge:test", "");

    assertThat(answer.body()).isEqualTo(json("{\"room_id\":\"!room:test\"}"));
    assertThat(calls.asked("resolve", 0)).isEqualTo(new RoomAlias("#lounge:test"));
    assertThat(calls.asked("change", 1))
        .isEqualTo(new ChangeMembership(ROOM, ALICE, action, JsonObject.EMPTY));
  }

  @ParameterizedTest
  @CsvSource({
    "/rooms/!room:test/join, JOIN, true",
    "/join/!room:test, JOIN, true",
    "/knock/!room:test, KNOCK, true",
    "/rooms/!room:test/leave, LEAVE, false"
  })
  void theOwnMembershipIsChanged(String path, Action action, boolean answersRoom) {
    RoomCalls.Answer answer = calls.call("POST", path, "");

    assertThat(answer.body().string("room_id").isPresent()).isEqualTo(answersRoom);
    assertThat(calls.asked("change", 1))
        .isEqualTo(new ChangeMembership(ROOM, ALICE, action, JsonObject.EMPTY));
  }

  @Test
  void aMessageHasATransactionOfItsRoomTypeAndDevice() {
    RoomCalls.Answer answer =
        calls.call("PUT", "/rooms/!room:test/send/m.room.message/t1", "{\"body\":\"hi\"}");

    assertThat(answer.body()).isEqualTo(json("{\"event_id\":\"$event\"}"));
    assertThat(calls.asked("send", 0)).isEqualTo(new Requester(ALICE, "DEV", false));
    assertThat(calls.asked("send", 1))
        .isEqualTo(
            new SendEvent(
                ROOM,
                "m.room.message",
                null,
                json("{\"body\":\"hi\"}"),
                new Transaction(ALICE, "DEV", "PUT /rooms/!room:test/send/m.room.message", "t1")));
  }

  @Test
  void aRedactionHasATransactionOfItsTarget() {
    RoomCalls.Answer answer =
        calls.call("PUT", "/rooms/!room:test/redact/$event/t1", "{\"reason\":\"spam\",\"x\":1}");

    assertThat(answer.body()).isEqualTo(json("{\"event_id\":\"$event\"}"));
    assertThat(calls.asked("redact", 1))
        .isEqualTo(
            new RedactEvent(
                ROOM,
                EVENT,
                json("{\"reason\":\"spam\"}"),
                new Transaction(ALICE, "DEV", "PUT /rooms/!room:test/redact/$event", "t1")));
  }

  @ParameterizedTest
  @CsvSource({"/state/m.x, ''", "/state/m.x/, ''", "/state/m.x/key, key"})
  void stateHasAKeyThatMayBeEmpty(String path, String key) {
    calls.call("PUT", "/rooms/!room:test" + path, "{}");
    calls.call("GET", "/rooms/!room:test" + path + "?format=event", "");

    assertThat(calls.asked("send", 1))
        .isEqualTo(new SendEvent(ROOM, "m.x", key, JsonObject.EMPTY, null));
    assertThat(calls.asked("stateEvent", 2)).isEqualTo(new StateKey("m.x", key));
    assertThat(calls.asked("stateEvent", 3)).isEqualTo(true);
  }

  @Test
  void aPageOfMessagesIsAskedForAsTheQuerySays() {
    calls.call(
        "GET", "/rooms/!room:test/messages?dir=b&from=t1_2_2&limit=5000&filter={\"types\":[]}", "");

    assertThat(calls.asked("messages", 1))
        .isEqualTo(new MessagesQuery(ROOM, "t1_2_2", null, true, 1000, json("{\"types\":[]}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|{\"limit\":3}|3",
        "|{\"limit\":30}|10",
        "&limit=20|{}|20",
        "&limit=20|{\"limit\":3}|3",
        "&limit=20|{\"limit\":30}|20",
        "&limit=5000|{\"limit\":9007199254740991}|1000",
        "|{\"limit\":null}|10",
      })
  void theLesserOfBothLimitsCounts(String query, String filter, int limit) {
    calls.call(
        "GET",
        "/rooms/!room:test/messages?dir=f" + (query == null ? "" : query) + "&filter=" + filter,
        "");

    assertThat(calls.asked("messages", 1))
        .isEqualTo(new MessagesQuery(ROOM, null, null, false, limit, json(filter)));
  }

  @Test
  void theFilterLimitsTheContextToo() {
    calls.call("GET", "/rooms/!room:test/context/$event?limit=7&filter={\"limit\":4}", "");

    assertThat(calls.asked("context", 1))
        .isEqualTo(new ContextQuery(ROOM, new EventId("$event"), 4, json("{\"limit\":4}")));
  }

  @Test
  void onlyJoinedRoomsAreListed() {
    assertThat(calls.call("GET", "/joined_rooms", "").body())
        .isEqualTo(json("{\"joined_rooms\":[\"!room:test\"]}"));
  }

  @Test
  void typingHoldsForHalfAMinuteUnlessSaidOtherwise() {
    calls.call("PUT", "/rooms/!room:test/typing/@alice:test", "{\"typing\":true}");
    assertThat(calls.asked("typing", 2)).isEqualTo(30_000L);

    calls.call("PUT", "/rooms/!room:test/typing/@alice:test", "{\"typing\":false,\"timeout\":5}");
    assertThat(calls.asked("typing", 2)).isEqualTo(0L);
  }

  @Test
  void nobodyTypesForMoreThanTwoMinutes() {
    calls.call(
        "PUT",
        "/rooms/!room:test/typing/@alice:test",
        "{\"typing\":true,\"timeout\":9007199254740991}");
    assertThat(calls.asked("typing", 2)).isEqualTo(120_000L);
  }

  @Test
  void receiptsAndMarkersAreSet() {
    calls.call(
        "POST", "/rooms/!room:test/receipt/m.read.private/$event", "{\"thread_id\":\"main\"}");
    assertThat(calls.receipt().type()).isEqualTo("m.read.private");
    assertThat(calls.receipt().thread()).isEqualTo("main");
    assertThat(calls.receipt().place()).isEqualTo(new Position(1, 1));

    calls.call(
        "POST",
        "/rooms/!room:test/read_markers",
        "{\"m.fully_read\":\"$event\",\"m.read\":\"$event\"}");
    assertThat(calls.receipt().type()).isEqualTo("m.read");
    assertThat(calls.asked.get("setFullyRead")).isEqualTo(List.<Object>of(ALICE, ROOM, EVENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"typing/@alice:test", "receipt/m.read/$event", "read_markers"})
  void whoIsNotInTheRoomNeitherTypesNorReads(String path) {
    calls.membership = "invite";
    String method = path.startsWith("typing") ? "PUT" : "POST";

    assertThat(calls.call(method, "/rooms/!room:test/" + path, "{\"typing\":true}").error())
        .isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void aSuspendedUserMayOnlyReadAndLeave() {
    calls.status = Caller.Status.SUSPENDED;

    assertThat(calls.call("PUT", "/rooms/!room:test/send/m.x/1", "{}").error())
        .isEqualTo("403 M_USER_SUSPENDED");
    assertThat(calls.call("POST", "/rooms/!room:test/join", "{}").error())
        .isEqualTo("403 M_USER_SUSPENDED");
    assertThat(calls.call("GET", "/rooms/!room:test/state", "").status()).isEqualTo(200);
    assertThat(calls.call("POST", "/rooms/!room:test/leave", "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|/createRoom|{}",
        "POST|/join/!room:test|{}",
        "POST|/rooms/!room:test/join|{}",
        "POST|/knock/!room:test|{}",
        "POST|/rooms/!room:test/invite|{\"user_id\":\"@bob:test\"}",
        "POST|/rooms/!room:test/kick|{\"user_id\":\"@bob:test\"}",
        "POST|/rooms/!room:test/ban|{\"user_id\":\"@bob:test\"}",
        "POST|/rooms/!room:test/unban|{\"user_id\":\"@bob:test\"}",
        "PUT|/rooms/!room:test/state/m.room.name|{}",
        "PUT|/rooms/!room:test/typing/@alice:test|{\"typing\":true}",
      })
  void aSuspendedUserDoesNothingThatOthersSee(String method, String path, String body) {
    calls.status = Caller.Status.SUSPENDED;

    assertThat(calls.call(method, path, body).error()).isEqualTo("403 M_USER_SUSPENDED");
  }

  @Test
  void aSuspendedUserRedactsOnlyItsOwnEvents() {
    calls.status = Caller.Status.SUSPENDED;

    assertThat(calls.call("PUT", "/rooms/!room:test/redact/$event/1", "{}").error())
        .isEqualTo("403 M_USER_SUSPENDED");
    calls.sender = "@alice:test";
    assertThat(calls.call("PUT", "/rooms/!room:test/redact/$event/1", "{}").status())
        .isEqualTo(200);
  }

  @Test
  void otherReadsPassWhatTheyAreAskedFor() {
    assertThat(calls.call("GET", "/rooms/!room:test/members?at=r1_5&membership=join", "").body())
        .isEqualTo(json("{\"chunk\":[]}"));
    assertThat(calls.asked.get("members").subList(1, 4))
        .isEqualTo(List.<Object>of(new RoomId("!room:test"), "r1_5", "join"));
    assertThat(calls.call("GET", "/rooms/!room:test/joined_members", "").body())
        .isEqualTo(json("{\"joined\":{\"@alice:test\":{}}}"));
    calls.call("POST", "/rooms/!room:test/forget", "");
    assertThat(calls.asked("forget", 1)).isEqualTo(ROOM);
    calls.call("GET", "/rooms/!room:test/event/$event", "");
    assertThat(calls.asked("event", 2)).isEqualTo(new EventId("$event"));
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }
}
