package org.ashlar.base.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.MatrixException;
import org.junit.jupiter.api.Test;

/// What every caller of a swappable service relies on.
class GateContractTest {
  private static final long ENTERS = 10_000_000;
  private static final long SWITCHES = 100;
  private static final int CALLERS = 4;

  private final Selections selections = new Selections();
  private final Gate<Thing> gate = selections.gate(Thing.class);
  private final AtomicLong numbers = new AtomicLong();

  /// Counts the calls that found it closed.
  static final class Thing {
    private volatile boolean closed;
    private volatile boolean called;
    private final AtomicLong lateCalls = new AtomicLong();

    int call(int steps) {
      called = true;
      check();
      int sum = 0;
      for (int i = 0; i < steps; i++) {
        sum += i;
      }
      check();
      return sum;
    }

    private void check() {
      if (closed) {
        lateCalls.incrementAndGet();
      }
    }
  }

  private record Bound(NumberedReference<Thing> reference, Thing thing) {}

  private Bound bind() {
    Bound bound =
        new Bound(new NumberedReference<>(numbers.incrementAndGet(), Thing.class), new Thing());
    gate.bind(bound.reference, bound.thing);
    return bound;
  }

  private Instance instance(Bound bound) {
    return selections.instance(bound.reference);
  }

  @Test
  void noCallIsInAClosedInstanceInTenMillionEntersAgainstRandomSwitches() throws Exception {
    AtomicLong entered = new AtomicLong();
    AtomicLong switches = new AtomicLong();
    List<Thread> callers = new ArrayList<>();
    Bound current = bind();
    selections.cell(Thing.class.getName()).select(instance(current));
    for (int i = 0; i < CALLERS; i++) {
      Random steps = new Random(i);
      callers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    long enters = 0;
                    while (enters < ENTERS / CALLERS || switches.get() < SWITCHES) {
                      int length = steps.nextInt(64);
                      gate.call(thing -> thing.call(length));
                      enters++;
                    }
                    entered.addAndGet(enters);
                  }));
    }
    long lateCalls = 0;
    while (callers.stream().anyMatch(Thread::isAlive)) {
      Bound next = bind();
      selections.cell(Thing.class.getName()).select(instance(next));
      while (instance(current).inFlight() > 0) {
        Thread.onSpinWait();
      }
      current.thing.closed = true;
      gate.unbind(current.reference, current.thing);
      lateCalls += current.thing.lateCalls.get();
      selections.vanished(instance(current).serviceId());
      current = next;
      switches.incrementAndGet();
    }
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(entered.get()).isGreaterThanOrEqualTo(ENTERS);
    assertThat(switches.get()).isGreaterThanOrEqualTo(SWITCHES);
    assertThat(lateCalls + current.thing.lateCalls.get()).isZero();
    assertThat(instance(current).inFlight()).isZero();
  }

  @Test
  void theOldestServesUntilAnotherIsSelected() {
    Bound old = bind();
    Bound young = bind();
    assertThat(gate.<Thing>call(thing -> thing)).isSameAs(old.thing);

    selections.cell(Thing.class.getName()).select(instance(young));
    assertThat(gate.<Thing>call(thing -> thing)).isSameAs(young.thing);

    selections.cell(Thing.class.getName()).selectOldest();
    assertThat(gate.<Thing>call(thing -> thing)).isSameAs(old.thing);
  }

  @Test
  void oneWriteSwitchesAllGatesOfAnApi() {
    Gate<Thing> other = selections.gate(Thing.class);
    bind();
    Bound young = bind();
    other.bind(young.reference, young.thing);

    selections.cell(Thing.class.getName()).select(instance(young));

    assertThat(gate.<Thing>call(thing -> thing)).isSameAs(young.thing);
    assertThat(other.<Thing>call(thing -> thing)).isSameAs(young.thing);
  }

  @Test
  void aCallFromInsideEntersTheSameInstanceThoughAnotherIsSelected() {
    Bound old = bind();
    Bound young = bind();

    Thing inner =
        gate.call(
            outer -> {
              selections.cell(Thing.class.getName()).select(instance(young));
              return gate.<Thing>call(thing -> thing);
            });

    assertThat(inner).isSameAs(old.thing);
    assertThat(instance(old).inFlight()).isZero();
    assertThat(gate.<Thing>call(thing -> thing)).isSameAs(young.thing);
  }

  @Test
  void anInstanceThatMustBePreparedIsNotCalledBefore() {
    NumberedReference<Thing> reference =
        new NumberedReference<>(7, Thing.class, SwapParticipant.class);
    Thing thing = new Thing();
    gate.bind(reference, thing);
    assertThat(gate.tryRun(found -> found.call(1))).isFalse();

    selections.markReady(selections.instance(reference), true);

    assertThat(gate.tryRun(found -> found.call(1))).isTrue();
    assertThat(thing.called).isTrue();
  }

  @Test
  void whoFindsNoInstanceIsToldSoAndHisWaitIsCharged() {
    selections.patience(Duration.ofMillis(50));
    RequestContext context = RequestContext.root("GET-1", RequestContext.Kind.REQUEST, Instant.MAX);

    assertThatThrownBy(() -> context.run(() -> gate.run(thing -> thing.call(1))))
        .isInstanceOfSatisfying(
            MatrixException.class, fault -> assertThat(fault.status()).isEqualTo(503));

    assertThat(context.meter().get(Meter.Charge.PARKED))
        .isGreaterThanOrEqualTo(Duration.ofMillis(45).toNanos());
  }

  @Test
  void aCellKnowsItsInstancesAndWhoWaitsForOne() throws Exception {
    // Given
    SelectionCell cell = selections.cell(Thing.class.getName());
    Bound first = bind();
    Bound second = bind();
    selections.<Thing>gate(Thing.class).bind(second.reference, second.thing);
    assertThat(cell.instances())
        .extracting(Instance::serviceId)
        .containsExactlyInAnyOrder(
            selections.instance(first.reference).serviceId(),
            selections.instance(second.reference).serviceId());
    // When
    cell.hold();
    Thread caller = Thread.ofVirtual().start(() -> gate.call(thing -> thing.call(1)));
    while (cell.waiting() == 0) {
      Thread.onSpinWait();
    }
    assertThat(cell.waiting()).isEqualTo(1);
    cell.selectOldest();
    caller.join();
    // Then
    assertThat(cell.waiting()).isZero();
    selections.vanished(selections.instance(first.reference).serviceId());
    assertThat(cell.instances()).containsExactly(selections.instance(second.reference));
  }

  @Test
  void aFaultOfTheServiceLeavesNothingInFlight() {
    Bound bound = bind();

    assertThatThrownBy(
            () ->
                gate.run(
                    thing -> {
                      throw MatrixException.forbidden("No.");
                    }))
        .isInstanceOf(MatrixException.class);

    assertThat(instance(bound).inFlight()).isZero();
  }

  @Test
  void unbindWaitsForTheCallsOfAServiceThatVanishes() throws Exception {
    Bound bound = bind();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    gate.run(
                        thing -> {
                          inside.countDown();
                          try {
                            go.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }));
    inside.await();
    Thread unbinder = Thread.ofVirtual().start(() -> gate.unbind(bound.reference, bound.thing));

    assertThat(unbinder.join(Duration.ofMillis(100))).isFalse();
    go.countDown();
    assertThat(unbinder.join(Duration.ofSeconds(2))).isTrue();
    caller.join();
  }

  @Test
  void whoLeavesDoesNotWaitForTheCallsOfOthers() throws Exception {
    // Given two consumers of one service, one of them in it
    Bound bound = bind();
    Gate<Thing> leaving = selections.gate(Thing.class);
    leaving.bind(bound.reference, bound.thing);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    gate.run(
                        _ -> {
                          inside.countDown();
                          try {
                            end.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }));
    inside.await();
    // When
    long start = System.nanoTime();
    leaving.unbind(bound.reference, bound.thing);
    long nanos = System.nanoTime() - start;
    // Then
    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(2));
    assertThat(instance(bound).inFlight()).isEqualTo(1);
    end.countDown();
    caller.join();
    assertThat(instance(bound).inFlight()).isZero();
  }

  @Test
  void atTheEndOfTheProcessNothingWaitsForACallThatHangs() throws Exception {
    // Given
    Bound bound = bind();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    gate.run(
                        _ -> {
                          inside.countDown();
                          try {
                            end.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }));
    inside.await();
    // When
    selections.abandonCalls();
    long start = System.nanoTime();
    gate.unbind(bound.reference, bound.thing);
    long nanos = System.nanoTime() - start;
    // Then
    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(2));
    assertThat(instance(bound).inFlight()).isEqualTo(1);
    end.countDown();
    caller.join();
  }
}
