package org.ashlar.base.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.task.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSpoolTest {
  private static final long MUCH = 64 << 20;

  @TempDir private Path folder;

  @Test
  void whatWasForcedIsThereWhenTheSpoolIsOpenedAgainWithoutHavingBeenClosed() throws Exception {
    // Given a spool that is never closed, as when the process is killed
    var killed = new AuditSpool(folder, MUCH, 1);
    for (int i = 0; i < 10; i++) {
      killed.force(killed.append(entry(i)));
    }
    // When
    try (var spool = new AuditSpool(folder, MUCH, 1)) {
      // Then
      assertThat(targets(spool, 1)).isEqualTo(numbers(0, 10));
      assertThat(spool.append(entry(10))).isEqualTo(11);
      assertThat(targets(spool, 1)).isEqualTo(numbers(0, 11));
    }
    killed.close();
  }

  @Test
  void aLineThatWasNotWrittenToItsEndIsDropped() throws Exception {
    try (var spool = new AuditSpool(folder, MUCH, 1)) {
      spool.append(entry(0));
    }
    var line = SpoolLine.write(entry(1));
    Files.write(onlyFile(), Arrays.copyOf(line, 40), StandardOpenOption.APPEND);
    try (var spool = new AuditSpool(folder, MUCH, 1)) {
      spool.append(entry(2));
      assertThat(targets(spool, 1)).containsExactly("0", "2");
    }
  }

  @Test
  void aDamagedLineIsPassedOver() throws Exception {
    try (var spool = new AuditSpool(folder, MUCH, 1)) {
      for (int i = 0; i < 3; i++) {
        spool.append(entry(i));
      }
    }
    Files.writeString(onlyFile(), Files.readString(onlyFile()).replace("\"1\"", "\"9\""));
    try (var spool = new AuditSpool(folder, MUCH, 1)) {
      assertThat(targets(spool, 1)).containsExactly("0", "2");
      assertThat(spool.end()).isEqualTo(4);
    }
  }

  @Test
  void filesGoWhenAllHasBeenTakenAndNumbersStillRise() throws Exception {
    try (var spool = new AuditSpool(folder, MUCH, 1)) {
      for (int i = 0; i < 12_000; i++) {
        spool.append(entry(i));
      }
      assertThat(files()).hasSizeGreaterThan(1);
      assertThat(targets(spool, 1)).isEqualTo(numbers(0, 12_000));
      spool.free(6_000);
      assertThat(targets(spool, 6_000)).isEqualTo(numbers(5_999, 12_000));
      assertThat(spool.pending()).isEqualTo(6_001);
      spool.free(spool.end());
      assertThat(spool.pending()).isZero();
      assertThat(Files.size(onlyFile())).isZero();
    }
    try (var spool = new AuditSpool(folder, MUCH, 1)) {
      assertThat(spool.append(entry(0))).isEqualTo(12_001);
    }
  }

  @Test
  void aFullSpoolTakesNothingUntilSomethingWasTakenFromIt() throws Exception {
    try (var spool = new AuditSpool(folder, 200_000, 1)) {
      int count = 0;
      while (spool.hasRoom()) {
        spool.append(entry(count++));
      }
      var large = entry(0);
      for (int i = 0; i < 16; i++) {
        large = large.with("d" + i, "x".repeat(1_000));
      }
      var tooMuch = large;
      assertThatThrownBy(() -> fill(spool, tooMuch))
          .isInstanceOf(IOException.class)
          .hasMessage("the spool is full");
      spool.free(spool.end());
      assertThat(spool.hasRoom()).isTrue();
      spool.append(tooMuch);
    }
  }

  @Test
  void manyWhoRecordAtOnceLoseNothing() throws Exception {
    try (var spool = new AuditSpool(folder, MUCH, 1);
        var tasks = new Tasks("test")) {
      List<Tasks.Task> started = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        int first = writer * 1_000;
        started.add(tasks.background("writer", () -> write(spool, first)));
      }
      for (Tasks.Task task : started) {
        task.await(Duration.ofMinutes(1));
      }
      Set<String> found = new TreeSet<>(targets(spool, 1));
      assertThat(found).hasSize(1_600);
    }
  }

  private static void fill(AuditSpool spool, AuditEntry entry) throws IOException {
    for (int i = 0; i < 1_000; i++) {
      spool.append(entry);
    }
  }

  private static void write(AuditSpool spool, int first) {
    try {
      for (int i = 0; i < 200; i++) {
        spool.force(spool.append(entry(first + i)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AuditEntry entry(int number) {
    return AuditEntry.of("test", Integer.toString(number), Outcome.OK);
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static List<String> targets(AuditSpool spool, long from) throws IOException {
    List<String> targets = new ArrayList<>();
    long at = from;
    while (at < spool.end()) {
      AuditSpool.Page page = spool.read(at, 256);
      page.entries().forEach(entry -> targets.add(entry.target()));
      at = page.next();
    }
    return targets;
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Path onlyFile() throws IOException {
    assertThat(files()).hasSize(1);
    return files().getFirst();
  }
}
