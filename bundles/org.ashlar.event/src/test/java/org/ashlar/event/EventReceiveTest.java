package org.ashlar.event;

import static org.ashlar.event.SampleRoom.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReceiveTest {
  private static final JsonObject PDU =
      object(
          "{'type':'t','room_id':'!r:b.example','sender':'@s:b.example','content':{},"
              + "'origin_server_ts':1,'depth':5,'prev_events':['$p'],'auth_events':['$a'],"
              + "'hashes':{'sha256':'x'},'signatures':{'b.example':{'ed25519:1':'y'}}}");

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aWellFormedEventIsTaken(String version) {
    Event event = Event.receive(PDU.with("extra", JsonNull.NULL), version(version));

    assertThat(event.type()).isEqualTo("t");
    assertThat(event.stateKey()).isNull();
    assertThat(event.isState()).isFalse();
    assertThat(event.pdu()).isEqualTo(PDU.with("extra", JsonNull.NULL));
    assertThatThrownBy(event::key).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type|7",
        "sender|'alice'",
        "sender|'@alice'",
        "sender|7",
        "room_id|'r'",
        "room_id|null",
        "state_key|null",
        "state_key|7",
        "content|[]",
        "content|null",
        "origin_server_ts|'1'",
        "origin_server_ts|1.5",
        "depth|-1",
        "depth|'1'",
        "depth|9007199254740992",
        "prev_events|{}",
        "prev_events|['p']",
        "prev_events|[['$p',{}]]",
        "auth_events|null",
        "auth_events|[7]",
        "hashes|{}",
        "hashes|{'sha256':7}",
        "hashes|'x'",
        "signatures|[]",
        "signatures|{'b.example':'y'}",
      })
  void aMalformedMemberIsBadJson(String name, String value) {
    JsonObject wrong = PDU.with(name, object("{'v':" + value + "}").members().get("v"));

    assertFault(wrong, "M_BAD_JSON", 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type",
        "sender",
        "room_id",
        "content",
        "origin_server_ts",
        "depth",
        "prev_events",
        "auth_events",
        "hashes",
        "signatures"
      })
  void aMissingMemberIsBadJson(String name) {
    assertFault(PDU.without(name), "M_BAD_JSON", 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void theFirstVersionsGiveIdsAndNameOthersWithTheirHashes(String version) {
    Event event = Event.receive(first(), version(version));

    assertThat(event.id()).isEqualTo(new EventId("$e:b.example"));
    assertThat(event.prevEvents()).containsExactly(new EventId("$p:x"), new EventId("$q:y"));
    assertThat(event.authEvents()).containsExactly(new EventId("$a:x"));
    assertFault(first().without("event_id"), version, "M_BAD_JSON", 400);
    assertFault(first().with("event_id", new JsonString("e")), version, "M_BAD_JSON", 400);
    assertFault(
        first().with("event_id", new JsonString("$" + "e".repeat(255))),
        version,
        "M_TOO_LARGE",
        413);
    for (String wrong :
        List.of(
            "'$p:x'",
            "['$p:x']",
            "['$p:x',{},{}]",
            "['p',{}]",
            "['$p:x','y']",
            "[7,{}]",
            "[]",
            "{}")) {
      JsonValue pairs = object("{'v':[" + wrong + "]}").members().get("v");
      assertFault(first().with("prev_events", pairs), version, "M_BAD_JSON", 400);
      assertFault(first().with("auth_events", pairs), version, "M_BAD_JSON", 400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, true",
    "1, 9223372036854775807, true",
    "1, 9223372036854775808, false",
    "5, 9223372036854775807, true",
    "6, 9007199254740991, true",
    "6, 9007199254740992, false",
    "12, 0, true",
    "12, 9007199254740991, true",
    "1, -1, false",
    "12, -1, false"
  })
  void theDepthHasALimitThatDependsOnTheVersion(String version, String depth, boolean taken) {
    JsonObject pdu = version.equals("1") ? first() : PDU;
    JsonObject deep = pdu.with("depth", object("{'v':" + depth + "}").members().get("v"));

    if (taken) {
      assertThat(Event.receive(deep, version(version)).depth()).isEqualTo(Long.parseLong(depth));
    } else {
      assertFault(deep, version, "M_BAD_JSON", 400);
    }
  }

  @Test
  void anEventIsItsId() {
    JsonObject state = PDU.with("state_key", new JsonString(""));
    Event event = Event.receive(state, version("12"));
    Event again = Event.receive(state, version("12"));
    Event other = Event.receive(PDU, version("12"));

    assertThat(event).isEqualTo(again).hasSameHashCodeAs(again).hasToString(event.id().value());
    assertThat(event).isNotEqualTo(other).isNotEqualTo("event");
    assertThat(event.hashCode()).isNotEqualTo(other.hashCode());
    assertThat(event.isState()).isTrue();
    assertThat(event.isState("t")).isTrue();
    assertThat(event.isState("u")).isFalse();
    assertThat(other.isState("t")).isFalse();
    assertThat(event.key()).isEqualTo(new StateKey("t", ""));
  }

  @Test
  void fractionsAreBadJsonAnywhere() {
    assertFault(PDU.with("content", object("{'a':[1.5]}")), "M_BAD_JSON", 400);
    assertFault(PDU.with("else", object("{'a':1.5}")), "M_BAD_JSON", 400);
    // What is dropped does not matter.
    Event.receive(PDU.with("unsigned", object("{'a':1.5}")), version("12"));
  }

  @Test
  void references20And10AreTheMost() {
    Event.receive(
        PDU.with("prev_events", references(20)).with("auth_events", references(10)), version("12"));
    assertFault(PDU.with("prev_events", references(21)), "M_BAD_JSON", 400);
    assertFault(PDU.with("auth_events", references(11)), "M_BAD_JSON", 400);
  }

  @Test
  void whatIsTooLargeIsSaidToBe() {
    String long256 = "x".repeat(256);
    assertFault(PDU.with("type", new JsonString(long256)), "M_TOO_LARGE", 413);
    assertFault(PDU.with("state_key", new JsonString("ä".repeat(128))), "M_TOO_LARGE", 413);
    assertFault(PDU.with("sender", new JsonString("@" + long256 + ":b")), "M_TOO_LARGE", 413);
    assertFault(PDU.with("room_id", new JsonString("!" + long256)), "M_TOO_LARGE", 413);
    assertFault(PDU.with("content", body("x".repeat(65_536))), "M_TOO_LARGE", 413);

    int frame = Event.receive(PDU.with("content", body("")), version("12")).bytes().length;
    Event largest =
        Event.receive(PDU.with("content", body("x".repeat(65_536 - frame))), version("12"));
    assertThat(largest.bytes()).hasSize(65_536);
    assertFault(PDU.with("content", body("x".repeat(65_537 - frame))), "M_TOO_LARGE", 413);
  }

  @Test
  void onlyACreateEventOfVersion12HasNoRoomId() {
    JsonObject create =
        PDU.without("room_id")
            .with("type", new JsonString("m.room.create"))
            .with("state_key", new JsonString(""));

    assertThat(Event.receive(create, version("12")).roomId().value()).startsWith("!");
    assertThatThrownBy(() -> Event.receive(create, version("11")))
        .isInstanceOf(MatrixException.class);
    assertFault(create.without("state_key"), "M_BAD_JSON", 400);
    assertFault(create.with("room_id", new JsonInteger(1)), "M_BAD_JSON", 400);
  }

  private static JsonObject body(String text) {
    return JsonObject.of("body", new JsonString(text));
  }

  private static JsonValue references(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add("$e" + i);
    }
    return JsonArray.ofStrings(ids);
  }

  /// A PDU of the first versions.
  private static JsonObject first() {
    return PDU.toBuilder()
        .put("event_id", "$e:b.example")
        .putAll(
            object(
                "{'prev_events':[['$p:x',{'sha256':'h'}],['$q:y',{}]],'auth_events':[['$a:x',{}]]}"))
        .build();
  }

  private static void assertFault(JsonObject pdu, String code, int status) {
    assertFault(pdu, "12", code, status);
  }

  private static void assertFault(JsonObject pdu, String version, String code, int status) {
    assertThatThrownBy(() -> Event.receive(pdu, version(version)))
        .isInstanceOfSatisfying(
            MatrixException.class,
            fault -> {
              assertThat(fault.code().value()).isEqualTo(code);
              assertThat(fault.status()).isEqualTo(status);
            });
  }

  private static RoomVersion version(String id) {
    return RoomVersion.find(id).orElseThrow();
  }
}
