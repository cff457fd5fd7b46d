package org.ashlar.itests.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// No test of any module, and no server that one has started, has written a secret anywhere.
class NoSecretsInLogsTest {
  @Test
  void noSecretStandsInAnythingThatTheTestsHaveLeft() throws IOException {
    LogScan scan = new LogScan(root());

    assertThat(scan.logs())
        .as("reports of tests; run those of the other modules first")
        .anyMatch(log -> log.toString().contains("surefire-reports"));
    assertThat(scan.findings()).isEmpty();
  }

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("ashlar"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
