package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Neighbors who all live at the same time, each on a thread of its own.
final class Neighborhood implements AutoCloseable {
  private final List<Resident> residents = new ArrayList<>();
  private volatile boolean stopping;

  private record Resident(Neighbor neighbor, Thread thread, AtomicInteger rounds) {}

  Neighborhood(List<? extends Neighbor> neighbors) {
    for (Neighbor neighbor : neighbors) {
      AtomicInteger rounds = new AtomicInteger();
      Thread thread = Thread.ofVirtual().start(() -> live(neighbor, rounds));
      residents.add(new Resident(neighbor, thread, rounds));
    }
  }

  private void live(Neighbor neighbor, AtomicInteger rounds) {
    while (!stopping) {
      neighbor.use(rounds.getAndIncrement());
    }
  }

  /// How often the laziest of them has used his part.
  int rounds() {
    return residents.stream().mapToInt(resident -> resident.rounds().get()).min().orElse(0);
  }

  void check() {
    assertThat(stopping).isTrue();
    residents.forEach(resident -> resident.neighbor().check());
  }

  @Override
  public void close() {
    stopping = true;
    for (Resident resident : residents) {
      try {
        resident.thread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
