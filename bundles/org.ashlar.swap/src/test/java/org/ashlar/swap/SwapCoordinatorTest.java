package org.ashlar.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.gate.Intake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class SwapCoordinatorTest {
  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "role"})
  void underLoadNoCallFailsAndNoneReachesTheOldVersionAfterwards(String mode) throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", mode));
    Load load = new Load();
    load.start(8);
    Duration longest = Duration.ZERO;

    for (int version = 1; version <= 10; version++) {
      SwapCoordinator.Result result = house.swap(FakeJar.in(folder, "1." + version + ".0", mode));
      longest = result.pause().compareTo(longest) > 0 ? result.pause() : longest;
      load.seen.clear();
      load.awaitCalls(50);
      assertThat(load.seen).containsExactly("1." + version + ".0");
    }

    load.stop();
    assertThat(load.faults).isEmpty();
    assertThat(load.calls.get()).isGreaterThan(500);
    assertThat(longest).isLessThan(Duration.ofSeconds(1));
    assertThat(house.versions()).containsExactly("1.10.0");
    assertThat(house.coordinator.retired().audit()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start fails   | the start of org.ashlar.fake 2.0.0 failed: no licence",
        "no service    | org.ashlar.fake 2.0.0 does not offer its services",
        "prepare fails | preparing org.ashlar.fake 2.0.0 failed: no table",
        "probe fails   | the probe of org.ashlar.fake 2.0.0 failed: wrong answer",
        "role fails    | the role of org.ashlar.fake 2.0.0 failed: the lock is taken",
      })
  void aVersionThatFailsIsRemovedAndTheOldOneServesOn(String mode, String sentence)
      throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", mode.startsWith("role") ? "role" : "good"));
    Load load = new Load();
    load.start(4);

    assertThatThrownBy(() -> house.swap(FakeJar.in(folder, "2.0.0", mode))).hasMessage(sentence);

    load.awaitCalls(20);
    load.stop();
    assertThat(load.faults).isEmpty();
    assertThat(load.seen).containsExactly("1.0.0");
    assertThat(house.versions()).containsExactly("1.0.0");
    assertThat(house.store.pins()).isEmpty();
    assertThat(Files.list(house.data.resolve("modules"))).isEmpty();
  }

  @Test
  void aVersionThatHangsIsSetAsideAndTheOldOneCanStillBeSwapped() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "good"));

    assertThatThrownBy(() -> house.swap(FakeJar.in(folder, "2.0.0", "prepare hangs")))
        .hasMessage("preparing org.ashlar.fake 2.0.0 did not end within 1 s");
    assertThat(house.greet()).isEqualTo("1.0.0");
    assertThat(house.store.pins()).isEmpty();
    house.swap(FakeJar.in(folder, "3.0.0", "good"));

    assertThat(house.greet()).isEqualTo("3.0.0");
    Bundle hung =
        house.coordinator.modules().all().stream()
            .filter(b -> b.getVersion().equals(new Version("2.0.0")))
            .findFirst()
            .orElseThrow();
    assertThat(house.coordinator.modules().isQuarantined(hung)).isTrue();
  }

  @Test
  void aSlowCallEndsInTheOldVersionAfterTheSwitch() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "good"));
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    CountDownLatch inside = new CountDownLatch(1);
    Thread slow =
        Thread.startVirtualThread(
            () ->
                house.gate.run(
                    greeting -> {
                      inside.countDown();
                      answers.add(greeting.greet("slowly"));
                    }));
    inside.await();

    house.swap(FakeJar.in(folder, "2.0.0", "good"));
    slow.join();

    assertThat(answers).containsExactly("1.0.0");
    assertThat(house.greet()).isEqualTo("2.0.0");
  }

  @Test
  void whileTheRoleIsHandedOverRequestsWaitAtTheIntakeAndThenPass() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "role"));
    Intake intake = house.selections.intake();
    AtomicBoolean stop = new AtomicBoolean();
    Set<Intake.Passage> passages = ConcurrentHashMap.newKeySet();
    Thread requests =
        Thread.startVirtualThread(
            () -> {
              while (!stop.get()) {
                CountDownLatch open = new CountDownLatch(1);
                Intake.Passage passage = intake.enter(open::countDown);
                passages.add(passage);
                if (passage == Intake.Passage.PASSED) {
                  intake.leave();
                } else {
                  awaitQuietly(open);
                }
              }
            });

    SwapCoordinator.Result result = house.swap(FakeJar.in(folder, "2.0.0", "role"));
    stop.set(true);
    requests.join();

    assertThat(result.pause()).isPositive().isLessThan(Duration.ofSeconds(1));
    assertThat(passages).contains(Intake.Passage.PASSED).doesNotContain(Intake.Passage.REFUSED);
    assertThat(intake.enter(() -> {})).isEqualTo(Intake.Passage.PASSED);
  }

  @Test
  void theLockNamesTheNewVersionAndARollbackLeadsBackToTheOneOfTheInstallation() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "good"));
    Path jar = FakeJar.in(folder, "2.0.0", "good");
    house.swap(jar);

    assertThat(house.store.pins().values())
        .containsExactly(
            new Pin(
                FakeJar.NAME,
                new Version("2.0.0"),
                ModuleJar.read(jar).sha256(),
                1,
                new Version("1.0.0")));
    assertThat(house.data.resolve("modules/org.ashlar.fake-2.0.0.jar")).hasSameBinaryContentAs(jar);
    house.coordinator.rollback("fake", house.told::add);

    assertThat(house.greet()).isEqualTo("1.0.0");
    assertThat(house.store.pins()).isEmpty();
    assertThat(Files.list(house.data.resolve("modules"))).isEmpty();
  }

  @Test
  void onlyThePresentAndThePreviousJarAreKept() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "good"));

    house.swap(FakeJar.in(folder, "2.0.0", "good"));
    house.swap(FakeJar.in(folder, "3.0.0", "good"));

    assertThat(Files.list(house.data.resolve("modules")).map(f -> f.getFileName().toString()))
        .containsExactlyInAnyOrder("org.ashlar.fake-2.0.0.jar", "org.ashlar.fake-3.0.0.jar");
  }

  @Test
  void whatCannotBeSwappedIsRefusedWithTheReason() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "good"));
    Path other = FakeJar.in(folder, "org.ashlar.other", "1.0.0", "good", "");
    Path exporting = FakeJar.in(folder, FakeJar.NAME, "2.0.0", "good", "org.ashlar.swap.fake");
    Path text = Files.writeString(folder.resolve("x.jar"), "no jar");

    assertThatThrownBy(() -> house.swap(FakeJar.in(folder, "1.0.0", "good")))
        .hasMessageStartingWith("org.ashlar.fake 1.0.0 is running already");
    assertThatThrownBy(() -> house.swap(other)).hasMessageContaining("holds the bundle");
    assertThatThrownBy(() -> house.swap(exporting)).hasMessageContaining("exports packages");
    assertThatThrownBy(() -> house.swap(text)).hasMessageContaining("cannot be read as a bundle");
    assertThatThrownBy(() -> house.coordinator.swap("nothing", other, house.told::add))
        .hasMessageStartingWith("No bundle nothing is running");
    assertThatThrownBy(() -> house.coordinator.rollback("fake", house.told::add))
        .hasMessageContaining("has not been swapped");
    assertThat(house.greet()).isEqualTo("1.0.0");
  }

  @Test
  void whenTheSelectedVersionVanishesUnplannedTheOldestServes() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "good"));
    house.swap(FakeJar.in(folder, "2.0.0", "good"));
    Bundle selected = house.coordinator.modules().serving("fake");
    Bundle spare =
        house
            .framework
            .getBundleContext()
            .installBundle(FakeJar.in(folder, "0.9.0", "good").toUri().toString());
    spare.start();

    selected.stop();

    assertThat(house.greet()).isEqualTo("0.9.0");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Load {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    void start(int clients) {
      for (int i = 0; i < clients; i++) {
        threads.add(Thread.startVirtualThread(this::call));
      }
    }

    void awaitCalls(int more) throws InterruptedException {
      long goal = calls.get() + more;
      while (calls.get() < goal) {
        Thread.sleep(1);
      }
    }

    void stop() throws InterruptedException {
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private void call() {
      while (!stop.get()) {
        try {
          seen.add(house.greet());
        } catch (RuntimeException e) {
          faults.add(e);
        }
        calls.incrementAndGet();
      }
    }
  }
}
