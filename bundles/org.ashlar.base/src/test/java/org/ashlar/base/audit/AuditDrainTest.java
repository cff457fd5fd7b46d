package org.ashlar.base.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.audit.AuditSettings.WhenFull;
import org.ashlar.base.context.ContextObserver;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditDrainTest {
  private final Selections selections = new Selections();
  private final Memory table = new Memory();
  private final NumberedReference<AuditSink> reference =
      new NumberedReference<>(1, AuditSink.class);

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private AuditSpool spool;
  private AuditDrain drain;
  private Gate<AuditSink> gate;

  /// Takes entries, unless it is told to fail.
  private static final class Memory implements AuditSink {
    final List<String> targets = new ArrayList<>();
    Instant before = Instant.MIN;
    boolean broken;

    @Override
    public void take(List<AuditEntry> entries) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      entries.forEach(entry -> targets.add(entry.target()));
    }

    @Override
    public long expire(Instant older) {
      before = older;
      return 0;
    }
  }

  @BeforeEach
  void open() throws Exception {
    open(AuditSettings.USUAL);
  }

  private void open(AuditSettings settings) throws Exception {
    var cursors = new SinkCursors(folder.resolve("cursors"));
    spool = new AuditSpool(folder.resolve("spool"), settings.spoolBytes(), cursors.greatest());
    drain = new AuditDrain(spool, cursors, settings, () -> now);
    gate = drain.gate(AuditDrain.TABLE, _ -> selections.gate(AuditSink.class));
  }

  @AfterEach
  void close() throws Exception {
    spool.close();
  }

  @Test
  void entriesWaitForASinkAndReachItOnceAndInOrder() throws Exception {
    // Given
    record("a", "b");
    drain.pass();
    assertThat(spool.pending()).isEqualTo(2);
    // When
    gate.bind(reference, table);
    drain.pass();
    record("c");
    drain.pass();
    drain.pass();
    // Then
    assertThat(table.targets).containsExactly("a", "b", "c");
    assertThat(spool.pending()).isZero();
  }

  @Test
  void eachPassIsWorkOfItsOwnAndAThreadWithNothingToDoLeavesNoneBehind() throws Exception {
    // Given
    Set<String> operations = new ConcurrentSkipListSet<>();
    CountDownLatch passed = new CountDownLatch(1);
    ContextObserver observer =
        context -> {
          operations.add(context.operation());
          passed.countDown();
        };
    int live = Ledger.current().live();
    gate.bind(reference, table);
    record("a");
    Ledger.current().add(observer);
    // When
    Thread thread = Thread.ofVirtual().start(drain::work);
    drain.wake();
    passed.await();
    for (int i = 0; i < 100; i++) {
      drain.wake();
    }
    thread.interrupt();
    thread.join();
    Ledger.current().remove(observer);
    // Then
    assertThat(table.targets).containsExactly("a");
    assertThat(operations).containsExactly("org.ashlar.base.audit/pass");
    assertThat(Ledger.current().live()).isEqualTo(live);
  }

  @Test
  void aSinkThatFailsGetsTheSameEntriesAgain() throws Exception {
    gate.bind(reference, table);
    table.broken = true;
    record("a", "b");
    drain.pass();
    assertThat(drain.check().well()).isFalse();
    assertThat(drain.check().sentence()).startsWith("table takes no entries").contains("2 entries");
    table.broken = false;
    record("c");
    drain.pass();
    assertThat(drain.check().well()).isTrue();
    assertThat(table.targets).containsExactly("a", "b", "c");
  }

  @Test
  void aSinkThatFailsDoesNotHoldUpOthers() throws Exception {
    gate.bind(reference, table);
    table.broken = true;
    var other = new Memory();
    drain
        .gate("siem", name -> selections.gate(AuditSink.class, name))
        .bind(new NumberedReference<>(2, AuditSink.class), other);
    record("a");
    drain.pass();
    assertThat(other.targets).containsExactly("a");
    assertThat(spool.pending()).isEqualTo(1);
    table.broken = false;
    drain.pass();
    assertThat(table.targets).containsExactly("a");
    assertThat(other.targets).containsExactly("a");
  }

  @Test
  void aRestartGoesOnWhereItEndedAndHoldsEntriesForASinkThatComesLate() throws Exception {
    // Given a second sink that has taken part of them
    gate.bind(reference, table);
    var other = new Memory();
    NumberedReference<AuditSink> late = new NumberedReference<>(2, AuditSink.class);
    var siem = drain.gate("siem", name -> selections.gate(AuditSink.class, name));
    siem.bind(late, other);
    record("a");
    drain.pass();
    siem.unbind(late, other);
    record("b");
    drain.pass();
    // When the process is killed and starts again
    open();
    gate.bind(reference, table);
    drain.pass();
    assertThat(spool.pending()).isEqualTo(1);
    drain.gate("siem", name -> selections.gate(AuditSink.class, name)).bind(late, other);
    drain.pass();
    // Then
    assertThat(table.targets).containsExactly("a", "b");
    assertThat(other.targets).containsExactly("a", "b");
    assertThat(spool.pending()).isZero();
  }

  @Test
  void cursorsThatWereLostOrRanAheadCostNoEntry() throws Exception {
    // Given
    gate.bind(reference, table);
    record("a", "b");
    drain.pass();
    record("c");
    spool.close();
    for (String left : List.of("", "\0\0\0", "12345 table\n", "x y\n")) {
      // When
      Files.writeString(folder.resolve("cursors"), left, StandardCharsets.ISO_8859_1);
      table.targets.clear();
      open();
      gate.bind(reference, table);
      drain.pass();
      // Then
      assertThat(table.targets).as(left).containsExactly("a", "b", "c");
      spool.close();
    }
    open();
  }

  @Test
  void aSinkThatStaysAwayIsGivenUpBeforeTheSpoolIsFull() throws Exception {
    spool.close();
    open(new AuditSettings(400_000, WhenFull.LOG, null));
    gate.bind(reference, table);
    var other = new Memory();
    NumberedReference<AuditSink> late = new NumberedReference<>(2, AuditSink.class);
    var siem = drain.gate("siem", name -> selections.gate(AuditSink.class, name));
    siem.bind(late, other);
    record("a");
    drain.pass();
    siem.unbind(late, other);
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 50; j++) {
        spool.append(AuditEntry.of("test", "x", Outcome.OK));
      }
      drain.pass();
    }
    assertThat(spool.hasRoom()).isTrue();
    assertThat(table.targets).hasSize(2_001);
    assertThat(spool.pending()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMissingAmidTheSpoolIsPassedOverAndToldOnce(Harm harm) throws Exception {
    // Given entries in at least three files, all waiting for two sinks
    int many = 14_000;
    for (int i = 0; i < many; i++) {
      spool.append(AuditEntry.of("test", Integer.toString(i + 1), Outcome.OK));
    }
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(2);
    long first = number(files.get(1));
    long second = number(files.get(2));
    // When one in the middle loses entries, before a restart or under the running process
    long missing = harm.on(files.get(1), second - first);
    if (harm.restarts) {
      spool.close();
      open();
    }
    double before = lost();
    var other = new Memory();
    gate.bind(reference, table);
    drain
        .gate("siem", name -> selections.gate(AuditSink.class, name))
        .bind(new NumberedReference<>(2, AuditSink.class), other);
    drain.pass();
    // Then
    List<String> left =
        LongStream.rangeClosed(1, many)
            .filter(number -> number < second - missing || number >= second)
            .mapToObj(Long::toString)
            .toList();
    assertThat(table.targets).isEqualTo(left);
    assertThat(other.targets).isEqualTo(left);
    assertThat(spool.pending()).isZero();
    assertThat(lost()).isEqualTo(before + missing);
    assertThat(drain.check().well()).isFalse();
    assertThat(drain.check().sentence())
        .contains("%d entries are lost".formatted(missing))
        .contains("%d to %d".formatted(second - missing, second - 1));
    spool.free(spool.end());
    assertThat(files()).hasSize(1);
    record("goes on");
    drain.pass();
    assertThat(table.targets.getLast()).isEqualTo("goes on");
  }

  @Test
  void whatAllSinksHadTakenIsNotMissing() throws Exception {
    // Given
    for (int i = 0; i < 7_000; i++) {
      spool.append(AuditEntry.of("test", "x", Outcome.OK));
    }
    gate.bind(reference, table);
    spool.free(100);
    long second = number(files().get(1));
    Files.write(files().getFirst(), new byte[0]);
    double before = lost();
    // When
    drain.pass();
    // Then
    assertThat(lost()).isEqualTo(before + second - 100);
    assertThat(drain.check().sentence()).contains("100 to %d".formatted(second - 1));
  }

  /// What can befall a file of the spool.
  private enum Harm {
    TRUNCATED(true),
    EMPTIED(true),
    DELETED_WHILE_RUNNING(false),
    TRUNCATED_WHILE_RUNNING(false);

    private final boolean restarts;

    Harm(boolean restarts) {
      this.restarts = restarts;
    }

    /// How many entries are missing then.
    long on(Path file, long entries) throws IOException {
      if (this == DELETED_WHILE_RUNNING) {
        Files.delete(file);
        return entries;
      }
      byte[] bytes = Files.readAllBytes(file);
      int length = this == EMPTIED ? 0 : bytes.length / 2;
      Files.write(file, Arrays.copyOf(bytes, length));
      for (int i = 0; i < length; i++) {
        entries -= bytes[i] == '\n' ? 1 : 0;
      }
      return entries;
    }
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder.resolve("spool"))) {
      return files.sorted().toList();
    }
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().replace(".spool", ""));
  }

  private static double lost() {
    return Metrics.current().snapshot().stream()
        .filter(MetricSnapshot.Counter.class::isInstance)
        .map(MetricSnapshot.Counter.class::cast)
        .filter(counter -> counter.name().equals("audit_entries"))
        .flatMap(counter -> counter.values().entrySet().stream())
        .filter(value -> value.getKey().contains("lost"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  @Test
  void oldEntriesAreForgottenOnceAnHour() throws Exception {
    spool.close();
    open(new AuditSettings(1 << 20, WhenFull.LOG, Duration.ofDays(30)));
    gate.bind(reference, table);
    drain.pass();
    assertThat(table.before).isEqualTo(now.minus(Duration.ofDays(30)));
    var first = table.before;
    now = now.plus(Duration.ofMinutes(59));
    drain.pass();
    assertThat(table.before).isEqualTo(first);
    now = now.plus(Duration.ofMinutes(2));
    drain.pass();
    assertThat(table.before).isEqualTo(now.minus(Duration.ofDays(30)));
  }

  private void record(String... targets) throws Exception {
    for (String target : targets) {
      spool.force(spool.append(AuditEntry.of("test", target, Outcome.OK)));
    }
  }
}
