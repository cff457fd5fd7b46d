package org.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `bin/ashlar` hands to the launcher; the Java it finds is a stub that prints its arguments.
class StartScriptTest {
  @TempDir Path folder;

  /// @param exit the exit code
  /// @param instance the configuration file and the data folder, as the launcher gets them
  /// @param command what follows them
  private record Outcome(int exit, List<String> instance, List<String> command, String text) {}

  @BeforeEach
  void makeAJava() throws IOException {
    Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    var java = folder.resolve("jdk/bin/java");
    Files.writeString(java, "#!/bin/sh\nfor word; do printf '%s\\n' \"$word\"; done\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void withoutOptionsTheServerLivesInAshlarData() throws Exception {
    var run = ashlar("run");
    assertThat(run.instance()).containsExactly("ashlar-data/ashlar.yaml", "ashlar-data");
    assertThat(folder.resolve("ashlar-data/run")).isDirectory();
  }

  @Test
  void theDataFolderBeginsAtTheConfigurationFile() throws Exception {
    config("one/a.yaml", "server_name: a\n");
    config("two/b.yaml", "data_folder: 'there' # and not here\n");
    assertThat(ashlar("bundles", "--config", "one/a.yaml").instance())
        .containsExactly("one/a.yaml", "one/data");
    assertThat(ashlar("bundles", "--config=two/b.yaml").instance())
        .containsExactly("two/b.yaml", "two/there");
  }

  @Test
  void aFileInItsDataFolderMeansTheSameServerByEitherWay() throws Exception {
    config("ashlar-data/ashlar.yaml", "data_folder: .\n");
    config("ashlar-data/server_name", "localhost\n");
    var expected = List.of("ashlar-data/ashlar.yaml", "ashlar-data");
    assertThat(ashlar("bundles").instance()).isEqualTo(expected);
    assertThat(ashlar("bundles", "--config", "ashlar-data/ashlar.yaml").instance())
        .isEqualTo(expected);
  }

  @Test
  void aFileWithoutOptionsTooMayNameAnotherDataFolder() throws Exception {
    config("ashlar-data/ashlar.yaml", "data_folder: " + folder.resolve("elsewhere") + "\n");
    assertThat(ashlar("bundles").instance())
        .containsExactly("ashlar-data/ashlar.yaml", "elsewhere");
    assertThat(ashlar("bundles", "--data", "ashlar-data").instance())
        .containsExactly("ashlar-data/ashlar.yaml", "ashlar-data");
  }

  @Test
  void aNewServerIsNotMadeInsideTheDataFolderOfAnother() throws Exception {
    config("old/ashlar.yaml", "server_name: localhost\n");
    config("old/server_name", "localhost\n");
    var run = ashlar("run", "--config", "old/ashlar.yaml");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.text())
        .isEqualTo(
            "ashlar: old is the data folder of a server, but data_folder in old/ashlar.yaml means"
                + " old/data, where there is none; write 'data_folder: .' into the file\n");
    assertThat(folder.resolve("old/data")).doesNotExist();

    config("old/data/server_name", "another\n");
    assertThat(ashlar("run", "--config", "old/ashlar.yaml").instance())
        .containsExactly("old/ashlar.yaml", "old/data");
  }

  @Test
  void argumentsAreCheckedBeforeAnythingIsMade() throws Exception {
    assertThat(ashlar("run", "--help").text()).startsWith("Usage: ashlar COMMAND");
    assertThat(ashlar("swap", "-h").exit()).isZero();
    assertThat(ashlar("run", "fast").text())
        .isEqualTo("ashlar: run takes no argument but --config and --data\n");
    assertThat(ashlar("run", "--config").text()).isEqualTo("ashlar: --config needs a value\n");
    assertThat(ashlar("config", "check", "a", "b").text())
        .isEqualTo("ashlar: config check takes one file\n");
    assertThat(folder.resolve("ashlar-data")).doesNotExist();
  }

  @Test
  void anyFileCanBeChecked() throws Exception {
    config("draft.yaml", "server_name: a\n");
    var check = ashlar("config", "check", "draft.yaml");
    assertThat(check.instance()).containsExactly("draft.yaml", "data");
    assertThat(check.command()).containsExactly("config", "check");
  }

  private void config(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// Paths are told relative to the working folder.
  private Outcome ashlar(String... words) throws Exception {
    var script = Path.of("src/main/server/bin/ashlar").toAbsolutePath().toString();
    var command = Stream.concat(Stream.of("sh", script), Stream.of(words)).toList();
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    var process = builder.start();
    var text = new String(process.getInputStream().readAllBytes()).replace(folder + "/", "");
    int exit = process.waitFor();
    var lines = text.lines().toList();
    int main = lines.indexOf("org.ashlar.launcher.Main");
    return main < 0
        ? new Outcome(exit, List.of(), List.of(), text)
        : new Outcome(
            exit, lines.subList(main + 2, main + 4), lines.subList(main + 4, lines.size()), text);
  }
}
