package org.ashlar.client.rest.room;

import static org.ashlar.client.rest.room.RoomCalls.ALICE;
import static org.ashlar.client.rest.room.RoomCalls.EVENT;
import static org.ashlar.client.rest.room.RoomCalls.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.ashlar.account.Caller;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.FilterForm;
import org.ashlar.room.ContextQuery;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.RelatedQuery;
import org.ashlar.room.Requester;
import org.ashlar.room.ThreadsQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingEndpointsTest {
  private static final String V1 = "/_matrix/client/v1/rooms/!room:test";
  private static final Requester READER = new Requester(ALICE, "DEV", false);

  private final RoomCalls calls = new RoomCalls();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/rooms/room/context/$event|400 M_INVALID_PARAM",
        "/rooms/!room:test/context/event|400 M_INVALID_PARAM",
        "/rooms/!room:test/context/$event?limit=-1|400 M_INVALID_PARAM",
        "/rooms/!room:test/context/$event?limit=ten|400 M_INVALID_PARAM",
        "/rooms/!room:test/context/$event?filter={|400 M_NOT_JSON",
        "/rooms/!room:test/context/$event?filter=3|400 M_BAD_JSON",
        "/_matrix/client/v1/rooms/room/relations/$event|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/relations/event|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/relations/$event?dir=up|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/relations/$event?limit=0|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/relations/$event?recurse=1|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/room/threads|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/threads?include=some|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/threads?limit=0|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/timestamp_to_event|400 M_MISSING_PARAM",
        "/_matrix/client/v1/rooms/!room:test/timestamp_to_event?ts=1|400 M_MISSING_PARAM",
        "/_matrix/client/v1/rooms/!room:test/timestamp_to_event?dir=f|400 M_MISSING_PARAM",
        "/_matrix/client/v1/rooms/!room:test/timestamp_to_event?ts=x&dir=f|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/!room:test/timestamp_to_event?ts=1&dir=x|400 M_INVALID_PARAM",
        "/_matrix/client/v1/rooms/room/timestamp_to_event?ts=1&dir=f|400 M_INVALID_PARAM",
        "/events?room_id=room|400 M_INVALID_PARAM",
        "/events?timeout=long|400 M_INVALID_PARAM",
        "/events?timeout=-1|400 M_INVALID_PARAM",
        "/events/event|400 M_INVALID_PARAM",
        "/initialSync?limit=x|400 M_INVALID_PARAM",
        "/initialSync?archived=x|400 M_INVALID_PARAM",
        "/rooms/room/initialSync|400 M_INVALID_PARAM",
        "/rooms/!room:test/initialSync?limit=x|400 M_INVALID_PARAM",
      })
  void badInputIsRefused(String path, String error) {
    assertThat(calls.call("GET", path, "").error()).isEqualTo(error);
    assertThat(calls.asked)
        .doesNotContainKeys("context", "relations", "threads", "closest", "since", "snapshot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"types\":\"m.room.message\"}",
        "{\"not_types\":[1]}",
        "{\"senders\":{}}",
        "{\"not_senders\":[null]}",
        "{\"rooms\":\"!room:test\"}",
        "{\"not_rooms\":3}",
        "{\"limit\":\"10\"}",
        "{\"limit\":-1}",
        "{\"contains_url\":\"true\"}",
        "{\"lazy_load_members\":1}",
        "{\"include_redundant_members\":[]}",
        "{\"unread_thread_notifications\":\"\"}"
      })
  void membersOfAFilterHaveTheirTypesWhereverItIsNamed(String filter) {
    String definition = "{\"room\":{\"timeline\":" + filter + "}}";

    for (String path :
        List.of("/rooms/!room:test/messages?dir=b", "/rooms/!room:test/context/$event?limit=5")) {
      assertThat(calls.call("GET", path + "&filter=" + filter, "").error())
          .isEqualTo("400 M_BAD_JSON");
    }
    assertThatThrownBy(() -> FilterForm.check(json(definition)))
        .isInstanceOfSatisfying(
            MatrixException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_JSON));
    assertThat(calls.asked).doesNotContainKeys("messages", "context");
  }

  @Test
  void aContextIsAskedAndAnsweredWhole() {
    RoomCalls.Answer answer =
        calls.call(
            "GET", "/rooms/!room:test/context/$event?limit=5&filter={\"types\":[\"a\"]}", "");

    assertThat(answer.body())
        .isEqualTo(
            json(
                """
                {"start":"t1_1_0","end":"t1_1_1","event":{},"events_before":[{}],
                 "events_after":[],"state":[{}]}
                """));
    assertThat(calls.asked("context", 0)).isEqualTo(READER);
    assertThat(calls.asked("context", 1))
        .isEqualTo(new ContextQuery(ROOM, EVENT, 5, json("{\"types\":[\"a\"]}")));
    calls.call("GET", "/rooms/!room:test/context/$event", "");
    assertThat(calls.asked("context", 1))
        .isEqualTo(new ContextQuery(ROOM, EVENT, 10, JsonObject.EMPTY));
  }

  @Test
  void relationsAreAskedInTheirThreeForms() {
    RoomCalls.Answer answer =
        calls.call(
            "GET",
            V1
                + "/relations/$event/m.thread/m.room.message"
                + "?from=a&to=b&dir=f&limit=9&recurse=true",
            "");

    assertThat(answer.body())
        .isEqualTo(
            json(
                """
                {"chunk":[{}],"next_batch":"t1_1_1","prev_batch":"t1_1_2","recursion_depth":3}
                """));
    assertThat(calls.asked("relations", 1))
        .isEqualTo(
            new RelatedQuery(ROOM, EVENT, "m.thread", "m.room.message", "a", "b", false, 9, true));
    assertThat(calls.call("GET", V1 + "/relations/$event/m.thread", "").body().names())
        .containsExactly("chunk", "next_batch", "prev_batch");
    assertThat(calls.asked("relations", 1))
        .isEqualTo(new RelatedQuery(ROOM, EVENT, "m.thread", null, null, null, true, 20, false));
    calls.call("GET", V1 + "/relations/$event", "");
    assertThat(calls.asked("relations", 1))
        .isEqualTo(new RelatedQuery(ROOM, EVENT, null, null, null, null, true, 20, false));
  }

  @Test
  void threadsAreListed() {
    RoomCalls.Answer answer =
        calls.call("GET", V1 + "/threads?include=participated&from=a&limit=3", "");

    assertThat(answer.body()).isEqualTo(json("{\"chunk\":[{}],\"next_batch\":\"t1_1_1\"}"));
    assertThat(calls.asked("threads", 1)).isEqualTo(new ThreadsQuery(ROOM, true, "a", 3));
    calls.call("GET", V1 + "/threads", "");
    assertThat(calls.asked("threads", 1)).isEqualTo(new ThreadsQuery(ROOM, false, null, 20));
  }

  @Test
  void theEventAtATimeIsToldOrNotFound() {
    String path = V1 + "/timestamp_to_event?ts=16&dir=f";

    assertThat(calls.call("GET", path, "").body())
        .isEqualTo(json("{\"event_id\":\"$event\",\"origin_server_ts\":17}"));
    assertThat(calls.asked("closest", 2)).isEqualTo(16L);
    assertThat(calls.asked("closest", 3)).isEqualTo(false);
    calls.closest = Optional.empty();
    assertThat(calls.call("GET", path, "").error()).isEqualTo("404 M_NOT_FOUND");
  }

  @Test
  void aRoomIsShownWithItsLastEvents() {
    RoomCalls.Answer answer = calls.call("GET", "/rooms/!room:test/initialSync?limit=3", "");

    assertThat(answer.body())
        .isEqualTo(
            json(
                """
                {"room_id":"!room:test","membership":"join",
                 "messages":{"chunk":[{}],"end":"r1_9"},"state":[{}],"visibility":"public",
                 "account_data":[{"type":"m.test","content":{}}]}
                """));
    assertThat(calls.asked("snapshot", 2)).isEqualTo(3);
  }

  @Test
  void everythingOfAUserIsShown() {
    RoomCalls.Answer answer = calls.call("GET", "/initialSync?archived=true", "");

    assertThat(answer.body().string("end")).contains("r1_9");
    assertThat(answer.body().array("rooms").orElseThrow().objects().get(1))
        .isEqualTo(json("{\"room_id\":\"!new:test\",\"membership\":\"invite\",\"invite\":{}}"));
    assertThat(answer.body().array("presence").orElseThrow().objects())
        .containsExactly(
            json(
                """
                {"type":"m.presence","sender":"@alice:test",
                 "content":{"presence":"online","currently_active":true}}
                """));
    assertThat(answer.body().array("account_data").orElseThrow().size()).isEqualTo(1);
    assertThat(calls.asked("snapshots", 1)).isEqualTo(true);
    assertThat(calls.asked("snapshots", 2)).isEqualTo(10);
  }

  @Test
  void newEventsAreTold() {
    RoomCalls.Answer answer = calls.call("GET", "/events?room_id=!room:test&from=r1_1", "");

    assertThat(answer.body())
        .isEqualTo(json("{\"chunk\":[{}],\"start\":\"r1_1\",\"end\":\"r1_2\"}"));
    assertThat(calls.asked("since", 1)).isEqualTo(new RoomId("!room:test"));
    assertThat(calls.asked("since", 2)).isEqualTo("r1_1");
    calls.call("GET", "/events", "");
    assertThat(calls.asked("since", 1)).isNull();
    assertThat(calls.asked("since", 2)).isNull();
  }

  @Test
  void guestsLookOnlyAtOneRoom() {
    calls.kind = Caller.Kind.GUEST;

    assertThat(calls.call("GET", "/events", "").error()).isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
    assertThat(calls.call("GET", "/events?room_id=!room:test", "").status()).isEqualTo(200);
    assertThat(calls.asked("since", 0)).isEqualTo(new Requester(ALICE, "DEV", true));
  }

  @Test
  void anEventIsGivenWithoutItsRoom() {
    assertThat(calls.call("GET", "/events/$event", "").status()).isEqualTo(200);
    assertThat(calls.asked("event", 1)).isEqualTo(EVENT);
  }

  @Test
  void tokensOfMessagesArePassedOnAndEmptyOnesAreNone() {
    calls.call("GET", "/rooms/!room:test/messages?dir=f&from=a&to=&limit=5000", "");

    assertThat(calls.asked("messages", 1))
        .isEqualTo(new MessagesQuery(ROOM, "a", null, false, 1000, JsonObject.EMPTY));
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }
}
