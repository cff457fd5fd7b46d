package org.ashlar.http.jetty;

import static org.ashlar.http.jetty.TestHouse.keys;
import static org.ashlar.http.jetty.TestHouse.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Wait;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitTest {
  private static final String SYNC = "GET /sync HTTP/1.1\r\nHost: h\r\n\r\n";

  private final TestHouse house = new TestHouse();
  private final FrontDoor door = house.connector.door();

  @AfterEach
  void nothingIsLeft() throws Exception {
    await(() -> door.active() == 0);
    assertThat(house.selections.intake().inFlight()).isZero();
    assertThat(door.waits().waiting()).isZero();
    assertThat(door.timeouts().size()).isZero();
    house.close();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /// Waits once, then answers with the token.
  private static Outcome waitOnce(Request request) {
    return request.resumeToken() == null
        ? new Wait(keys("k"), Duration.ofSeconds(20), "t")
        : Reply.ok(JsonObject.builder().put("token", request.resumeToken()).build());
  }

  @Test
  void aWaitingRequestIsNotInFlight() throws Exception {
    house.bind("a", on("GET", "/sync", WaitTest::waitOnce));
    try (RawClient client = house.client()) {
      client.send(SYNC);
      await(() -> door.waits().waiting() == 1);
      assertThat(house.selections.intake().inFlight()).isZero();
      house.connector.wake(keys("other"));
      assertThat(door.waits().waiting()).isEqualTo(1);
      house.connector.wake(keys("k"));
      assertThat(client.read().body()).isEqualTo("{\"token\":\"t\"}");
    }
  }

  @Test
  void aWakeUpWhileTheEndpointWorksIsNotLost() throws Exception {
    house.bind(
        "a",
        on(
            "GET",
            "/sync",
            request -> {
              Outcome outcome = waitOnce(request);
              house.connector.wake(keys("k"));
              return outcome;
            }));
    try (RawClient client = house.client()) {
      assertThat(client.send(SYNC).read().body()).isEqualTo("{\"token\":\"t\"}");
    }
  }

  @Test
  void noWakeUpIsLostHoweverItFallsIn() throws Exception {
    AtomicLong position = new AtomicLong();
    house.bind(
        "a",
        on(
            "GET",
            "/sync",
            request -> {
              long since = Long.parseLong(request.queryParameter("since").orElseThrow());
              long now = position.get();
              return now > since
                  ? new Reply(200, Map.of(), Long.toString(now).getBytes())
                  : new Wait(keys("room"), Duration.ofSeconds(30), "t");
            }));
    int readers = 8;
    int writes = 3_000;
    List<CompletableFuture<Long>> all = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      CompletableFuture<Long> last = new CompletableFuture<>();
      all.add(last);
      Thread.ofVirtual()
          .start(
              () -> {
                try (RawClient client = house.client()) {
                  long since = 0;
                  while (since < writes) {
                    since = Long.parseLong(client.get("/sync?since=" + since).body());
                  }
                  last.complete(since);
                } catch (Exception e) {
                  last.completeExceptionally(e);
                }
              });
    }
    for (int i = 0; i < writes; i++) {
      position.incrementAndGet();
      house.connector.wake(keys("room"));
      if (i % 16 == 0) {
        Thread.yield();
      }
    }
    for (CompletableFuture<Long> last : all) {
      assertThat(last.get(9, TimeUnit.SECONDS)).isEqualTo(writes);
    }
  }

  @Test
  void aClientThatLeavesIsDroppedAtOnceAndCounted() throws Exception {
    house.bind("a", on("GET", "/sync", WaitTest::waitOnce));
    try (RawClient client = house.client()) {
      client.send(SYNC);
      await(() -> door.waits().waiting() == 1);
    }
    await(() -> door.waits().waiting() == 0);
    assertThat(door.vanished()).isEqualTo(1);
    await(() -> door.active() == 0);
  }

  @Test
  void theNextRequestOfAConnectionWaitsForThisOnesAnswer() throws Exception {
    house.bind(
        "a",
        on("GET", "/sync", WaitTest::waitOnce),
        on("GET", "/next/{n}", r -> Reply.ok(JsonObject.of("n", text(r.pathParameter("n"))))));
    try (RawClient client = house.client()) {
      client.send(SYNC);
      await(() -> door.waits().waiting() == 1);
      client.send("GET /next/1 HTTP/1.1\r\nHost: h\r\n\r\nGET /next/2 HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.isLeftAlone(Duration.ofMillis(200))).isTrue();
      house.connector.wake(keys("k"));
      assertThat(client.read().body()).isEqualTo("{\"token\":\"t\"}");
      assertThat(client.read().body()).isEqualTo("{\"n\":\"1\"}");
      assertThat(client.read().body()).isEqualTo("{\"n\":\"2\"}");
    }
  }

  private static JsonString text(String value) {
    return new JsonString(value);
  }

  @Test
  void requestsSentInOneGoAreAnsweredInTheirOrder() throws Exception {
    house.bind(
        "a",
        on("GET", "/sync", WaitTest::waitOnce),
        on("GET", "/n/{n}", r -> Reply.ok(JsonObject.of("n", text(r.pathParameter("n"))))));
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      all.append("GET /n/").append(i).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
      if (i == 25) {
        all.append(SYNC);
      }
    }
    try (RawClient client = house.client()) {
      client.send(all.toString());
      await(() -> door.waits().waiting() == 1);
      house.connector.wake(keys("k"));
      for (int i = 0; i < 50; i++) {
        assertThat(client.read().body()).isEqualTo("{\"n\":\"" + i + "\"}");
        if (i == 25) {
          assertThat(client.read().body()).contains("token");
        }
      }
    }
  }

  @Test
  void twoHundredWaitersOfOneKeyAreAnsweredTogether() throws Exception {
    house.bind("a", on("GET", "/sync", WaitTest::waitOnce));
    int count = 200;
    List<RawClient> clients = new ArrayList<>();
    long best = Long.MAX_VALUE;
    try {
      for (int i = 0; i < count; i++) {
        clients.add(house.client());
      }
      for (int round = 0; round < 20; round++) {
        for (RawClient client : clients) {
          client.send(SYNC);
        }
        await(() -> door.waits().waiting() == count);
        long start = System.nanoTime();
        house.connector.wake(keys("k"));
        for (RawClient client : clients) {
          assertThat(client.read().status()).isEqualTo(200);
        }
        best = Math.min(best, System.nanoTime() - start);
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    // The best of twenty: this machine has other work to do.
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
  }

  @Test
  void theCurrentVersionAnswersAWaitThatAnOldOneBegan() throws Exception {
    TestHouse.Bound old = house.bind("a", on("GET", "/sync", WaitTest::waitOnce));
    try (RawClient client = house.client()) {
      client.send(SYNC);
      await(() -> door.waits().waiting() == 1);
      house.bind("a", on("GET", "/sync", r -> new Reply(200, Map.of(), "new".getBytes())));
      house.unbind(old);
      house.connector.wake(keys("k"));
      assertThat(client.read().body()).isEqualTo("new");
    }
  }

  @Test
  void everyEntryIsInTheContextOfTheRequest() throws Exception {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    AtomicInteger entries = new AtomicInteger();
    house.bind(
        "a",
        on(
            "GET",
            "/sync",
            request -> {
              ids.add(
                  RequestContext.current().id() + " " + RequestContext.current().link().orElse(""));
              RequestContext.current().identify("@a:h");
              return entries.incrementAndGet() < 3
                  ? new Wait(keys("k"), Duration.ofMillis(5), "t")
                  : Reply.ok();
            }));
    try (RawClient client = house.client()) {
      client.send("GET /sync HTTP/1.1\r\nHost: h\r\nX-Request-Id: abc-1\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(ids).containsExactly("GET-1 abc-1");
  }

  @Test
  void aWaitMayBeLongerThanTheIdleTimeOut() throws Exception {
    try (TestHouse impatient = new TestHouse(TestHouse.impatient())) {
      impatient.bind(
          "a",
          on(
              "GET",
              "/sync",
              request ->
                  request.resumeToken() == null
                      ? new Wait(keys("k"), Duration.ofMillis(3_500), "t")
                      : Reply.ok()));
      try (RawClient client = impatient.client()) {
        assertThat(client.send(SYNC).read().body()).isEqualTo("{}");
        assertThat(client.isClosed()).isTrue();
      }
    }
  }

  @Test
  void waitersAreAnsweredWhenTheServerStops() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    house.bind("a", on("GET", "/sync", WaitTest::waitOnce));
    house.bind(
        "b",
        on(
            "GET",
            "/stubborn",
            request -> {
              entered.countDown();
              return new Wait(keys("k"), Duration.ofSeconds(20), "t");
            }));
    try (RawClient client = house.client();
        RawClient stubborn = house.client()) {
      client.send(SYNC);
      stubborn.send("GET /stubborn HTTP/1.1\r\nHost: h\r\n\r\n");
      await(() -> door.waits().waiting() == 2);
      long start = System.nanoTime();
      house.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      RawClient.Answer answer = client.read();
      assertThat(answer.body()).isEqualTo("{\"token\":\"t\"}");
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(stubborn.read().status()).isEqualTo(503);
    }
  }
}
