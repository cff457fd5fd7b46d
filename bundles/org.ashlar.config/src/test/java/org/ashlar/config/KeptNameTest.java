package org.ashlar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import org.ashlar.base.id.ServerName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptNameTest {
  private static final String OTHER = "# renamed\nserver_name: b.test\n";

  @TempDir Path folder;
  private KeptName kept;

  @BeforeEach
  void openTheFolder() {
    kept = KeptName.in(folder);
  }

  @Test
  void aFolderThatWasNeverStartedTakesAnyName() {
    assertThat(kept.check(OTHER, outcome(OTHER))).isEqualTo(outcome(OTHER));
  }

  @Test
  void anotherNameIsRefusedWithItsLine() throws Exception {
    kept.keep(new ServerName("a.test"));
    assertThat(kept.check(OTHER, outcome(OTHER)))
        .isEqualTo(
            new Settings.Refused(
                List.of(
                    new Problem(
                        2,
                        "server_name",
                        "\"b.test\" is not the name of this server, a.test, which users and rooms"
                            + " bear; a start with another one is refused"))));
    assertThatIllegalStateException()
        .isThrownBy(() -> kept.keep(new ServerName("b.test")))
        .withMessageStartingWith("The data folder belongs to the server a.test");
  }

  @Test
  void theSameNameIsAccepted() throws Exception {
    kept.keep(new ServerName("b.test"));
    kept.keep(new ServerName("b.test"));
    assertThat(kept.check(OTHER, outcome(OTHER))).isInstanceOf(Settings.Valid.class);
  }

  private static Settings.Outcome outcome(String text) {
    return Validation.check(text, Sample.vocabulary());
  }
}
