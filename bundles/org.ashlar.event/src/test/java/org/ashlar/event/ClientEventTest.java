package org.ashlar.event;

import static org.ashlar.event.SampleRoom.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientEventTest {
  @Test
  void theSharedPartHasNeitherRoomNorUnsigned() {
    SampleRoom room = new SampleRoom("12", "@c:a.example", "{}");
    Event event = room.event("@c:a.example", "m.room.topic", "", "{'topic':'x'}", List.of());

    assertThat(Json.parseObject(ClientEvent.shared(event)))
        .isEqualTo(
            object(
                    "{'content':{'topic':'x'},'sender':'@c:a.example','state_key':'','type':'m.room.topic'}")
                .toBuilder()
                .put("event_id", event.id().value())
                .put("origin_server_ts", event.originServerTs())
                .build());
  }

  @Test
  void whatDiffersByReaderIsPutBeside() {
    SampleRoom room = new SampleRoom("12", "@c:a.example", "{}");
    Event event = room.event("@c:a.example", "m", null, "{'body':'}'}", List.of());
    byte[] shared = ClientEvent.shared(event);
    JsonObject unsigned = object("{'age':7}");
    RoomId id = new RoomId("!\"x\\y");

    assertThat(ClientEvent.with(shared, null, null).utf8()).isSameAs(shared);
    assertThat(ClientEvent.with(shared, null, JsonObject.EMPTY).utf8()).isSameAs(shared);
    assertThat(Json.parseObject(ClientEvent.with(shared, id, unsigned).utf8()))
        .isEqualTo(
            Json.parseObject(shared).toBuilder()
                .put("room_id", id.value())
                .put("unsigned", unsigned)
                .build());
    assertThat(Json.parseObject(ClientEvent.with(shared, id, null).utf8()).names())
        .contains("room_id")
        .doesNotContain("unsigned");
    assertThat(Json.parseObject(ClientEvent.with(shared, null, unsigned).utf8()).names())
        .contains("unsigned")
        .doesNotContain("room_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aRedactionNamesItsTargetInBothPlaces(String version) {
    SampleRoom room = new SampleRoom(version, "@c:a.example", "{}");
    boolean inContent = !version.equals("10");
    JsonObject pdu =
        room.event(
                "@c:a.example",
                "m.room.redaction",
                null,
                inContent ? "{'redacts':'$t'}" : "{}",
                List.of())
            .pdu();
    Event event =
        Event.receive(
            inContent ? pdu : pdu.with("redacts", object("{'r':'$t'}").members().get("r")),
            room.version());

    JsonObject shared = Json.parseObject(ClientEvent.shared(event));

    assertThat(shared.string("redacts")).contains("$t");
    assertThat(shared.object("content").orElseThrow().string("redacts")).contains("$t");
  }

  @Test
  void aStrippedEventHasFourMembers() {
    SampleRoom room = new SampleRoom("12", "@c:a.example", "{}");
    Event message = room.event("@c:a.example", "m", null, "{}", List.of());

    assertThat(ClientEvent.stripped(room.create()))
        .isEqualTo(
            object(
                "{'content':{'room_version':'12'},'sender':'@c:a.example','state_key':'',"
                    + "'type':'m.room.create'}"));
    assertThatThrownBy(() -> ClientEvent.stripped(message))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
