package org.ashlar.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path folder;

  @Test
  void takesTheLastComplaintOfTheNewPart() throws IOException {
    Path file = folder.resolve("log");
    Files.writeString(file, "2025 [1] FATAL:  an old one\n");
    LogTail log = new LogTail(file);
    Files.writeString(
        file,
        """
        2025 [1] FATAL:  an old one
        2025 [2] LOG:  starting
        2025 [2] FATAL:  could not open file "x": Permission denied
        2025 [2] LOG:  database system is shut down
        """);

    assertThat(log.complaint()).isEqualTo("could not open file \"x\": Permission denied");
  }

  @Test
  void fallsBackToTheLastLine() throws IOException {
    Path file = folder.resolve("log");
    LogTail log = new LogTail(file);
    Files.writeString(file, "first\nsecond\n");

    assertThat(log.complaint()).isEqualTo("second");
    assertThat(LogTail.complaint("")).isEqualTo("it said nothing");
  }

  @Test
  void putsALongLogAside() throws IOException {
    Path file = folder.resolve("log");
    Files.write(file, new byte[(8 << 20) + 1]);

    new LogTail(file);

    assertThat(file).doesNotExist();
    assertThat(folder.resolve("log.1")).hasSize((8 << 20) + 1);
  }
}
