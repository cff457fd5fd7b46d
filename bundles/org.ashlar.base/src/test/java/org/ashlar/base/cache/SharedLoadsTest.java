package org.ashlar.base.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.context.Span;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.task.Tasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedLoadsTest {
  private final Tasks tasks = new Tasks("test");
  private final SharedLoads<String, String> loads = new SharedLoads<>(tasks, "thing");
  private final RequestContext first = RequestContext.root("GET-a", Kind.REQUEST, Instant.MAX);
  private final RequestContext second = RequestContext.root("GET-b", Kind.REQUEST, Instant.MAX);
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<RequestContext> loading = new AtomicReference<>();

  private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    open.countDown();
    tasks.close();
  }

  @Test
  void l14WhoWaitsForTheLoadOfAnotherNeverWorksUnderItsId() throws Exception {
    // Given
    List<String> seen = new ArrayList<>();
    FutureTask<String> a = start(first, () -> loads.load("k", this::slowly));
    inside.await();
    FutureTask<String> b =
        start(
            second,
            () -> {
              seen.add(RequestContext.current().id());
              String loaded = loads.load("k", () -> "not called");
              seen.add(RequestContext.current().id());
              return loaded;
            });
    awaitWaiting(2);
    // When
    open.countDown();
    // Then
    assertThat(a.get()).isEqualTo("loaded 1");
    assertThat(b.get()).isEqualTo("loaded 1");
    assertThat(seen).containsExactly("GET-b", "GET-b");
    String load = loading.get().id();
    assertThat(load).startsWith("test/load thing-");
    assertThat(loading.get().link()).contains("GET-a");
    for (RequestContext request : List.of(first, second)) {
      assertThat(request.meter().get(Charge.SHARED_WAIT)).isPositive();
      assertThat(request.meter().get(Charge.ROWS)).isZero();
      assertThat(request.span().pieces()).extracting(Span::name).containsExactly(load);
    }
    FinishedContext ended = ended(load);
    assertThat(ended.operation()).isEqualTo("test/load thing");
    assertThat(ended.outcome()).isEqualTo("ok");
    assertThat(ended.bill().get(Charge.ROWS)).isEqualTo(5);
    assertThat(loads.size()).isZero();
  }

  @Test
  void aFaultReachesAllAndTheNextLoadsAgain() throws Exception {
    // Given
    Supplier<String> failing =
        () -> {
          slowly();
          throw MatrixException.notFound("There is no such thing.");
        };
    FutureTask<String> a = start(first, () -> loads.load("k", failing));
    inside.await();
    FutureTask<String> b = start(second, () -> loads.load("k", failing));
    awaitWaiting(2);
    // When
    open.countDown();
    // Then
    assertThatThrownBy(a::get).hasCauseInstanceOf(MatrixException.class);
    assertThatThrownBy(b::get).hasCauseInstanceOf(MatrixException.class);
    assertThat(count).hasValue(1);
    assertThat(ended(loading.get().id()).outcome()).isEqualTo("failed");
    assertThat(loads.load("k", this::slowly)).isEqualTo("loaded 2");
  }

  @Test
  void whoIsInterruptedDoesNotEndTheLoad() throws Exception {
    // Given
    FutureTask<String> a = start(first, () -> loads.load("k", this::slowly));
    inside.await();
    FutureTask<String> b = start(second, () -> loads.load("k", this::slowly));
    awaitWaiting(2);
    // When
    waiting.peek().interrupt();
    assertThatThrownBy(a::get).hasCauseInstanceOf(MatrixException.class);
    open.countDown();
    // Then
    assertThat(b.get()).isEqualTo("loaded 1");
    assertThat(count).hasValue(1);
  }

  @Test
  void afterTheEndOfTheOwnerNothingIsLoadedAndNobodyWaits() {
    tasks.close();
    assertThatThrownBy(() -> loads.load("k", this::slowly))
        .isInstanceOf(IllegalStateException.class);
    assertThat(loads.size()).isZero();
  }

  private String slowly() {
    loading.set(RequestContext.current());
    RequestContext.current().meter().add(Charge.ROWS, 5);
    inside.countDown();
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "loaded " + count.incrementAndGet();
  }

  private FutureTask<String> start(RequestContext context, Supplier<String> work) {
    FutureTask<String> task = new FutureTask<>(() -> context.<String>call(work));
    waiting.add(Thread.ofVirtual().start(task));
    return task;
  }

  private void awaitWaiting(int threads) {
    until(
        () ->
            waiting.stream().filter(each -> each.getState() == Thread.State.WAITING).count()
                >= threads);
  }

  private static FinishedContext ended(String id) {
    until(() -> Ledger.current().find(id).isPresent());
    return Ledger.current().find(id).orElseThrow();
  }

  private static void until(Supplier<Boolean> condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.get()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
