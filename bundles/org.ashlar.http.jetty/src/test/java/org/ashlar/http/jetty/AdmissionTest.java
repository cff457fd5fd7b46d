package org.ashlar.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final int UNITS = 8;
  private static final Duration TARGET = Duration.ofMillis(20);

  private final AtomicLong nanos = new AtomicLong(7);
  private final Admission admission = new Admission(UNITS, nanos::get, new Metrics());
  private final List<Place> called = new ArrayList<>();

  @BeforeEach
  void switchOn() {
    admission.apply(new HttpSettings.Shedding(true, TARGET));
  }

  @Test
  void letsInWhatFitsAndTheOthersOneAfterTheOther() {
    // Given
    List<Place> held = enter(UNITS);
    Place first = place(1, false);
    Place second = place(1, false);
    // When
    assertThat(admission.enter(first)).isEqualTo(Place.State.WAITING);
    assertThat(admission.enter(second)).isEqualTo(Place.State.WAITING);
    admission.leave(held.getFirst());
    // Then
    assertThat(called).containsExactly(first);
    assertThat(first.state).isEqualTo(Place.State.HELD);
    assertThat(admission.waiting()).isEqualTo(1);
    // and giving back twice frees one
    admission.leave(held.getFirst());
    assertThat(called).containsExactly(first);
    admission.leave(first);
    assertThat(called).containsExactly(first, second);
  }

  @Test
  void readingTakesMoreThanWriting() {
    enter(UNITS - Admission.READING + 1);

    assertThat(admission.enter(place(Admission.READING, false))).isEqualTo(Place.State.WAITING);
    assertThat(Admission.units("GET")).isEqualTo(Admission.READING);
    assertThat(Admission.units("PUT")).isEqualTo(Admission.WRITING);
  }

  @Test
  void whoLeavesTheQueueTakesNoPlace() {
    List<Place> held = enter(UNITS);
    Place gone = place(1, false);
    Place next = place(1, false);
    admission.enter(gone);
    admission.enter(next);

    admission.leave(gone);
    admission.leave(held.getFirst());

    assertThat(called).containsExactly(next);
  }

  @Test
  void whatTakesLongCountsNoMore() {
    // Given work that waits for something else
    List<Place> held = enter(UNITS);
    Place next = place(1, false);
    admission.enter(next);
    passes(Duration.ofNanos(Admission.LEASE_NANOS - 1));
    admission.tick();
    assertThat(called).isEmpty();
    // When
    passes(Duration.ofNanos(1));
    admission.tick();
    // Then
    assertThat(called).containsExactly(next);
    // and its end frees no second place
    held.forEach(admission::leave);
    enter(UNITS - 1);
    assertThat(admission.enter(place(1, false))).isEqualTo(Place.State.WAITING);
  }

  @Test
  void whatWasTakenInBeforeTakesTurnsWithWhatIsNew() {
    List<Place> held = enter(UNITS);
    List<Place> fresh = List.of(place(1, false), place(1, false));
    List<Place> kept = List.of(place(1, true), place(1, true));
    fresh.forEach(admission::enter);
    kept.forEach(admission::enter);

    held.subList(0, 4).forEach(admission::leave);

    assertThat(called).containsExactly(fresh.get(0), kept.get(0), fresh.get(1), kept.get(1));
  }

  @Test
  void aBurstIsNoOverload() {
    // Given many times what fits, each taking 10 ms
    Simulation simulation = new Simulation(10);
    simulation.arrive(UNITS * 14);
    // When
    simulation.run(1000, 0);
    // Then all were served, the last after 140 ms
    assertThat(simulation.served).hasSize(UNITS * 14);
    assertThat(simulation.shed).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0.7,10", "0.7,3", "0.95,10"})
  void belowCapacityNobodyIsTurnedAway(double load, int serviceMillis) {
    Simulation simulation = new Simulation(serviceMillis);

    simulation.run(10_000, load);

    assertThat(simulation.shed).isZero();
    assertThat(admission.isOverloaded()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.3, 2, 5, 20})
  void aboveCapacityWhoIsServedIsServedSoonAndAsManyAsCanBe(double load) {
    // Given the overload is known
    Simulation simulation = new Simulation(10);
    simulation.run(1000, load);
    simulation.served.clear();
    // When
    simulation.run(10_000, load);
    // Then
    long longest = simulation.served.stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(longest).isLessThanOrEqualTo(TARGET.toMillis() + 10);
    assertThat(simulation.served.size()).isGreaterThanOrEqualTo((int) (0.97 * UNITS * 1000));
    assertThat(admission.isOverloaded()).isTrue();
  }

  @Test
  void mostAreTurnedAwayAtOnce() {
    Simulation simulation = new Simulation(10);
    simulation.run(1000, 3);
    simulation.shed = 0;
    simulation.shedAtOnce = 0;

    simulation.run(5000, 3);

    assertThat(simulation.shedAtOnce).isGreaterThan(simulation.shed * 9 / 10);
  }

  @Test
  void recoversSoonAfterTheOverload() {
    // Given
    Simulation simulation = new Simulation(10);
    simulation.run(2000, 3);
    assertThat(simulation.shed).isPositive();
    // When
    simulation.run(1500, 0.7);
    // Then
    assertThat(admission.isOverloaded()).isFalse();
    simulation.shed = 0;
    simulation.run(5000, 0.7);
    assertThat(simulation.shed).isZero();
  }

  @Test
  void doesNotTurnAwayWhatWasTakenInBefore() {
    Simulation simulation = new Simulation(10);
    simulation.run(1000, 3);

    assertThat(admission.enter(place(1, true))).isEqualTo(Place.State.WAITING);
  }

  @Test
  void staysOutOfTheWayWhenSwitchedOff() {
    // Given
    enter(UNITS);
    Place waiting = place(1, false);
    admission.enter(waiting);
    // When
    admission.apply(new HttpSettings.Shedding(false, TARGET));
    // Then
    assertThat(called).containsExactly(waiting);
    assertThat(enter(100)).allMatch(place -> place.state == Place.State.HELD);
    // and on again it counts those who are still there
    admission.apply(new HttpSettings.Shedding(true, TARGET));
    assertThat(admission.enter(place(1, false))).isEqualTo(Place.State.WAITING);
  }

  @ParameterizedTest
  @CsvSource({
    "/_matrix/client/versions,true",
    "/_ashlar/metrics,true",
    "/_ashlar/health,true",
    "/_synapse/admin/v1/register,true",
    "/_matrix/client/v3/sync,false",
    "/_matrix/federation/v1/send/1,false",
  })
  void sparesWhatOperatorsNeed(String path, boolean exempt) {
    assertThat(Admission.isExempt(path)).isEqualTo(exempt);
  }

  private List<Place> enter(int count) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Place place = place(1, false);
      assertThat(admission.enter(place)).isEqualTo(Place.State.HELD);
      places.add(place);
    }
    return places;
  }

  private Place place(int units, boolean kept) {
    Place[] self = new Place[1];
    self[0] = new Place(units, kept, () -> called.add(self[0]));
    return self[0];
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// Requests that come evenly and take the same time each, in steps of a millisecond.
  private final class Simulation {
    final List<Long> served = new ArrayList<>();
    long shed;
    long shedAtOnce;
    private final int service;
    private final List<Job> jobs = new ArrayList<>();
    private double due;

    Simulation(int serviceMillis) {
      service = serviceMillis;
    }

    /// @param load 1 for as many as can be served
    void run(int millis, double load) {
      for (int i = 0; i < millis; i++) {
        passes(Duration.ofMillis(1));
        finish();
        due += load * UNITS / service;
        arrive((int) due);
        due -= (int) due;
      }
    }

    void arrive(int count) {
      for (int i = 0; i < count; i++) {
        Job job = new Job(nanos.get());
        job.place = new Place(1, false, job::turn);
        switch (admission.enter(job.place)) {
          case HELD -> job.turn();
          case SHED -> {
            shed++;
            shedAtOnce++;
          }
          default -> {}
        }
      }
    }

    private void finish() {
      for (Job job : List.copyOf(jobs)) {
        if (nanos.get() - job.begun >= service * 1_000_000L) {
          jobs.remove(job);
          served.add((nanos.get() - job.came) / 1_000_000);
          admission.leave(job.place);
        }
      }
    }

    private final class Job {
      final long came;
      Place place;
      long begun;

      Job(long came) {
        this.came = came;
      }

      void turn() {
        if (place.state == Place.State.SHED) {
          shed++;
          return;
        }
        begun = nanos.get();
        jobs.add(this);
      }
    }
  }
}
