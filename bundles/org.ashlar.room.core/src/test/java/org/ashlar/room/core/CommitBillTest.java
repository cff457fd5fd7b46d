package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.context.Span;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who pays for a commit that several share.
class CommitBillTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Ledger ledger = Ledger.current();
  private final RoomHouse house = new RoomHouse();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void close() {
    open.countDown();
    house.close();
  }

  @Test
  void whoSharesACommitPaysItsShareAndTheWriterNothing() throws InterruptedException {
    // Given
    RoomId[] rooms = {room(), room(), room(), room()};
    CountDownLatch inside = holdTheWriter();
    RequestContext ahead = request();
    start(ahead, () -> house.message(ALICE, rooms[0], "holds the writer"));
    inside.await();
    List<RequestContext> sharing = List.of(request(), request(), request());
    for (int i = 0; i < sharing.size(); i++) {
      RoomId room = rooms[i + 1];
      start(sharing.get(i), () -> house.message(ALICE, room, "shares"));
      int waiting = i + 1;
      house.settle(() -> house.parts.commits().depth() == waiting);
    }
    // When
    house.whileAppending = () -> charge(1_001, 5, 3);
    open.countDown();
    join();
    // Then
    assertThat(sharing.stream().mapToLong(each -> paid(each, Charge.DATABASE_TIME)).sum())
        .isEqualTo(1_001);
    assertThat(sharing)
        .allSatisfy(
            each -> {
              assertThat(paid(each, Charge.DATABASE_TIME)).isBetween(333L, 334L);
              assertThat(paid(each, Charge.EVENTS_WRITTEN)).isOne();
              assertThat(paid(each, Charge.COMMIT_WAIT)).isPositive();
            });
    assertThat(sharing)
        .extracting(each -> paid(each, Charge.STATEMENTS))
        .containsExactly(5L, 0L, 0L);
    FinishedContext commit = commitOf(sharing.getFirst());
    assertThat(commit.operation()).isEqualTo("room.core/commit");
    for (Charge charge : Charge.values()) {
      assertThat(commit.bill().get(charge)).as(charge.name()).isZero();
    }
    Span waited = piece(sharing.getLast().span(), "commit");
    assertThat(waited.pieces())
        .extracting(Span::name)
        .containsExactly(commit.id() + " shared by 3");
  }

  @Test
  void l07WhoIsCancelledWhileItIsStoredIsNotBilledLateAndItIsPublishedOnce()
      throws InterruptedException {
    // Given
    RoomId room = room();
    long late = ledger.lateCharges();
    long settled = ledger.settled(Charge.STATEMENTS);
    CountDownLatch inside = holdTheWriter();
    RequestContext request = request();
    Thread thread =
        start(
            request,
            () ->
                assertThatThrownBy(() -> house.message(ALICE, room, "cancelled"))
                    .isInstanceOf(MatrixException.class));
    inside.await();
    int published = house.published.size();
    // When
    thread.interrupt();
    join();
    request.finish("503");
    open.countDown();
    house.settle(() -> house.published.size() > published);
    // Then
    FinishedContext commit = commitOf(request);
    assertThat(house.published).hasSize(published + 1);
    assertThat(paid(request, Charge.STATEMENTS)).isZero();
    assertThat(paid(request, Charge.COMMIT_WAIT)).isPositive();
    assertThat(commit.bill().get(Charge.STATEMENTS)).isOne();
    assertThat(commit.bill().get(Charge.DATABASE_TIME)).isEqualTo(7);
    assertThat(ledger.settled(Charge.STATEMENTS) - settled).isOne();
    assertThat(ledger.lateCharges()).isEqualTo(late);
  }

  @Test
  void whoWaitsForTheLaneIsChargedTheWait() throws InterruptedException {
    // Given
    RoomId room = room();
    RequestContext request = request();
    try (Lane.Ticket held = house.lanes.enter(room)) {
      Thread thread = start(request, () -> house.message(ALICE, room, "waits"));
      house.settle(() -> thread.getState() == Thread.State.WAITING);
      assertThat(held.room()).isEqualTo(room);
    }
    // When
    join();
    // Then
    assertThat(paid(request, Charge.LANE_WAIT))
        .isPositive()
        .isEqualTo(piece(request.span(), "lane").nanos());
  }

  private RoomId room() {
    return house.room("12", "private_chat");
  }

  private static RequestContext request() {
    return RequestContext.root("PUT-bill-" + NUMBERS.incrementAndGet(), Kind.REQUEST, Instant.MAX);
  }

  /// The next append says when it is under way, and waits.
  private CountDownLatch holdTheWriter() {
    CountDownLatch inside = new CountDownLatch(1);
    house.whileAppending =
        () -> {
          charge(7, 1, 1);
          inside.countDown();
          awaitQuietly(open);
        };
    return inside;
  }

  private static void charge(long nanos, long statements, long events) {
    RequestContext.current().meter().add(Charge.DATABASE_TIME, nanos);
    RequestContext.current().meter().add(Charge.STATEMENTS, statements);
    RequestContext.current().meter().add(Charge.EVENTS_WRITTEN, events);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread start(RequestContext request, Runnable work) {
    Thread thread = Thread.ofVirtual().start(() -> request.run(work));
    threads.add(thread);
    return thread;
  }

  private void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private FinishedContext commitOf(RequestContext request) {
    house.settle(() -> !ledger.linked(request.id()).isEmpty());
    return ledger.linked(request.id()).getFirst();
  }

  private static long paid(RequestContext request, Charge charge) {
    return request.meter().get(charge);
  }

  private static Span piece(Span span, String name) {
    return span.pieces().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }
}
