package org.ashlar.base.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.context.ContextObserver;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// L-04 and L-10: random work of all kinds, with the seeds that are kept here. No line and no
/// charge is another's, nothing is lost, and in the end nothing is alive.
class RandomTasksTest {
  private static final int TASKS = 10_000;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Tasks tasks = new Tasks("random");
  private final Ledger ledger = Ledger.current();
  private final Queue<String> breaches = new ConcurrentLinkedQueue<>();
  private final AtomicLong charged = new AtomicLong();
  private final Queue<Tasks.Task> started = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    tasks.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_127, 4_711})
  void l04RandomTasksKeepTheirContexts(long seed) throws InterruptedException {
    // Given
    int live = ledger.live();
    long before = settled();
    List<Tasks.Task> roots = new ArrayList<>();
    Random random = new Random(seed);
    Queue<FinishedContext> finished = new ConcurrentLinkedQueue<>();
    ContextObserver observer = finished::add;
    ledger.add(observer);
    // When
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      long own = random.nextLong();
      roots.add(tasks.background("root" + number, () -> step(new Random(own), 3)));
    }
    for (Tasks.Task task : roots) {
      assertThat(task.await(LONG)).isTrue();
    }
    for (Tasks.Task task : started) {
      assertThat(task.await(LONG)).isTrue();
    }
    ledger.remove(observer);
    // Then
    assertThat(breaches).isEmpty();
    assertThat(ledger.live()).isEqualTo(live);
    assertThat(settled() - before).isEqualTo(charged.get());
    assertThat(finished).hasSize(roots.size() + started.size());
    assertThat(finished.stream().mapToLong(each -> each.bill().get(Charge.STATEMENTS)).sum())
        .isEqualTo(charged.get());
  }

  /// One of: a charge, a pause, an interrupted pause, a fork, work in the background, a timer, a
  /// heavy section; then what it sees must be what it saw before.
  private void step(Random random, int depth) {
    RequestContext mine = RequestContext.current();
    long amount = random.nextInt(1, 5);
    mine.meter().add(Charge.STATEMENTS, amount);
    charged.addAndGet(amount);
    long seed = random.nextLong();
    if (depth > 0) {
      switch (random.nextInt(7)) {
        case 0 -> pause(random);
        case 1 -> tasks.<String>fork(List.of(forked(seed, depth), forked(seed + 1, depth)));
        case 2 ->
            started.add(tasks.background("child", () -> linked(mine, new Random(seed), depth)));
        case 3 ->
            started.add(
                tasks.after(
                    "timer",
                    Duration.ofNanos(random.nextInt(1_000_000)),
                    () -> linked(mine, new Random(seed), depth)));
        case 4 -> {
          Thread.currentThread().interrupt();
          pause(random);
        }
        case 5 -> mine.withCaller("@u" + seed + ":x").run(() -> step(new Random(seed), depth - 1));
        default -> Thread.yield();
      }
    }
    if (RequestContext.current() != mine) {
      breaches.add(RequestContext.current().id() + " where " + mine.id() + " was");
    }
  }

  private Supplier<String> forked(long seed, int depth) {
    String parent = RequestContext.current().id();
    return () -> {
      String id = RequestContext.current().id();
      if (!id.startsWith(parent + "/")) {
        breaches.add(id + " is no child of " + parent);
      }
      step(new Random(seed), depth - 1);
      return id;
    };
  }

  private void linked(RequestContext starter, Random random, int depth) {
    RequestContext own = RequestContext.current();
    if (!own.link().equals(Optional.of(starter.id()))) {
      breaches.add(own.id() + " is not linked with " + starter.id());
    }
    step(random, depth - 1);
  }

  private static void pause(Random random) {
    try {
      Thread.sleep(Duration.ofNanos(random.nextInt(500_000)));
    } catch (InterruptedException e) {
      // cancelled: it goes on to its end
    }
  }

  private long settled() {
    return ledger.settled(Charge.STATEMENTS) + ledger.late(Charge.STATEMENTS);
  }

  @Test
  void l10AMillionRequestsLeaveNothingAlive() {
    // Given
    int live = ledger.live();
    BoundedCache<Integer, String> names = new BoundedCache<>(4);
    for (int i = 0; i < 4; i++) {
      names.put(i, "GET /path/" + i);
    }
    used();
    long heap = 0;
    // When
    for (int i = 0; i < 1_000_000; i++) {
      RequestContext context = RequestContext.root("GET-" + i, Kind.REQUEST, Instant.MAX);
      context.operation(names.computeIfAbsent(i % 4, key -> "GET /path/" + key));
      context.run(() -> RequestContext.current().meter().add(Charge.BYTES_IN, 1));
      context.finish("200");
      if (i == 100_000) {
        heap = used();
      }
    }
    // Then
    assertThat(ledger.live()).isEqualTo(live);
    assertThat(used() - heap).isLessThan(8L << 20);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
