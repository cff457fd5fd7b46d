package org.ashlar.base.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.audit.AuditSettings.WhenFull;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private final AuditLog log = new AuditLog();

  @TempDir private Path folder;

  @Test
  void whatIsRecordedIsInTheSpool() throws Exception {
    try (var spool = new AuditSpool(folder, 1 << 20, 1)) {
      log.open(spool, AuditSettings.USUAL, () -> {});
      log.record(AuditEntry.of("test", "a", Outcome.OK));
      assertThat(log.pending()).isEqualTo(1);
      assertThat(spool.read(1, 9).entries()).extracting(AuditEntry::target).containsExactly("a");
      assertThat(log.awaitTaken(Duration.ZERO)).isFalse();
      spool.free(2);
      assertThat(log.awaitTaken(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void aFullSpoolLetsActsPassAndCountsWhatIsOnlyLogged() throws Exception {
    try (var spool = new AuditSpool(folder, 1 << 14, 1)) {
      log.open(spool, new AuditSettings(1 << 14, WhenFull.LOG, null), () -> {});
      double before = onlyLogged();
      while (onlyLogged() == before) {
        log.record(AuditEntry.of("test", "x", Outcome.OK));
      }
      assertThatCode(log::admit).doesNotThrowAnyException();
    }
  }

  @Test
  void aFullSpoolRefusesActsWhereThatIsWanted() throws Exception {
    try (var spool = new AuditSpool(folder, 1 << 17, 1)) {
      log.open(spool, new AuditSettings(1 << 17, WhenFull.REFUSE, null), () -> {});
      assertThatCode(log::admit).doesNotThrowAnyException();
      while (spool.hasRoom()) {
        log.record(AuditEntry.of("test", "x", Outcome.OK));
      }
      assertThatThrownBy(log::admit)
          .isInstanceOfSatisfying(
              MatrixException.class, e -> assertThat(e.status()).isEqualTo(503));
      spool.free(spool.end());
    }
  }

  @Test
  void aDiskThatFailsIsNoticed() throws Exception {
    // Given a spool whose file is gone under it
    var spool = new AuditSpool(folder, 1 << 20, 1);
    log.open(spool, new AuditSettings(1 << 20, WhenFull.REFUSE, null), () -> {});
    spool.close();
    double before = onlyLogged();
    // When
    log.record(AuditEntry.of("test", "x", Outcome.OK));
    // Then
    assertThat(onlyLogged()).isEqualTo(before + 1);
    assertThatThrownBy(log::admit).isInstanceOf(MatrixException.class);
  }

  private static double onlyLogged() {
    return Metrics.current().snapshot().stream()
        .filter(MetricSnapshot.Counter.class::isInstance)
        .map(MetricSnapshot.Counter.class::cast)
        .filter(counter -> counter.name().equals("audit_entries"))
        .flatMap(counter -> counter.values().entrySet().stream())
        .filter(value -> value.getKey().contains("log"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
