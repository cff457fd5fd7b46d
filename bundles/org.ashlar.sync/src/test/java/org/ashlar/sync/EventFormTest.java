package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.stream.SyncRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How events are written: `event_fields` and `event_format`.
class EventFormTest {
  private static final UserId ALICE = new UserId("@alice:a.example");
  private static final UserId BOB = new UserId("@bob:a.example");

  private final SyncHouse house = new SyncHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"content.body\"]|{\"content\":{\"body\":\"b\"}}",
        "[\"type\",\"content.m\\\\.relates_to.x\"]"
            + "|{\"content\":{\"m.relates_to\":{\"x\":1}},\"type\":\"t\"}",
        "[\"content.m.relates_to\"]|{\"content\":{\"m\":{\"relates_to\":4}}}",
        "[\"content.a\\\\\\\\b\"]|{\"content\":{\"a\\\\b\":2}}",
        "[\"content\",\"content.body\"]|{\"content\":{\"body\":\"b\",\"m.relates_to\":"
            + "{\"x\":1,\"y\":2},\"m\":{\"relates_to\":4},\"a\\\\b\":2}}",
        "[\"content.body\",\"content\"]|{\"content\":{\"body\":\"b\",\"m.relates_to\":"
            + "{\"x\":1,\"y\":2},\"m\":{\"relates_to\":4},\"a\\\\b\":2}}",
        "[\"content.none\",\"type.x\",\"sender\"]|{}",
      })
  void onlyTheFieldsOnThePathsAreLeft(String paths, String expected) {
    // Given
    JsonObject event =
        json(
            "{\"content\":{\"body\":\"b\",\"m.relates_to\":{\"x\":1,\"y\":2},"
                + "\"m\":{\"relates_to\":4},\"a\\\\b\":2},\"type\":\"t\"}");
    List<String> fields = json("{\"p\":" + paths + "}").array("p").orElseThrow().strings();
    // When
    JsonRaw written = EventFields.of(fields).in(new JsonRaw(Json.write(event)));
    // Then
    assertThat(Json.parseObject(written.utf8())).isEqualTo(json(expected));
  }

  @Test
  void anEmptyListOfFieldsIsNone() {
    assertThat(EventFields.of(List.of()).isAll()).isTrue();
    assertThat(EventFields.of(null).isAll()).isTrue();
  }

  @Test
  void theFieldsOfTimelinesAndStatesAreThoseOfTheFilter() {
    // Given
    RoomId room = room();
    String filter =
        "{\"event_fields\":[\"type\",\"content.body\"]," + "\"room\":{\"timeline\":{\"limit\":1}}}";
    JsonObject first = answer(null, filter);
    house.rooms.message(ALICE, room, "recent");
    // When
    JsonObject recent = answer(next(first), filter);
    house.forgetting(() -> true);
    JsonObject stored = answer(next(first), filter);
    // Then
    assertThat(events(first, room, "state")).isNotEmpty();
    assertThat(events(first, room, "state"))
        .allSatisfy(event -> assertThat(event.names()).containsExactly("type"));
    JsonObject message = json("{\"content\":{\"body\":\"recent\"},\"type\":\"m.room.message\"}");
    assertThat(events(recent, room, "timeline")).containsExactly(message);
    assertThat(events(stored, room, "timeline")).containsExactly(message);
  }

  @Test
  void inTheFormatOfFederationEventsAreAsServersSendThem() {
    // Given
    RoomId room = room();
    String filter = "{\"event_format\":\"federation\"}";
    JsonObject first = answer(null, filter);
    EventId message = house.rooms.message(ALICE, room, "recent");
    // When
    JsonObject recent = answer(next(first), filter);
    // Then
    JsonObject given = events(recent, room, "timeline").getFirst();
    JsonObject pdu = house.rooms.store().events(List.of(message)).get(message).event().pdu();
    assertThat(given.without("unsigned")).isEqualTo(pdu);
    assertThat(given.object("unsigned").orElseThrow().names()).containsExactly("age", "membership");
    assertThat(pdu.names()).contains("auth_events", "prev_events", "hashes", "signatures");
    assertThat(events(first, room, "timeline"))
        .allSatisfy(event -> assertThat(event.names()).contains("signatures", "depth"));
  }

  private RoomId room() {
    RoomId room = house.rooms.create(ALICE, "public_chat");
    house.rooms.change(BOB, room, Action.JOIN, BOB);
    return room;
  }

  private JsonObject answer(String since, String filter) {
    return house.answer(new SyncRequest(BOB, "D", false, since, filter, false, false, false, null));
  }

  private static String next(JsonObject answer) {
    return answer.string("next_batch").orElseThrow();
  }

  private static List<JsonObject> events(JsonObject answer, RoomId room, String part) {
    return answer
        .object("rooms")
        .flatMap(rooms -> rooms.object("join"))
        .flatMap(rooms -> rooms.object(room.value()))
        .flatMap(section -> section.object(part))
        .flatMap(section -> section.array("events"))
        .orElseThrow()
        .objects();
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }
}
