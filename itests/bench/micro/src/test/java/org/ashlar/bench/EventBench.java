package org.ashlar.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.CanonicalJson;
import org.ashlar.event.ContentHash;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventSigner;
import org.ashlar.event.Redaction;
import org.ashlar.event.ReferenceHash;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.Signatures;
import org.ashlar.event.SigningKey;
import org.ashlar.event.StateKey;
import org.ashlar.event.VerifyKey;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.room.rules.VersionedAuthRules;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What an event costs before it is stored: authorization, hashes, signatures. Each event is read
/// anew from its bytes, as one from the wire or the store is; the state that judges it is at hand.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EventBench {
  static final int SIGNED = 10_000;

  private static final ServerName SERVER = new ServerName("a.example");
  private static final UserId CREATOR = new UserId("@creator:a.example");
  private static final UserId ALICE = new UserId("@alice:a.example");
  private static final RoomVersion VERSION = RoomVersion.find("11").orElseThrow();
  private static final RoomId ROOM = new RoomId("!room:a.example");

  private final SigningKey key =
      SigningKey.parse("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");
  private final EventSigner signer = new EventSigner(SERVER, key);
  private final VersionedAuthRules rules = new VersionedAuthRules("bench");
  private final Map<StateKey, Event> state = new HashMap<>();
  private final VerifyKey verifyKey = key.verifyKey();
  private final Ed25519PublicKeyParameters publicKey = key(verifyKey);
  private final byte[][] signed = new byte[SIGNED][];
  private final byte[][] messages = new byte[SIGNED][];
  private final byte[][] signatures = new byte[SIGNED][];
  private Event message;
  private Event join;
  private Event levels;
  private JsonObject kilobyte;
  private byte[] kilobyteBytes;

  /// Arranges the room and its events.
  @Setup
  public void arrange() {
    put(CREATOR, "m.room.create", "", "{'room_version':'11'}");
    put(CREATOR, "m.room.member", CREATOR.value(), "{'membership':'join'}");
    put(ALICE, "m.room.member", ALICE.value(), "{'membership':'join'}");
    put(CREATOR, "m.room.power_levels", "", levels(100, 0));
    put(CREATOR, "m.room.join_rules", "", "{'join_rule':'public'}");
    message = event(ALICE, "m.room.message", null, text("hello"), 1);
    join = event(ALICE, "m.room.member", ALICE.value(), "{'membership':'join'}", 1);
    levels = event(CREATOR, "m.room.power_levels", "", levels(100, 1), 1);
    Event large = event(ALICE, "m.room.message", null, text("x".repeat(400)), 1);
    int missing = 1024 - large.bytes().length;
    large = event(ALICE, "m.room.message", null, text("x".repeat(400 + missing)), 1);
    kilobyteBytes = large.bytes();
    kilobyte = large.pdu();
    for (int i = 0; i < SIGNED; i++) {
      JsonObject pdu = event(ALICE, "m.room.message", null, text("message " + i), i).pdu();
      signed[i] = Json.write(pdu);
      messages[i] = Json.writeSorted(Redaction.redact(pdu, VERSION).without("signatures"));
      signatures[i] = Signatures.signature(pdu, SERVER.value(), key.id()).orElseThrow();
    }
  }

  /// A message of a member.
  @Benchmark
  public AuthVerdict authMessage() {
    return check(message);
  }

  /// A member changes the own membership event.
  @Benchmark
  public AuthVerdict authMember() {
    return check(join);
  }

  /// Power levels of 100 users, one of them changed.
  @Benchmark
  public AuthVerdict authPowerLevels() {
    return check(levels);
  }

  /// Content hash of an event of 1,024 bytes.
  @Benchmark
  public byte[] contentHash() {
    return ContentHash.of(kilobyte);
  }

  /// Canonical form and reference hash, which is the event's id.
  @Benchmark
  public Object canonicalAndReferenceHash() {
    byte[] bytes = CanonicalJson.encode(kilobyte, VERSION);
    return bytes.length == 0 ? bytes : ReferenceHash.of(kilobyte, VERSION);
  }

  /// The whole way in of a PDU: parsed, checked, in canonical form, with id, content hash compared.
  @Benchmark
  public boolean receive() {
    JsonObject pdu = Json.parseObject(kilobyteBytes);
    return Event.receive(pdu, VERSION).isState() || ContentHash.matches(pdu);
  }

  /// Verifies 10,000 events as they come from the wire: parsed, redacted, in canonical form.
  @Benchmark
  @OperationsPerInvocation(SIGNED)
  public int verifyEvents() {
    int right = 0;
    for (byte[] event : signed) {
      right += Signatures.verifyEvent(Json.parseObject(event), VERSION, SERVER, verifyKey) ? 1 : 0;
    }
    return require(right);
  }

  /// Verifies the same signatures over bytes that are ready: the crypto library alone.
  @Benchmark
  @OperationsPerInvocation(SIGNED)
  public int verifyBouncyCastleAlone() {
    int right = 0;
    for (int i = 0; i < SIGNED; i++) {
      byte[] text = messages[i];
      right +=
          publicKey.verify(Ed25519.Algorithm.Ed25519, null, text, 0, text.length, signatures[i], 0)
              ? 1
              : 0;
    }
    return require(right);
  }

  private AuthVerdict check(Event event) {
    AuthVerdict verdict =
        rules.check(Event.read(event.id(), event.bytes(), event.version()), state::get);
    if (!verdict.isAllowed()) {
      throw new IllegalStateException(verdict.toString());
    }
    return verdict;
  }

  private static int require(int right) {
    if (right != SIGNED) {
      throw new IllegalStateException(right + " signatures are right");
    }
    return right;
  }

  private void put(UserId sender, String type, String stateKey, String content) {
    Event event = event(sender, type, stateKey, content, 1);
    state.put(event.key(), event);
  }

  private Event event(UserId sender, String type, String stateKey, String content, long time) {
    Event previous = state.get(StateKey.CREATE);
    EventDraft draft =
        new EventDraft(
            ROOM,
            type,
            stateKey,
            sender,
            (JsonObject) Json.parse(content.replace('\'', '"')),
            1_700_000_000_000L + time,
            type.equals("m.room.create") ? List.of() : List.of(previous.id()),
            state.values().stream().map(Event::id).toList(),
            2,
            null);
    return signer.sign(draft, VERSION);
  }

  private static String text(String body) {
    return "{'msgtype':'m.text','body':'" + body + "'}";
  }

  private static String levels(int users, int last) {
    StringBuilder content = new StringBuilder("{'users_default':0,'users':{");
    content.append("'@creator:a.example':100");
    for (int i = 1; i < users; i++) {
      content.append(",'@user").append(i).append(":b.example':").append(i == 1 ? last : i % 90);
    }
    return content.append("},'events':{'m.room.name':50,'m.room.power_levels':100}}").toString();
  }

  private static Ed25519PublicKeyParameters key(VerifyKey key) {
    return new Ed25519PublicKeyParameters(
        org.ashlar.event.UnpaddedBase64.decode(key.base64()).orElseThrow());
  }
}
