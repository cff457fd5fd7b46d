package org.ashlar.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.junit.jupiter.api.Test;

/// The vectors of https://spec.matrix.org/v1.19/appendices/#cryptographic-test-vectors
class SpecificationVectorsTest {
  private static final SigningKey KEY =
      SigningKey.parse("ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1");

  @Test
  void signsAnEmptyObject() {
    JsonObject signed = Signatures.sign(JsonObject.EMPTY, "domain", KEY);

    assertThat(signed)
        .isEqualTo(
            object(
                """
                {"signatures":{"domain":{"ed25519:1":"K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"}}}
                """));
    assertThat(Signatures.verify(signed, "domain", KEY.verifyKey())).isTrue();
  }

  @Test
  void signsAnObjectWithData() {
    JsonObject signed = Signatures.sign(object("{\"one\":1,\"two\":\"Two\"}"), "domain", KEY);

    assertThat(signed)
        .isEqualTo(
            object(
                """
                {"one":1,"two":"Two","signatures":{"domain":{"ed25519:1":"KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"}}}
                """));
  }

  @Test
  void hashesAndSignsAMinimalEventOfAnOldVersion() {
    JsonObject event =
        object(
            """
            {"room_id":"!x:domain","sender":"@a:domain","origin":"domain","origin_server_ts":1000000,
             "signatures":{},"hashes":{},"type":"X","content":{},"prev_events":[],"auth_events":[],
             "depth":3,"unsigned":{"age_ts":1000000}}
            """);

    assertVector(
        event,
        "5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos",
        "KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg");
  }

  @Test
  void hashesAndSignsAnEventWithRedactableContent() {
    JsonObject event =
        object(
            """
            {"content":{"body":"Here is the message content"},"event_id":"$0:domain",
             "origin":"domain","origin_server_ts":1000000,"type":"m.room.message",
             "room_id":"!r:domain","sender":"@u:domain","signatures":{},
             "unsigned":{"age_ts":1000000}}
            """);

    assertVector(
        event,
        "onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g",
        "Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA");
  }

  private static void assertVector(JsonObject event, String hash, String signature) {
    // The vectors keep `origin` in redaction, as versions up to 10 do.
    RoomVersion version = RoomVersion.find("10").orElseThrow();
    JsonObject hashed =
        event.with(
            "hashes",
            JsonObject.of("sha256", new JsonString(UnpaddedBase64.encode(ContentHash.of(event)))));
    JsonObject signed = Signatures.sign(Redaction.redact(hashed, version), "domain", KEY);

    assertThat(hashed.object("hashes").orElseThrow().string("sha256")).contains(hash);
    assertThat(
            UnpaddedBase64.encode(
                Signatures.signature(signed, "domain", "ed25519:1").orElseThrow()))
        .isEqualTo(signature);
    assertThat(ContentHash.matches(hashed)).isTrue();
    assertThat(
            Signatures.verifyEvent(
                hashed.with("signatures", signed.get("signatures")),
                version,
                new ServerName("domain"),
                KEY.verifyKey()))
        .isTrue();
  }

  private static JsonObject object(String text) {
    return (JsonObject) Json.parse(text);
  }
}
