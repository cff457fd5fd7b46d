package org.ashlar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private final String text = Template.text(Sample.vocabulary(), true);

  @Test
  void theGeneratedFileIsValid() {
    assertThat(Sample.problems(text)).isEmpty();
    assertThat(Sample.valid(text).top().serverName()).hasToString("localhost");
  }

  @Test
  void aFileInTheDataFolderSaysSo() {
    assertThat(text).contains("\ndata_folder: .\n");
    assertThat(Template.text(Sample.vocabulary(), false)).contains("\n# data_folder: data\n");
  }

  @Test
  void itStaysValidWhenEveryKeyIsTakenOutOfItsComment() {
    String everything =
        text.replaceAll("(?m)^  # (  - )?(?=[a-z_]+: |\\{|[a-z_]+:$)", "  $1")
            .replaceAll("(?m)^  # +- ", "    - ")
            .replace("api_password: \"\"", "api_password: abcdef");

    assertThat(Sample.problems(everything)).isEmpty();
    assertThat(Sample.valid(everything).sections().get("org.ashlar.http"))
        .containsKeys("listeners", "maxBodySize", "threads");
  }

  @Test
  void everyKeyHasItsDescriptionAndItsDefault() {
    assertThat(text)
        .contains(
            """
            # Where the server listens.
            http:
            """,
            """
              # Most bytes, in KiB. (an integer from 1 to 100)
              # max_body_size: 50
            """,
            """
              # listeners:
              #   - {"port":8008,"tls":false}
            """);
  }

  @Test
  void theReferenceListsEveryKey() {
    assertThat(ReferencePage.text(Sample.vocabulary()))
        .contains(
            "| `max_body_size` | `50` | an integer from 1 to 100 | Most bytes, in KiB. |",
            "| `port` | none, must be there | an integer from 1 to 65535 | The port. |",
            "| `level` | `info` | one of debug, info | How much. |");
  }

  @Test
  void aReloadKeepsWhatNeedsARestart() {
    Settings old = Sample.valid("server_name: a\nhttp: {max_body_size: 5, threads: 2}");
    Settings next = Sample.valid("server_name: b\nhttp: {threads: 3}\nlog: {level: debug}");

    Changes changes = Changes.between(old, next, Sample.vocabulary());

    assertThat(changes.applied()).isEqualTo(List.of("http.max_body_size", "log.level"));
    assertThat(changes.atRestart()).isEqualTo(List.of("server_name", "http.threads"));
    assertThat(changes.effective().get("org.ashlar.http")).containsOnlyKeys("threads");
    assertThat(changes.effective().get("org.ashlar.http")).containsEntry("threads", 2);
  }
}
