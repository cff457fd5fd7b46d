package org.ashlar.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSignerTest {
  private static final SigningKey KEY =
      SigningKey.parse("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");
  private static final ServerName SERVER = new ServerName("a.example");
  private static final UserId ALICE = new UserId("@alice:a.example");
  private static final RoomId ROOM = new RoomId("!r:a.example");

  private final EventSigner signer = new EventSigner(SERVER, KEY);

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void anEventVerifiesAndItsBytesAreCanonical(String id) {
    RoomVersion version = version(id);
    Event event =
        signer.sign(
            draft(ROOM, "m.room.message", null, content("{\"z\":1,\"body\":\"hé\\u0001\"}"), null),
            version);

    JsonObject pdu = event.pdu();
    assertThat(event.bytes()).isEqualTo(Json.writeSorted(pdu));
    assertThat(ContentHash.matches(pdu)).isTrue();
    assertThat(Signatures.verifyEvent(pdu, version, SERVER, KEY.verifyKey())).isTrue();
    assertThat(ReferenceHash.eventId(pdu, version)).isEqualTo(event.id());
    assertThat(event.id().value()).matches("\\$[A-Za-z0-9_-]{43}");
    assertThat(pdu.names())
        .containsExactly(
            "auth_events",
            "content",
            "depth",
            "hashes",
            "origin_server_ts",
            "prev_events",
            "room_id",
            "sender",
            "signatures",
            "type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void whatIsSignedIsWhatIsReadBack(String id) {
    RoomVersion version = version(id);
    Event signed =
        signer.sign(
            draft(ROOM, "m.room.topic", "", content("{\"topic\":\"stone\"}"), null), version);

    for (Event read :
        List.of(
            Event.read(signed.bytes(), version),
            Event.read(signed.id(), signed.bytes(), version),
            Event.receive(signed.pdu().with("unsigned", JsonObject.EMPTY), version))) {
      assertThat(read).isEqualTo(signed);
      assertThat(read.bytes()).isEqualTo(signed.bytes());
      assertThat(read.roomId()).isEqualTo(ROOM);
      assertThat(read.key()).isEqualTo(new StateKey("m.room.topic", ""));
      assertThat(read.sender()).isEqualTo(ALICE);
      assertThat(read.content()).isEqualTo(content("{\"topic\":\"stone\"}"));
      assertThat(read.originServerTs()).isEqualTo(1_700_000_000_000L);
      assertThat(read.depth()).isEqualTo(7);
      assertThat(read.prevEvents()).containsExactly(new EventId("$p"));
      assertThat(read.authEvents()).containsExactly(new EventId("$a"), new EventId("$b"));
      assertThat(read.redacts()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void theFirstVersionsGiveIdsAndStateTheHashesOfWhatTheyName(String id) {
    RoomVersion version = version(id);
    EventDraft draft = draft(ROOM, "t", "", content("{\"a\":1}"), null);

    Event event = signer.sign(draft, version, named -> named.value().getBytes(UTF_8));
    Event next = signer.sign(draft, version, named -> named.value().getBytes(UTF_8));

    assertThat(event.id().value()).matches("\\$[A-Za-z0-9_-]{24}:a\\.example");
    assertThat(next.id()).isNotEqualTo(event.id());
    assertThat(event.pdu().get("prev_events"))
        .isEqualTo(Json.parse("[[\"$p\",{\"sha256\":\"JHA\"}]]"));
    assertThat(event.pdu().get("auth_events"))
        .isEqualTo(Json.parse("[[\"$a\",{\"sha256\":\"JGE\"}],[\"$b\",{\"sha256\":\"JGI\"}]]"));
    assertThat(event.prevEvents()).containsExactly(new EventId("$p"));
    assertThat(event.bytes()).isEqualTo(Json.writeSorted(event.pdu()));
    assertThat(Event.receive(event.pdu(), version)).isEqualTo(event);
    assertThat(Event.read(event.bytes(), version)).isEqualTo(event);
    assertThat(ContentHash.matches(event.pdu())).isTrue();
    assertThat(Signatures.verifyEvent(event.pdu(), version, SERVER, KEY.verifyKey())).isTrue();
    assertThat(ReferenceHash.of(event)).isEqualTo(ReferenceHash.of(event.redacted()));
    assertThatThrownBy(() -> signer.sign(draft, version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$a");
    assertThatThrownBy(() -> ReferenceHash.eventId(event.pdu().without("event_id"), version))
        .isInstanceOf(MatrixException.class);
  }

  @Test
  void anOldVersionTakesFractionsAndReadsThemBackAsTheyAreHashed() {
    EventDraft draft = draft(ROOM, "t", null, content("{\"a\":1e2,\"b\":0.50}"), null);

    Event event = signer.sign(draft, version("5"));

    assertThat(event.content()).isEqualTo(content("{\"a\":100.0,\"b\":0.5}"));
    assertThat(event.content()).isEqualTo(event.pdu().get("content"));
    assertThat(ContentHash.matches(event.pdu())).isTrue();
    assertFault(() -> signer.sign(draft, version("6")), ErrorCode.BAD_JSON, 400);
    assertFault(
        () -> signer.sign(draft(ROOM, "t", null, content("{\"a\":1e999}"), null), version("5")),
        ErrorCode.BAD_JSON,
        400);
  }

  @Test
  void aCreateEventOfVersion12MakesTheRoomId() {
    Event create = signer.sign(createDraft(null), version("12"));

    assertThat(create.pdu().has("room_id")).isFalse();
    assertThat(create.roomId().value()).isEqualTo("!" + create.id().value().substring(1));
    assertThat(ReferenceHash.createEventId(create.roomId())).isEqualTo(create.id());
    assertThat(Event.read(create.bytes(), version("12")).roomId()).isEqualTo(create.roomId());
    assertThat(Event.receive(create.pdu(), version("12")).roomId()).isEqualTo(create.roomId());
  }

  @Test
  void aDraftWithoutRoomIsRefusedInOlderVersions() {
    assertThatThrownBy(() -> signer.sign(createDraft(null), version("11")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRedactionNamesItsTargetWhereTheVersionWantsIt() {
    EventDraft draft =
        draft(ROOM, "m.room.redaction", null, JsonObject.EMPTY, new EventId("$target"));
    Event old = signer.sign(draft, version("10"));
    Event recent = signer.sign(draft, version("11"));

    assertThat(old.pdu().string("redacts")).contains("$target");
    assertThat(old.content().isEmpty()).isTrue();
    assertThat(recent.pdu().has("redacts")).isFalse();
    assertThat(recent.content().string("redacts")).contains("$target");
    for (Event event : List.of(old, recent)) {
      assertThat(event.redacts()).isEqualTo(new EventId("$target"));
      assertThat(Event.read(event.bytes(), event.version()).redacts())
          .isEqualTo(new EventId("$target"));
      assertThat(ContentHash.matches(event.pdu())).isTrue();
      assertThat(Signatures.verifyEvent(event.pdu(), event.version(), SERVER, KEY.verifyKey()))
          .isTrue();
    }
  }

  @Test
  void aSecondServerCanSignToo() {
    ServerName other = new ServerName("b.example");
    SigningKey otherKey = SigningKey.generate();
    Event event =
        signer.sign(
            draft(ROOM, "m.room.member", ALICE.value(), content("{\"membership\":\"join\"}"), null),
            version("11"));

    Event both = new EventSigner(other, otherKey).addSignature(event);

    assertThat(both.id()).isEqualTo(event.id());
    assertThat(Signatures.verifyEvent(both.pdu(), version("11"), SERVER, KEY.verifyKey())).isTrue();
    assertThat(Signatures.verifyEvent(both.pdu(), version("11"), other, otherKey.verifyKey()))
        .isTrue();
    assertThat(ReferenceHash.eventId(both.pdu(), version("11"))).isEqualTo(event.id());
    Event full = sign("x".repeat(65_536 - sign("").bytes().length));
    assertFault(
        () -> new EventSigner(other, otherKey).addSignature(full), ErrorCode.TOO_LARGE, 413);
  }

  @Test
  void aRedactedEventKeepsIdAndSignatureButNotItsHash() {
    Event event =
        signer.sign(
            draft(ROOM, "m.room.message", null, content("{\"body\":\"secret\"}"), null),
            version("11"));

    Event redacted = event.redacted();

    assertThat(redacted.content()).isEqualTo(JsonObject.EMPTY);
    assertThat(ReferenceHash.eventId(redacted.pdu(), version("11"))).isEqualTo(event.id());
    assertThat(Signatures.verifyEvent(redacted.pdu(), version("11"), SERVER, KEY.verifyKey()))
        .isTrue();
    assertThat(ContentHash.matches(redacted.pdu())).isFalse();
  }

  @Test
  void aTamperedEventDoesNotVerify() {
    Event event =
        signer.sign(
            draft(ROOM, "m.room.message", null, content("{\"body\":\"x\"}"), null), version("11"));

    JsonObject body = event.pdu().with("content", content("{\"body\":\"y\"}"));
    assertThat(ContentHash.matches(body)).isFalse();
    JsonObject sender = event.pdu().with("sender", new JsonString("@eve:a.example"));
    assertThat(Signatures.verifyEvent(sender, version("11"), SERVER, KEY.verifyKey())).isFalse();
    assertThat(
            Signatures.verifyEvent(
                event.pdu(), version("11"), SERVER, SigningKey.generate().verifyKey()))
        .isFalse();
  }

  @Test
  void anEventOfExactly65536BytesIsSignedAndOneMoreIsNot() {
    int frame = sign("").bytes().length;

    assertThat(sign("x".repeat(65_536 - frame)).bytes()).hasSize(65_536);
    assertFault(() -> sign("x".repeat(65_537 - frame)), ErrorCode.TOO_LARGE, 413);
  }

  @Test
  void aTypeOrStateKeyOf255BytesIsSignedAndOneMoreIsNot() {
    String longest = "ä".repeat(127) + "x";
    signer.sign(draft(ROOM, longest, longest, JsonObject.EMPTY, null), version("12"));

    assertFault(
        () -> signer.sign(draft(ROOM, longest + "x", "", JsonObject.EMPTY, null), version("12")),
        ErrorCode.TOO_LARGE,
        413);
    assertFault(
        () -> signer.sign(draft(ROOM, "t", longest + "x", JsonObject.EMPTY, null), version("12")),
        ErrorCode.TOO_LARGE,
        413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9007199254740992", "-9007199254740992", "1.5", "1e3", "1.0", "1E400"})
  void numbersThatAreNotCanonicalAreRefusedAtAnyDepth(String number) {
    assertFault(
        () ->
            signer.sign(
                draft(ROOM, "t", null, content("{\"a\":[{\"b\":" + number + "}]}"), null),
                version("12")),
        ErrorCode.BAD_JSON,
        400);
  }

  @Test
  void theGreatestAndLeastCanonicalNumbersAreTaken() {
    Event event =
        signer.sign(
            draft(
                ROOM, "t", null, content("{\"a\":9007199254740991,\"b\":-9007199254740991}"), null),
            version("12"));

    assertThat(event.content().integer("a")).hasValue(9007199254740991L);
  }

  private Event sign(String body) {
    JsonObject content = JsonObject.of("body", new JsonString(body));
    return signer.sign(draft(ROOM, "m.room.message", null, content, null), version("12"));
  }

  private static void assertFault(Runnable work, ErrorCode code, int status) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            MatrixException.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(code);
              assertThat(fault.status()).isEqualTo(status);
            });
  }

  private static EventDraft draft(
      RoomId room,
      String type,
      @Nullable String stateKey,
      JsonObject content,
      @Nullable EventId redacts) {
    return new EventDraft(
        room,
        type,
        stateKey,
        ALICE,
        content,
        1_700_000_000_000L,
        List.of(new EventId("$p")),
        List.of(new EventId("$a"), new EventId("$b")),
        7,
        redacts);
  }

  private static EventDraft createDraft(@Nullable RoomId room) {
    return new EventDraft(
        room,
        "m.room.create",
        "",
        ALICE,
        content("{\"room_version\":\"12\"}"),
        1,
        List.of(),
        List.of(),
        1,
        null);
  }

  private static JsonObject content(String text) {
    return (JsonObject) Json.parse(text);
  }

  private static RoomVersion version(String id) {
    return RoomVersion.find(id).orElseThrow();
  }
}
