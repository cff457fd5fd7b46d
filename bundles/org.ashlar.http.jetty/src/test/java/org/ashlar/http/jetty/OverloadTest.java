package org.ashlar.http.jetty;

import static org.ashlar.http.jetty.TestHouse.keys;
import static org.ashlar.http.jetty.TestHouse.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Wait;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests while the machine has more to do than it can.
class OverloadTest {
  private static final int UNITS = 8;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger worked = new AtomicInteger();
  private final Admission admission = new Admission(UNITS, nanos::get, new Metrics());
  private final TestHouse house = new TestHouse(TestHouse.settings(), admission);
  private final FrontDoor door = house.connector.door();
  private Place all = all();

  @BeforeEach
  void serve() {
    house.bind(
        "a",
        on("POST", "/work", this::work),
        on("GET", "/sync", OverloadTest::waitOnce),
        on("GET", "/_matrix/client/versions", this::work),
        on("GET", "/_ashlar/health", this::work));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    admission.leave(all);
    await(() -> door.active() == 0);
    assertThat(house.selections.intake().inFlight()).isZero();
    assertThat(door.timeouts().size()).isZero();
    assertThat(admission.waiting()).isZero();
    // and all places are free again
    assertThat(admission.enter(all())).isEqualTo(Place.State.HELD);
    house.close();
  }

  @Test
  void aRequestWaitsForItsTurnBeforeItsBodyIsReadAndIsNotInFlight() throws Exception {
    // Given
    admission.enter(all);
    try (RawClient client = house.client()) {
      // When only the head of a request has come
      client.send("POST /work HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n");
      await(() -> admission.waiting() == 1);
      // Then a swap need not wait for it
      assertThat(house.selections.intake().inFlight()).isZero();
      assertThat(worked).hasValue(0);
      admission.leave(all);
      client.send("{}");
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void whoSendsSlowlyHoldsNoPlace() throws Exception {
    // Given a body that does not come
    try (RawClient slow = house.client()) {
      slow.send(
          "POST /work HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(slow.read().status()).isEqualTo(100);
      await(() -> house.selections.intake().inFlight() == 0);
      // When, Then all places can be had
      await(this::holdsAll);
      slow.send("{}");
      await(() -> admission.waiting() == 1);
      // and it is not turned away, late as it is
      overload();
      assertThat(admission.isOverloaded()).isTrue();
      admission.leave(all);
      assertThat(slow.read().status()).isEqualTo(200);
    }
  }

  @Test
  void anOverloadIsAnsweredAtOnceWithATimeToComeBack() throws Exception {
    // Given
    admission.enter(all);
    try (RawClient first = house.client();
        RawClient second = house.client()) {
      first.send("POST /work HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}");
      await(() -> admission.waiting() == 1);
      // When
      overload();
      // Then who waited too long is told so
      RawClient.Answer late = first.read();
      assertThat(late.status()).isEqualTo(429);
      JsonObject body = Json.parseObject(late.body().getBytes());
      assertThat(body.string("errcode")).contains("M_LIMIT_EXCEEDED");
      assertThat(body.integer("retry_after_ms").orElseThrow()).isBetween(1000L, 3000L);
      assertThat(Long.parseLong(late.headers().get("retry-after"))).isBetween(1L, 3L);
      assertThat(worked).hasValue(0);
      // and what operators ask is answered
      assertThat(second.get("/_matrix/client/versions").status()).isEqualTo(200);
      assertThat(second.get("/_ashlar/health").status()).isEqualTo(200);
      // and the connection serves on
      admission.leave(all);
      assertThat(first.post("/work", "{}").status()).isEqualTo(200);
    }
  }

  @Test
  void aLongPollHoldsNoPlaceAndIsAnsweredThroughAnOverload() throws Exception {
    try (RawClient client = house.client()) {
      // Given
      client.send("GET /sync HTTP/1.1\r\nHost: h\r\n\r\n");
      await(() -> door.waits().waiting() == 1);
      await(this::holdsAll);
      // When it is woken while there is no place
      house.connector.wake(keys("k"));
      await(() -> admission.waiting() == 1);
      overload();
      assertThat(admission.waiting()).isEqualTo(1);
      admission.leave(all);
      // Then
      assertThat(client.read().body()).isEqualTo("{\"token\":\"t\"}");
    }
  }

  @Test
  void whatWaitsWhenTheServerStopsIsAnswered() throws Exception {
    admission.enter(all);
    try (RawClient client = house.client()) {
      client.send("POST /work HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}");
      await(() -> admission.waiting() == 1);
      door.beginClosing();
      assertThat(client.read().status()).isEqualTo(429);
    }
  }

  @Test
  void whatWaitsIsServedAfterASwapThatClosedTheIntake() throws Exception {
    // Given
    admission.enter(all);
    try (RawClient client = house.client()) {
      client.send("POST /work HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}");
      await(() -> admission.waiting() == 1);
      // When its turn comes while the intake is closed
      house.selections.intake().close();
      admission.leave(all);
      await(() -> admission.waiting() == 0);
      // Then it holds no place meanwhile
      await(this::holdsAll);
      admission.leave(all);
      house.selections.intake().open();
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  /// Lets the queue be slow for as long as it takes.
  private void overload() {
    house.connector.apply(shedding());
    Place first = enterAnother();
    nanos.addAndGet(Duration.ofMillis(61).toNanos());
    admission.leave(enterAnother());
    nanos.addAndGet(Admission.INTERVAL_NANOS);
    admission.leave(enterAnother());
    admission.leave(first);
  }

  private Place enterAnother() {
    Place another = new Place(1, false, () -> {});
    admission.enter(another);
    return another;
  }

  private static HttpSettings shedding() {
    HttpSettings usual = TestHouse.settings();
    return new HttpSettings(
        usual.listeners(),
        usual.proxies(),
        usual.maxBody(),
        usual.maxHeader(),
        usual.body(),
        usual.times(),
        usual.maxConnections(),
        usual.networkThreads(),
        new HttpSettings.Shedding(true, Duration.ofMillis(20)));
  }

  private boolean holdsAll() {
    if (all.state != Place.State.HELD) {
      admission.leave(all);
      all = all();
      admission.enter(all);
    }
    return all.state == Place.State.HELD;
  }

  private static Place all() {
    return new Place(UNITS, true, () -> {});
  }

  private Outcome work(Request request) {
    worked.incrementAndGet();
    return Reply.ok();
  }

  private static Outcome waitOnce(Request request) {
    return request.resumeToken() == null
        ? new Wait(keys("k"), Duration.ofSeconds(20), "t")
        : Reply.ok(JsonObject.builder().put("token", request.resumeToken()).build());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
