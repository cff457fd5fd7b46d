package org.ashlar.http.jetty;

import static org.ashlar.http.jetty.TestHouse.keys;
import static org.ashlar.http.jetty.TestHouse.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Wait;
import org.junit.jupiter.api.Test;

class AccessLineTest {
  private static final long MILLI = 1_000_000;

  private final Meter meter =
      RequestContext.root("GET-line", RequestContext.Kind.REQUEST, Instant.MAX).meter();

  @Test
  void theLineSaysAllThatTheRequestHasUsed() {
    // Given
    for (Charge charge : Charge.values()) {
      meter.add(charge, charge.isTime() ? (charge.ordinal() + 1) * MILLI : charge.ordinal() + 1);
    }
    // When
    String line =
        line(
            "PUT",
            "/a/b",
            "a=1",
            "Element/1.2 (X11)",
            new AccessLog.Result("192.0.2.1", 200, 120, 37, true, 5 * MILLI));
    // Then
    assertThat(line)
        .isEqualTo(
            "192.0.2.1 Processed request: 7.005 send=2.005 parked=9.000 lane=11.000 commit=12.000"
                + " shared=13.000 idle=14.000 db=1.000/3/2.000 rows=4 events=7/8 ext=10.000"
                + " cpu=15.000 in=120B out=37B 200 \"PUT /a/b?a=1 HTTP/1.1\" \"Element/1.2"
                + " (X11)\"");
  }

  @Test
  void whatIsZeroIsLeftOutAndWhatWasNotSentWholeIsMarked() {
    assertThat(
            line("GET", "/a", null, null, new AccessLog.Result("::1", 499, 0, 0, false, 7_005_000)))
        .isEqualTo("::1 Processed request: 7.005 499! \"GET /a HTTP/1.1\" \"\"");
  }

  @Test
  void l12SecretsAreRedactedHoweverTheyAreEncoded() {
    AccessLog.Result result = new AccessLog.Result("::1", 200, 0, 2, true, 0);
    assertThat(line("GET", "/a", "access_token=x&access%5Ftoken=y&z=1", null, result))
        .contains("\"GET /a?access_token=<redacted>&access%5Ftoken=<redacted>&z=1 HTTP/1.1\"");
  }

  @Test
  void secretsInRawQuotesAreFoundBeforeTheirQuotesAreTakenOut() {
    AccessLog.Result result = new AccessLog.Result("::1", 200, 0, 2, true, 0);
    String line =
        line(
            "GET",
            "/a/{\"password\":\"planted1\"}",
            "filter={\"password\":\"planted2\"}",
            "{\"access_token\":\"planted3\"} Bearer\tplanted4",
            result);
    assertThat(line).doesNotContain("planted").contains("<redacted>");
  }

  @Test
  void theUserAgentCanNotForgeALineAndIsBounded() {
    AccessLog.Result result = new AccessLog.Result("::1", 200, 0, 2, true, 0);
    assertThat(line("GET", "/a", null, "a\"\n\u001b[1m\u00e9" + "x".repeat(1_000), result))
        .endsWith("HTTP/1.1\" \"a???[1m?" + "x".repeat(192) + "...\"");
  }

  @Test
  void l09WhoHangsUpIsNotedWithAMarkAndAllThatWasUsed() throws Exception {
    AtomicReference<String> id = new AtomicReference<>();
    try (TestHouse house = new TestHouse()) {
      // Given
      house.bind(
          "a",
          on(
              "GET",
              "/poll",
              request -> {
                id.set(RequestContext.current().id());
                RequestContext.current().meter().add(Charge.STATEMENTS, 3);
                return new Wait(keys("k"), Duration.ofSeconds(20), "t");
              }));
      // When
      try (RawClient client = house.client()) {
        client.send("GET /poll HTTP/1.1\r\nHost: h\r\n\r\n");
        await(() -> house.connector.door().waits().waiting() == 1);
      }
      await(() -> ended(id, "/poll").isPresent());
    }
    // Then
    FinishedContext ended = ended(id, "/poll").orElseThrow();
    assertThat(ended.outcome()).isEqualTo("499!");
    assertThat(ended.bill().get(Charge.STATEMENTS)).isEqualTo(3);
    assertThat(ended.bill().get(Charge.IDLE)).isPositive();
    assertThat(ended.bill().get(Charge.BYTES_OUT)).isZero();
  }

  @Test
  void bytesAreThoseOfTheBodyThatIsSent() throws Exception {
    AtomicReference<String> id = new AtomicReference<>();
    try (TestHouse house = new TestHouse();
        RawClient client = house.client()) {
      house.bind(
          "a",
          on(
              "GET",
              "/a",
              request -> {
                id.set(RequestContext.current().id());
                return new Reply(200, Map.of(), new byte[17]);
              }));
      // When
      client.get("/a");
      await(() -> ended(id, "/a").isPresent());
      long got = ended(id, "/a").orElseThrow().bill().get(Charge.BYTES_OUT);
      client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n").read(false);
      await(() -> id.get().startsWith("HEAD") && ended(id, "/a").isPresent());
      // Then
      assertThat(got).isEqualTo(17);
      assertThat(ended(id, "/a").orElseThrow().bill().get(Charge.BYTES_OUT)).isZero();
    }
  }

  private static Optional<FinishedContext> ended(AtomicReference<String> id, String path) {
    return Optional.ofNullable(id.get())
        .flatMap(Ledger.current()::find)
        .filter(context -> context.operation().endsWith(path));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000 * MILLI;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(MILLI);
    }
  }

  /// The line at 7.005 ms after the request began.
  private String line(
      String method, String path, String query, String agent, AccessLog.Result result) {
    AccessLine.Asked asked = new AccessLine.Asked(method, path, query, "HTTP/1.1", agent, 0);
    return AccessLine.processed(asked, result, meter, 7_005_000);
  }
}
