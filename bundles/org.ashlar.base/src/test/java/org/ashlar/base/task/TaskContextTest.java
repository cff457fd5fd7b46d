package org.ashlar.base.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.context.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What work sees of the context that started it, under the numbers of the reference behaviour.
class TaskContextTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Tasks tasks = new Tasks("test");
  private final Ledger ledger = Ledger.current();

  @AfterEach
  void close() {
    tasks.close();
  }

  @Test
  void l01BackgroundWorkHasAnIdOfItsOwnAndItsStarterGoesOnUnchanged() throws Exception {
    for (boolean blocks : List.of(true, false)) {
      // Given
      RequestContext one = RequestContext.root("one-" + blocks, Kind.REQUEST, Instant.MAX);
      CountDownLatch gate = new CountDownLatch(blocks ? 1 : 0);
      CompletableFuture<RequestContext> seen = new CompletableFuture<>();
      // When
      Tasks.Task task =
          one.call(
              () -> {
                Tasks.Task started =
                    tasks.background(
                        "f",
                        () -> {
                          await(gate);
                          RequestContext.current().meter().add(Charge.ROWS, 7);
                          seen.complete(RequestContext.current());
                        });
                assertThat(RequestContext.current()).isSameAs(one);
                return started;
              });
      one.finish("200");
      gate.countDown();
      assertThat(task.await(LONG)).isTrue();
      // Then
      RequestContext own = seen.get(10, TimeUnit.SECONDS);
      assertThat(own.id()).startsWith("test/f-");
      assertThat(own.link()).contains("one-" + blocks);
      assertThat(ledger.find("one-" + blocks).orElseThrow().bill().get(Charge.ROWS)).isZero();
      FinishedContext kept = ledger.find(own.id()).orElseThrow();
      assertThat(kept.bill().get(Charge.ROWS)).isEqualTo(7);
      assertThat(kept.outcome()).isEqualTo("ok");
      assertThat(RequestContext.isBound()).isFalse();
    }
  }

  @Test
  void l02AFaultOfBackgroundWorkIsItsOwn() throws Exception {
    // Given
    RequestContext one = RequestContext.root("one-2", Kind.REQUEST, Instant.MAX);
    CompletableFuture<String> id = new CompletableFuture<>();
    // When
    Tasks.Task task =
        one.call(
            () ->
                tasks.background(
                    "faulty",
                    () -> {
                      id.complete(RequestContext.current().id());
                      throw new IllegalStateException("on purpose");
                    }));
    assertThat(task.await(LONG)).isTrue();
    // Then
    assertThat(ledger.find(id.get(10, TimeUnit.SECONDS)).orElseThrow().outcome())
        .isEqualTo("failed");
    one.finish("200");
  }

  @Test
  void l03WorkIsDoneInTheContextOfWhoStartsItNotOfWhoMadeIt() {
    // Given
    RequestContext maker = RequestContext.root("maker", Kind.REQUEST, Instant.MAX);
    RequestContext caller = RequestContext.root("caller", Kind.REQUEST, Instant.MAX);
    Supplier<Supplier<String>> wrapping = () -> () -> RequestContext.current().id();
    Supplier<String> wrapper = maker.call(wrapping);
    // When
    String direct = caller.call(wrapper);
    List<String> forked = caller.call(() -> tasks.<String>fork(List.of(wrapper, wrapper)));
    String heavy = caller.call(() -> Tasks.<String>heavy("wrapped", wrapper));
    // Then
    assertThat(direct).isEqualTo("caller");
    assertThat(forked).containsExactly("caller/0", "caller/1");
    assertThat(heavy).isEqualTo("caller");
    maker.finish("ok");
    caller.finish("ok");
  }

  @Test
  void aChildIsFinishedBeforeItsParentAndPaysWithIt() {
    // Given
    RequestContext parent = RequestContext.root("parent", Kind.REQUEST, Instant.MAX);
    // When
    List<RequestContext> children =
        parent.call(
            () ->
                tasks.<RequestContext>fork(
                    List.of(
                        () -> {
                          RequestContext.current().meter().add(Charge.ROWS, 2);
                          return RequestContext.current();
                        })));
    long late = ledger.late(Charge.ROWS);
    children.getFirst().meter().add(Charge.ROWS, 5);
    // Then
    assertThat(parent.meter().get(Charge.ROWS)).isEqualTo(2);
    assertThat(ledger.late(Charge.ROWS) - late).isEqualTo(5);
    assertThat(parent.span().pieces()).extracting(Span::name).containsExactly("0");
    assertThat(parent.span().pieces().getFirst().nanos()).isNotNegative();
    parent.finish("ok");
  }

  @Test
  void aHeavySectionIsChargedTheTimeOfTheProcessor() {
    // Given
    RequestContext context = RequestContext.root("heavy", Kind.REQUEST, Instant.MAX);
    // When
    long sum =
        context.call(
            () ->
                Tasks.<Long>heavy(
                    "sum",
                    () -> {
                      assertThat(Thread.currentThread().isVirtual()).isFalse();
                      long total = 0;
                      for (int i = 0; i < 3_000_000; i++) {
                        total += Integer.hashCode(i) ^ total;
                      }
                      return total;
                    }));
    // Then
    assertThat(sum).isNotZero();
    assertThat(context.meter().get(Charge.CPU)).isPositive();
    assertThat(context.span().pieces()).extracting(Span::name).containsExactly("sum");
    context.finish("ok");
  }

  @Test
  void aFaultOfAHeavySectionReachesItsCaller() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                Tasks.<String>heavy(
                    "faulty",
                    () -> {
                      throw new IllegalStateException("on purpose");
                    }))
        .withMessage("on purpose");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
