package org.ashlar.base.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext.Kind;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = Ledger.current();

  @Test
  void aFinishedRequestIsKeptWithWhatItUsedAndWhereItsTimeWent() {
    // Given
    RequestContext context = RequestContext.root("GET-1001", Kind.REQUEST, Instant.MAX, "proxy-7");
    context.operation("GET /a/{b}");
    long settled = ledger.settled(Charge.ROWS);
    // When
    context.run(
        () -> {
          RequestContext.current().identify("@a:b");
          RequestContext.current().about("!r");
          RequestContext inner = RequestContext.current().inside("org.ashlar.Some", this);
          inner.meter().add(Charge.ROWS, 3);
          inner.span().add("select", System.nanoTime(), 5);
          inner.span().end();
        });
    context.finish("200");
    // Then
    FinishedContext kept = ledger.find("GET-1001").orElseThrow();
    assertThat(kept.operation()).isEqualTo("GET /a/{b}");
    assertThat(kept.user()).isEqualTo("@a:b");
    assertThat(kept.room()).isEqualTo("!r");
    assertThat(kept.outcome()).isEqualTo("200");
    assertThat(kept.bill().get(Charge.ROWS)).isEqualTo(3);
    assertThat(kept.span().pieces()).extracting(Span::name).containsExactly("org.ashlar.Some");
    assertThat(kept.span().pieces().getFirst().pieces())
        .extracting(Span::name)
        .containsExactly("select");
    assertThat(ledger.settled(Charge.ROWS) - settled).isEqualTo(3);
    assertThat(ledger.linked("proxy-7")).containsExactly(kept);
  }

  @Test
  void theIdThatAProxyGaveLeadsToARequestThatStillRuns() {
    RequestContext context = RequestContext.root("GET-1009", Kind.REQUEST, Instant.MAX, "proxy-9");
    assertThat(ledger.linked("proxy-9"))
        .extracting(FinishedContext::id, FinishedContext::outcome)
        .containsExactly(tuple("GET-1009", "running"));
    context.finish("200");
    assertThat(ledger.linked("proxy-9"))
        .extracting(FinishedContext::outcome)
        .containsExactly("200");
  }

  @Test
  void whatIsChargedAfterTheEndIsLateAndNobodysBill() {
    // Given
    RequestContext context = RequestContext.root("GET-1002", Kind.REQUEST, Instant.MAX);
    context.meter().add(Charge.STATEMENTS, 2);
    context.finish("200");
    long late = ledger.late(Charge.STATEMENTS);
    long charges = ledger.lateCharges();
    // When
    context.meter().add(Charge.STATEMENTS, 1);
    // Then
    assertThat(context.meter().get(Charge.STATEMENTS)).isEqualTo(2);
    assertThat(ledger.late(Charge.STATEMENTS) - late).isEqualTo(1);
    assertThat(ledger.lateCharges() - charges).isEqualTo(1);
  }

  @Test
  void theRequestsOfACallersTraceAreFoundByItsId() {
    // Given
    String trace = "1001".repeat(8);
    ledger.slowAfter(Duration.ofNanos(1));
    RequestContext first = traced("GET-1101", trace);
    RequestContext second = traced("GET-1102", trace);
    traced("GET-1103", "1002".repeat(8)).finish("200");
    // When
    first.finish("200");
    // Then
    assertThat(ledger.traced(trace))
        .extracting(FinishedContext::id)
        .containsExactly("GET-1101", "GET-1102");
    assertThat(ledger.traced(trace))
        .extracting(FinishedContext::outcome)
        .containsExactly("200", "running");
    assertThat(ledger.traced(trace.substring(1))).isEmpty();
    assertThat(ledger.traced("2".repeat(32))).isEmpty();
    second.finish("200");
    ledger.slowAfter(Duration.ofSeconds(2));
  }

  private static RequestContext traced(String id, String trace) {
    return RequestContext.root(
        id, Kind.REQUEST, Instant.MAX, null, "00-" + trace + "-" + "7".repeat(16) + "-01");
  }

  @Test
  void endingTwiceCountsOnce() {
    RequestContext context = RequestContext.root("GET-1003", Kind.REQUEST, Instant.MAX);
    long live = ledger.live();
    context.finish("200");
    context.finish("500");
    assertThat(ledger.live()).isEqualTo(live - 1);
    assertThat(ledger.find("GET-1003").orElseThrow().outcome()).isEqualTo("200");
  }

  @Test
  void chargesThatRaceWithTheEndAreInTheBillOrLateAndNeverLost() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      // Given
      RequestContext context = RequestContext.root("GET-race-" + round, Kind.REQUEST, Instant.MAX);
      long before = ledger.settled(Charge.EVENTS_READ) + ledger.late(Charge.EVENTS_READ);
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      await(start);
                      for (int i = 0; i < 100; i++) {
                        context.meter().add(Charge.EVENTS_READ, 1);
                      }
                    }));
      }
      // When
      start.countDown();
      context.finish("200");
      for (Thread thread : threads) {
        thread.join();
      }
      // Then
      assertThat(ledger.settled(Charge.EVENTS_READ) + ledger.late(Charge.EVENTS_READ) - before)
          .isEqualTo(400);
    }
  }

  @Test
  void l11WhatAnInnerPieceUsesIsInTheOuterOneAndEndingAPieceTwiceIsHarmless() {
    // Given
    RequestContext outer = RequestContext.root("GET-1011", Kind.REQUEST, Instant.MAX);
    RequestContext inner = outer.child("inner");
    Span piece = inner.span().begin("innermost");
    // When
    inner.meter().add(Charge.ROWS, 4);
    outer.meter().add(Charge.ROWS, 1);
    piece.end();
    long first = piece.nanos();
    piece.end();
    inner.finishChild();
    inner.finishChild();
    outer.finish("200");
    // Then
    FinishedContext kept = ledger.find("GET-1011").orElseThrow();
    assertThat(kept.bill().get(Charge.ROWS)).isEqualTo(5);
    assertThat(inner.meter().get(Charge.ROWS)).isEqualTo(4);
    assertThat(piece.nanos()).isEqualTo(first);
    Span middle = kept.span().pieces().getFirst();
    assertThat(middle.pieces()).containsExactly(piece);
    assertThat(kept.span().nanos())
        .isGreaterThanOrEqualTo(middle.nanos())
        .isGreaterThanOrEqualTo(piece.nanos());
  }

  @Test
  void aShareOfACallerWhoHasEndedStaysWithTheBatcherAndIsNeverLate() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      // Given
      RequestContext writer = RequestContext.root("writer-e" + round, Kind.TASK, Instant.MAX);
      RequestContext caller = RequestContext.root("PUT-e" + round, Kind.REQUEST, Instant.MAX);
      RequestContext part = caller.child("part");
      writer.meter().add(Charge.ROWS, 100);
      long late = ledger.lateCharges();
      CountDownLatch start = new CountDownLatch(1);
      Thread end =
          Thread.ofVirtual()
              .start(
                  () -> {
                    await(start);
                    part.finishChild();
                    caller.finish("200");
                  });
      // When
      start.countDown();
      int moved = 0;
      for (int i = 0; i < 100; i++) {
        moved += writer.meter().move(part.meter(), Charge.ROWS, 1) ? 1 : 0;
      }
      end.join();
      // Then
      assertThat(writer.meter().get(Charge.ROWS)).isEqualTo(100 - moved);
      assertThat(caller.meter().get(Charge.ROWS)).isEqualTo(moved);
      assertThat(writer.meter().move(part.meter(), Charge.ROWS, 1)).isFalse();
      assertThat(ledger.lateCharges()).isEqualTo(late);
      writer.finish("ok");
    }
  }

  @Test
  void aBatcherMovesItsCallersTheirShares() {
    // Given
    RequestContext writer = RequestContext.root("writer-1", Kind.TASK, Instant.MAX);
    RequestContext first = RequestContext.root("PUT-1004", Kind.REQUEST, Instant.MAX);
    RequestContext second = RequestContext.root("PUT-1005", Kind.REQUEST, Instant.MAX);
    writer.meter().add(Charge.DATABASE_TIME, 900);
    // When
    writer.meter().move(first.meter(), Charge.DATABASE_TIME, 600);
    writer.meter().move(second.meter(), Charge.DATABASE_TIME, 300);
    // Then
    assertThat(writer.meter().get(Charge.DATABASE_TIME)).isZero();
    assertThat(first.meter().get(Charge.DATABASE_TIME)).isEqualTo(600);
    assertThat(second.meter().get(Charge.DATABASE_TIME)).isEqualTo(300);
    List.of(writer, first, second).forEach(context -> context.finish("ok"));
  }

  @Test
  void aTreeIsBoundedAndSaysWhatItLeftOut() {
    RequestContext context = RequestContext.root("GET-1006", Kind.REQUEST, Instant.MAX);
    for (int i = 0; i < Span.MAX_PIECES + 44; i++) {
      context.span().add("piece", System.nanoTime(), 1);
    }
    context.finish("200");
    FinishedContext kept = ledger.find("GET-1006").orElseThrow();
    assertThat(kept.span().pieces()).hasSize(Span.MAX_PIECES);
    assertThat(kept.span().omitted()).isEqualTo(44);
    assertThat(new SpanTree(kept).toString()).contains("and 44 further pieces");
  }

  @Test
  void anotherCallersContextIsTheSameWork() {
    // Given
    RequestContext context = RequestContext.root("PUT-1007", Kind.REQUEST, Instant.MAX);
    // When
    context.withCaller("@bot:b").about("!r");
    // Then
    assertThat(context.caller()).contains("@bot:b");
    assertThat(context.room()).contains("!r");
    context.finish("200");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
