package org.ashlar.http.jetty;

import static org.ashlar.http.jetty.TestHouse.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.ashlar.base.gate.Instance;
import org.ashlar.base.gate.SelectionCell;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Route sets are exchanged, and the intake is closed, while clients send without a pause.
class SwapTest {
  private static final String OWNER = "org.example.rest";
  private static final int CLIENTS = 16;

  private final TestHouse house = new TestHouse();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();
  private final List<Thread> clients = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    assertThat(house.selections.intake().inFlight()).isZero();
    house.close();
  }

  /// A version that notices calls after its end.
  private final class Version {
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    Version(int number) {
      name = "v" + number;
    }

    Endpoint endpoint() {
      return on(
          "POST",
          "/_matrix/client/v3/echo/{x}",
          request -> {
            String answer = name;
            for (int i = 0; i < 200; i++) {
              Thread.onSpinWait();
            }
            return closed.get() || request.body().length != 2
                ? new Reply(599, Map.of(), BodyReader.NONE)
                : new Reply(200, Map.of(), answer.getBytes());
          });
    }
  }

  private void startClients() {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (RawClient client = house.client()) {
                      while (!done.get()) {
                        long start = System.nanoTime();
                        RawClient.Answer answer = client.post("/_matrix/client/v3/echo/y", "{}");
                        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                        answers.incrementAndGet();
                        if (answer.status() != 200) {
                          failures.incrementAndGet();
                        }
                      }
                    } catch (Exception e) {
                      failures.incrementAndGet();
                    }
                  }));
    }
    awaitAnswers(CLIENTS);
  }

  private void awaitAnswers(long more) {
    long goal = answers.get() + more;
    await(() -> answers.get() >= goal || failures.get() > 0);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private void stopClients() throws Exception {
    done.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failures).hasValue(0);
  }

  @Test
  void noRequestFailsWhileRouteSetsAreExchangedSideBySide() throws Exception {
    Version current = new Version(0);
    TestHouse.Bound bound = house.bind(OWNER, current.endpoint());
    SelectionCell cell = house.selections.cell("routes:" + OWNER);
    cell.select(house.selections.instance(bound.reference()));
    startClients();
    for (int i = 1; i <= 100; i++) {
      Version next = new Version(i);
      TestHouse.Bound nextBound = house.bind(OWNER, next.endpoint());
      cell.select(house.selections.instance(nextBound.reference()));
      Instance old = house.selections.instance(bound.reference());
      await(() -> old.inFlight() == 0);
      current.closed.set(true);
      house.unbind(bound);
      house.selections.vanished(old.serviceId());
      awaitAnswers(CLIENTS);
      current = next;
      bound = nextBound;
    }
    stopClients();
    try (RawClient client = house.client()) {
      assertThat(client.post("/_matrix/client/v3/echo/y", "{}").body()).isEqualTo("v100");
    }
  }

  @Test
  void noRequestFailsWhileAnAnnouncedSetIsAway() throws Exception {
    Version current = new Version(0);
    TestHouse.Bound bound = house.bind(OWNER, current.endpoint());
    startClients();
    for (int i = 1; i <= 20; i++) {
      house.selections.expectRoutes(OWNER, true);
      house.unbind(bound);
      current.closed.set(true);
      await(() -> house.connector.door().lot().size() == CLIENTS);
      assertThat(house.selections.intake().inFlight()).isZero();
      current = new Version(i);
      bound = house.bind(OWNER, current.endpoint());
      house.selections.expectRoutes(OWNER, false);
      awaitAnswers(CLIENTS);
    }
    stopClients();
  }

  @Test
  void noRequestFailsWhileTheIntakeIsClosedAgainAndAgain() throws Exception {
    Version version = new Version(0);
    house.bind(OWNER, version.endpoint());
    startClients();
    for (int i = 0; i < 100; i++) {
      house.selections.intake().close();
      await(() -> house.selections.intake().inFlight() == 0);
      version.closed.set(true);
      Thread.onSpinWait();
      version.closed.set(false);
      house.selections.intake().open();
      awaitAnswers(CLIENTS);
    }
    stopClients();
  }

  @Test
  void routesThatLeaveUnannouncedAreUnknownAtOnce() throws Exception {
    TestHouse.Bound bound = house.bind(OWNER, new Version(0).endpoint());
    house.unbind(bound);
    try (RawClient client = house.client()) {
      assertThat(client.post("/_matrix/client/v3/echo/y", "{}").body()).contains("M_UNRECOGNIZED");
    }
  }

  @Test
  void aParkedRequestIsToldToComeAgainWhenItTakesTooLong() throws Exception {
    try (TestHouse impatient = new TestHouse(TestHouse.impatient())) {
      impatient.bind(OWNER, new Version(0).endpoint());
      impatient.selections.intake().close();
      try (RawClient client = impatient.client()) {
        RawClient.Answer answer = client.post("/_matrix/client/v3/echo/y", "{}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(answer.body()).contains("M_UNKNOWN");
      }
      impatient.selections.intake().open();
      assertThat(impatient.selections.intake().inFlight()).isZero();
    }
  }

  @Test
  void twoOwnersOfOnePathTheNewerIsRefused() throws Exception {
    TestHouse.Bound first =
        house.bind("one", on("GET", "/a/{x}", r -> new Reply(200, Map.of(), "one".getBytes())));
    house.bind(
        "two",
        on("GET", "/b", r -> new Reply(200, Map.of(), "two".getBytes())),
        on("GET", "/a/{y}", r -> new Reply(200, Map.of(), "two".getBytes())));
    try (RawClient client = house.client()) {
      assertThat(client.get("/a/1").body()).isEqualTo("one");
      assertThat(client.get("/b").status()).isEqualTo(404);
      house.unbind(first);
      assertThat(client.get("/a/1").body()).isEqualTo("two");
      assertThat(client.get("/b").body()).isEqualTo("two");
    }
  }
}
