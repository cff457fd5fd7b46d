package org.ashlar.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapAuditTest {
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

  @Test
  void eachChangeOfTheBundlesIsOneEntry() throws Exception {
    // When
    house.coordinator.install(FakeJar.in(folder, "1.0.0", "good"), house.told::add);
    Path second = FakeJar.in(folder, "2.0.0", "good");
    house.coordinator.swap("fake", second, house.told::add);
    house.coordinator.rollback("fake", house.told::add);
    house.coordinator.uninstall("fake", house.told::add);
    // Then
    assertThat(house.audited)
        .extracting(AuditEntry::action, AuditEntry::target, AuditEntry::outcome)
        .containsExactly(
            tuple("bundle.install", FakeJar.NAME, Outcome.OK),
            tuple("bundle.swap", FakeJar.NAME, Outcome.OK),
            tuple("bundle.rollback", FakeJar.NAME, Outcome.OK),
            tuple("bundle.uninstall", FakeJar.NAME, Outcome.OK));
    assertThat(house.audited.get(1).details())
        .containsEntry("from", "1.0.0")
        .containsEntry("to", "2.0.0")
        .containsEntry("jar", second.toString())
        .containsEntry("sha256", ModuleJar.read(second).sha256())
        .doesNotContainKey("reason");
    assertThat(house.audited.get(2).details())
        .containsEntry("from", "2.0.0")
        .containsEntry("to", "1.0.0");
  }

  @Test
  void whatWasRefusedIsRecordedWithTheReason() throws Exception {
    // Given
    house.start(FakeJar.in(folder, "1.0.0", "good"));
    // When
    assertThatThrownBy(() -> house.swap(FakeJar.in(folder, "2.0.0", "probe fails")))
        .isInstanceOf(SwapFailure.class);
    assertThatThrownBy(() -> house.coordinator.rollback("fake", house.told::add))
        .isInstanceOf(SwapFailure.class);
    assertThatThrownBy(() -> house.coordinator.uninstall("absent", house.told::add))
        .isInstanceOf(SwapFailure.class);
    assertThatThrownBy(() -> house.swap(FakeJar.in(folder, "3.0.0", "prepare hangs")))
        .isInstanceOf(SwapFailure.class);
    // Then
    assertThat(house.audited)
        .extracting(AuditEntry::action, AuditEntry::target, AuditEntry::outcome)
        .containsExactly(
            tuple("bundle.swap", FakeJar.NAME, Outcome.REFUSED),
            tuple("bundle.rollback", "fake", Outcome.REFUSED),
            tuple("bundle.uninstall", "absent", Outcome.REFUSED),
            tuple("bundle.swap", FakeJar.NAME, Outcome.FAILED));
    assertThat(house.audited.getFirst().details().get("reason"))
        .isEqualTo("the probe of org.ashlar.fake 2.0.0 failed: wrong answer");
  }
}
