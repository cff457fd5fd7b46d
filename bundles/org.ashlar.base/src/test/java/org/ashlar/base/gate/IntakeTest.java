package org.ashlar.base.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final int ROUNDS = 200;
  private static final int WORKERS = 4;

  private final Intake intake = new Selections().intake();

  @Test
  void whatIsParkedGoesOnWhenItOpens() {
    AtomicInteger resumed = new AtomicInteger();
    intake.close();

    assertThat(intake.enter(resumed::incrementAndGet)).isEqualTo(Intake.Passage.PARKED);
    assertThat(intake.inFlight()).isZero();
    assertThat(intake.parked()).isEqualTo(1);
    assertThat(resumed).hasValue(0);

    intake.open();
    assertThat(intake.parked()).isZero();
    assertThat(resumed).hasValue(1);
    assertThat(intake.enter(resumed::incrementAndGet)).isEqualTo(Intake.Passage.PASSED);
    assertThat(intake.inFlight()).isEqualTo(1);
    intake.leave();
    assertThat(intake.inFlight()).isZero();
    assertThat(resumed).hasValue(1);
  }

  @Test
  void refusesWhenTooManyWait() {
    intake.close();
    Intake.Passage passage = Intake.Passage.PARKED;
    int parked = 0;
    while (passage == Intake.Passage.PARKED) {
      passage = intake.enter(() -> {});
      parked++;
    }
    assertThat(passage).isEqualTo(Intake.Passage.REFUSED);
    assertThat(parked).isEqualTo(20_001);
    assertThat(intake.parked()).isEqualTo(20_000);
    assertThat(intake.refused()).isEqualTo(1);
    assertThat(intake.inFlight()).isZero();
  }

  @Test
  void nobodyIsInsideOnceItIsClosedAndEmptyHoweverManyTry() throws Exception {
    AtomicLong inside = new AtomicLong();
    AtomicLong passed = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!done.get()) {
                      CountDownLatch open = new CountDownLatch(1);
                      if (intake.enter(open::countDown) == Intake.Passage.PASSED) {
                        inside.incrementAndGet();
                        passed.incrementAndGet();
                        inside.decrementAndGet();
                        intake.leave();
                      } else {
                        await(open);
                      }
                    }
                  }));
    }
    for (int round = 0; round < ROUNDS; round++) {
      long before = passed.get();
      while (passed.get() < before + WORKERS) {
        Thread.onSpinWait();
      }
      intake.close();
      while (intake.inFlight() > 0) {
        Thread.onSpinWait();
      }
      assertThat(inside).hasValue(0);
      long still = passed.get();
      Thread.yield();
      assertThat(passed).hasValue(still);
      intake.open();
    }
    done.set(true);
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(intake.inFlight()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
