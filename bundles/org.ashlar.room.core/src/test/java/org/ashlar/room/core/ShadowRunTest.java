package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolution.StateResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class ShadowRunTest {
  private final RoomHouse house = new RoomHouse();
  private final ShadowRun shadows = house.parts.resolvers().shadows();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void countsEqualAnswers() {
    put(reference(), resolver(request -> house.parts.resolvers().explain(request, silent())));

    fork();
    awaitTrials();

    assertThat(shadows.compared()).isPositive();
    assertThat(shadows.different()).isZero();
    assertThat(shadows.finding().well()).isTrue();
  }

  @Test
  void countsDifferencesAndKeepsTheAnswerOfTheOneThatServes() {
    put(reference(), resolver(_ -> Map.of()));

    Event[] topics = fork();
    awaitTrials();

    assertThat(shadows.different()).isPositive().isEqualTo(shadows.compared());
    assertThat(shadows.finding().well()).isFalse();
    assertThat(house.stateEvent(topics[0].roomId(), topics[0].key()))
        .isIn(topics[0].id(), topics[1].id());
  }

  @Test
  void countsFailuresAndGoesOn() {
    ServiceReference<StateResolver> reference = reference();
    StateResolver failing =
        resolver(
            _ -> {
              throw new IllegalStateException("on trial");
            });
    put(reference, failing);

    Event[] topics = fork();
    awaitTrials();

    assertThat(shadows.failed()).isPositive();
    assertThat(house.stateEvent(topics[0].roomId(), topics[0].key()))
        .isIn(topics[0].id(), topics[1].id());
    long failed = shadows.failed();
    house.parts.resolvers().unbind(reference, failing);
    fork();
    awaitTrials();
    assertThat(shadows.failed()).isEqualTo(failed);
  }

  @Test
  void aResolverThatNeverReturnsHoldsNoLane() {
    // Given
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    StateResolver hanging =
        resolver(
            _ -> {
              asked.incrementAndGet();
              entered.countDown();
              awaitDeafly(released);
              return Map.of();
            });
    put(reference(), hanging);
    try {
      // When
      Event[] topics = fork();
      RoomId room = topics[0].roomId();
      awaitDeafly(entered);

      // Then
      assertThat(house.message(ALICE, room, "goes on")).isNotNull();
      assertThat(shadows.late()).isZero();
      assertThat(shadows.finding().well()).isTrue();

      // When
      house.nanos.addAndGet(ShadowRun.LIMIT.toNanos() + 1);
      long skipped = shadows.skipped();
      fork();

      // Then
      assertThat(shadows.late()).isEqualTo(1);
      assertThat(shadows.skipped()).isGreaterThan(skipped);
      assertThat(shadows.finding().sentence()).contains("1 timed out");
      assertThat(shadows.finding().well()).isFalse();
      assertThat(asked).hasValue(1);
      assertThat(house.message(ALICE, room, "still goes on")).isNotNull();
    } finally {
      released.countDown();
    }
    awaitTrials();
    assertThat(shadows.late()).isEqualTo(1);
    assertThat(shadows.compared() + shadows.different() + shadows.failed()).isZero();
    fork();
    awaitTrials();
    assertThat(shadows.compared()).isPositive();
    assertThat(shadows.late()).isEqualTo(1);
  }

  @Test
  void anotherResolverIsAskedWhileOneHangs() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ServiceReference<StateResolver> first = reference();
    StateResolver hanging =
        resolver(
            _ -> {
              entered.countDown();
              awaitDeafly(released);
              return Map.of();
            });
    put(first, hanging);
    try {
      fork();
      awaitDeafly(entered);
      house.nanos.addAndGet(ShadowRun.LIMIT.toNanos() + 1);
      assertThat(shadows.late()).isEqualTo(1);
      house.parts.resolvers().unbind(first, hanging);
      put(reference(), resolver(_ -> Map.of()));

      fork();
      while (shadows.underWay() > 1) {
        Thread.onSpinWait();
      }

      assertThat(shadows.compared()).isPositive();
    } finally {
      released.countDown();
    }
  }

  @Test
  void theFaultsOfForeignCodeStayWithIt() {
    put(
        reference(),
        resolver(
            _ -> {
              throw new NoClassDefFoundError("on trial");
            }));

    Event[] topics = fork();
    awaitTrials();

    assertThat(shadows.failed()).isPositive();
    assertThat(house.stateEvent(topics[0].roomId(), topics[0].key()))
        .isIn(topics[0].id(), topics[1].id());
  }

  private void awaitTrials() {
    while (shadows.underWay() > 0) {
      Thread.onSpinWait();
    }
  }

  /// Waits as a computation would: it hears no interrupt.
  private static void awaitDeafly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private void put(ServiceReference<StateResolver> reference, StateResolver resolver) {
    house.parts.resolvers().bind(reference, resolver);
  }

  private Event[] fork() {
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event left = house.foreign(room, ALICE, "m.room.topic", "", "{\"topic\":\"left\"}", base);
    Event right = house.foreign(room, ALICE, "m.room.topic", "", "{\"topic\":\"right\"}", base);
    house.reception.receive(left);
    house.reception.receive(right);
    return new Event[] {left, right};
  }

  private static ServiceReference<StateResolver> reference() {
    return new NumberedReference<StateResolver>(77, StateResolver.class)
        .with(Selections.VARIANT, "v2.1.shadow");
  }

  private static ResolutionTrace silent() {
    return ResolutionTrace.NONE;
  }

  /// What a resolver on trial does.
  private interface Trial {
    Map<StateKey, EventId> resolve(ResolutionRequest request);
  }

  private static StateResolver resolver(Trial trial) {
    return new StateResolver() {
      @Override
      public boolean supports(RoomVersion version) {
        return true;
      }

      @Override
      public String revision() {
        return "trial";
      }

      @Override
      public Map<StateKey, EventId> resolve(ResolutionRequest request, ResolutionTrace trace) {
        return new HashMap<>(trial.resolve(request));
      }
    };
  }
}
