package org.ashlar.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class AdditionsTest {
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
  void aNewBundleServesIsPinnedSwappedAndTakenAway(String mode) throws Exception {
    Path jar = FakeJar.in(folder, "1.0.0", mode);
    house.coordinator.install(jar, house.told::add);
    assertThat(house.greet()).isEqualTo("1.0.0");
    assertThat(house.store.pins().values())
        .containsExactly(
            new Pin(FakeJar.NAME, new Version("1.0.0"), ModuleJar.read(jar).sha256(), 30, null));
    assertThat(house.coordinator.origin(house.coordinator.modules().serving("fake")))
        .isEqualTo(ModuleStore.Origin.ADDED);

    house.swap(FakeJar.in(folder, "2.0.0", mode));
    assertThat(house.greet()).isEqualTo("2.0.0");

    house.coordinator.uninstall("fake", house.told::add);
    assertThat(house.versions()).isEmpty();
    assertThat(house.store.pins()).isEmpty();
    assertThat(Files.list(house.data.resolve("modules"))).isEmpty();
    assertThat(house.coordinator.retired().audit()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start fails   | the start of org.ashlar.fake 1.0.0 failed: no licence",
        "prepare fails | preparing org.ashlar.fake 1.0.0 failed: no table",
        "probe fails   | the probe of org.ashlar.fake 1.0.0 failed: wrong answer",
        "role fails    | the role of org.ashlar.fake 1.0.0 failed: the lock is taken",
      })
  void oneThatFailsIsRemoved(String mode, String sentence) throws Exception {
    Path jar = FakeJar.in(folder, "1.0.0", mode);
    assertThatThrownBy(() -> house.coordinator.install(jar, house.told::add)).hasMessage(sentence);
    assertThat(house.versions()).isEmpty();
    assertThat(house.store.pins()).isEmpty();
    assertThat(Files.list(house.data.resolve("modules"))).isEmpty();
  }

  @Test
  void whatTheInstallationHasIsNeitherAddedNorTakenAway() throws Exception {
    house.start(FakeJar.in(folder, "1.0.0", "good"));
    Path next = FakeJar.in(folder, "2.0.0", "good");
    assertThatThrownBy(() -> house.coordinator.install(next, house.told::add))
        .hasMessage(
            "There is a bundle org.ashlar.fake already; put another version in its place by swap");
    house.swap(next);
    assertThat(house.coordinator.origin(house.coordinator.modules().serving("fake")))
        .isEqualTo(ModuleStore.Origin.PINNED);
    assertThatThrownBy(() -> house.coordinator.uninstall("fake", house.told::add))
        .hasMessageStartingWith("org.ashlar.fake 2.0.0 belongs to the installation");
    assertThat(house.greet()).isEqualTo("2.0.0");
  }

  @Test
  void whatTheDiskDoesNotKeepIsRemoved() throws Exception {
    // Given a disk that takes the jar and not the list
    Path part = Files.createDirectory(house.data.resolve("modules.lock.part"));
    Path jar = FakeJar.in(folder, "1.0.0", "good");
    // When, then
    assertThatThrownBy(() -> house.coordinator.install(jar, house.told::add))
        .hasMessageStartingWith("org.ashlar.fake 1.0.0 cannot be kept: ");
    assertThat(house.versions()).isEmpty();
    assertThat(house.store.pins()).isEmpty();
    assertThat(Files.list(house.data.resolve("modules"))).isEmpty();
    // And when it takes both again
    Files.delete(part);
    house.coordinator.install(jar, house.told::add);
    assertThat(house.greet()).isEqualTo("1.0.0");
  }

  @Test
  void aSwapThatTheDiskDoesNotKeepLeavesTheOldVersionAlone() throws Exception {
    // Given
    house.start(FakeJar.in(folder, "1.0.0", "good"));
    Files.createDirectory(house.data.resolve("modules.lock.part"));
    // When, then
    assertThatThrownBy(() -> house.swap(FakeJar.in(folder, "2.0.0", "good")))
        .hasMessageStartingWith("org.ashlar.fake 2.0.0 cannot be kept: ");
    assertThat(house.greet()).isEqualTo("1.0.0");
    assertThat(house.versions()).containsExactly("1.0.0");
    assertThat(house.store.pins()).isEmpty();
  }
}
