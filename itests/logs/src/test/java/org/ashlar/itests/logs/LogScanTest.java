package org.ashlar.itests.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scan finds what is planted.
class LogScanTest {
  private static final String TOKEN = "ash_" + "x".repeat(43);

  @TempDir private Path root;

  @BeforeEach
  void aSecretWasUsed() throws IOException {
    write("itests/server/target/secrets/used.txt", "open+%22sesame%22+%26+so+on\n");
    write("bundles/a/target/surefire-reports/a.txt", "all is well\n");
  }

  @Test
  void nothingIsFoundWhereNothingIs() throws IOException {
    write("bundles/a/src/main/Token.java", TOKEN);
    write("bundles/a/target/classes/token.log", TOKEN);

    LogScan scan = new LogScan(root);

    assertThat(scan.logs()).hasSize(1);
    assertThat(scan.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bundles/a/target/surefire-reports/b.txt",
        "bundles/a/target/surefire-reports/TEST-b.xml",
        "itests/server/target/failsafe-reports/c-output.txt",
        "itests/server/target/server-logs/1-output.log.gz",
        "bundles/a/target/some/folder/ashlar.log",
        "target/build.log"
      })
  void aTokenIsFoundInEveryKindOfLog(String place) throws IOException {
    write(place, "first\nGET /sync?access_token=" + TOKEN + "&since=1\n");

    assertThat(new LogScan(root).findings())
        .containsExactly(place + ": a token behind: GET /sync?access_token=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open \"sesame\" & so on",
        "open+%22sesame%22+%26+so+on",
        "open%20%22sesame%22%20%26%20so%20on",
        "open \\\"sesame\\\" & so on",
        "open &quot;sesame&quot; &amp; so on"
      })
  void aSecretIsFoundHoweverItIsWritten(String written) throws IOException {
    write(
        "itests/server/target/server-logs/1-output.log.gz",
        "x".repeat(3 << 20) + "\nsays " + written);

    assertThat(new LogScan(root).findings())
        .isNotEmpty()
        .allMatch(find -> find.endsWith("1-output.log.gz: a secret of a test behind: says "));
  }

  private void write(String place, String text) throws IOException {
    Path file = root.resolve(place);
    Files.createDirectories(file.getParent());
    if (place.endsWith(".gz")) {
      try (var to = new GZIPOutputStream(Files.newOutputStream(file))) {
        to.write(text.getBytes());
      }
    } else {
      Files.writeString(file, text);
    }
  }
}
