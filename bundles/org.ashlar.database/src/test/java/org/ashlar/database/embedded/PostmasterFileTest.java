package org.ashlar.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostmasterFileTest {

  @Test
  void readsAFileThatIsComplete() {
    List<String> lines =
        List.of("4711", "/data", "1700000000", "5432", "/tmp/a", "", "12 34", "ready   ");

    assertThat(PostmasterFile.parse(lines))
        .contains(new PostmasterFile(4711, "/tmp/a", 5432, true));
    assertThat(PostmasterFile.parse(lines).orElseThrow().socket())
        .isEqualTo(Path.of("/tmp/a/.s.PGSQL.5432"));
  }

  @Test
  void readsAFileThatIsStillBeingWritten() {
    assertThat(PostmasterFile.parse(List.of("4711", "/data", "1700000000", "5432")))
        .contains(new PostmasterFile(4711, "", 5432, false));
    assertThat(
            PostmasterFile.parse(
                List.of("4711", "/data", "1", "5432", "/tmp/a", "", "12 34", "starting")))
        .contains(new PostmasterFile(4711, "/tmp/a", 5432, false));
  }

  @Test
  void seesNoServerInAFileWithoutANumber() {
    assertThat(PostmasterFile.parse(List.of())).isEmpty();
    assertThat(PostmasterFile.parse(List.of("", "/data"))).isEmpty();
    assertThat(PostmasterFile.parse(List.of("-7", "/data"))).isEmpty();
  }
}
