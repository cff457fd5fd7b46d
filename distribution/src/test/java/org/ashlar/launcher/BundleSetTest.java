package org.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleSetTest {
  private static final String CONTENT = "a jar";

  @TempDir Path folder;

  @Test
  void theInstallationIsReadByStartLevel() throws Exception {
    jar("system/20/org.ashlar.sync-0.1.0.jar");
    jar("system/05/com.fasterxml.jackson.core.jackson-core-2.22.4.jar");
    jar("system/01/org.osgi.service.log-1.5.0.202007221806.jar");
    var modules = new SystemFolder(folder.resolve("system")).modules();
    assertThat(BundleSet.of(modules, List.of()).modules())
        .extracting(Module::name, Module::version, Module::startLevel)
        .containsExactly(
            tuple("org.osgi.service.log", "1.5.0.202007221806", 1),
            tuple("com.fasterxml.jackson.core.jackson-core", "2.22.4", 5),
            tuple("org.ashlar.sync", "0.1.0", 20));
  }

  @Test
  void twoVersionsOfOneBundleInTheInstallationAreRefused() throws Exception {
    var one = jar("system/20/org.ashlar.sync-0.1.0.jar");
    var two = jar("system/25/org.ashlar.sync-0.2.0.jar");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> new SystemFolder(folder.resolve("system")).modules())
        .withMessage(
            "the installation has two versions of one bundle, %s and %s; remove one of them"
                .formatted(one, two));
  }

  @Test
  void aPinnedModuleStandsForThatOfTheInstallationAndIsTold() throws Exception {
    jar("system/20/org.ashlar.sync-0.1.0.jar");
    var pinned = jar("data/modules/org.ashlar.sync-0.2.0.jar");
    lock("# pinned\n\norg.ashlar.sync 0.2.0 " + sha256() + " 25 0.1.0\n");
    var set = BundleSet.of(new SystemFolder(folder.resolve("system")).modules(), pins());
    assertThat(set.modules()).containsExactly(new Module("org.ashlar.sync", "0.2.0", 25, pinned));
    assertThat(set.notes())
        .containsExactly(
            "org.ashlar.sync 0.2.0 is pinned by modules.lock and stands for version 0.1.0 of the"
                + " installation");
  }

  @Test
  void aModuleOfTheOperatorsOwnIsAdded() throws Exception {
    jar("data/modules/com.example.audit-1.0.0.jar");
    lock("com.example.audit 1.0.0 " + sha256() + " 30 -\n");
    var set = BundleSet.of(List.of(), pins());
    assertThat(set.modules())
        .extracting(Module::toString)
        .containsExactly("com.example.audit 1.0.0");
    assertThat(set.notes()).containsExactly("com.example.audit 1.0.0 is added by modules.lock");
  }

  @Test
  void withoutAFileNothingIsPinned() throws Exception {
    assertThat(pins()).isEmpty();
  }

  @Test
  void aMissingJarEndsTheStart() throws Exception {
    lock("org.ashlar.sync 0.2.0 " + sha256() + " 25 0.1.0\n");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(this::pins)
        .withMessageContaining("line 1 pins org.ashlar.sync, but there is no file");
  }

  @Test
  void anAlteredJarEndsTheStart() throws Exception {
    jar("data/modules/org.ashlar.sync-0.2.0.jar");
    lock("org.ashlar.sync 0.2.0 " + "0".repeat(64) + " 25 0.1.0\n");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(this::pins)
        .withMessageEndingWith("org.ashlar.sync-0.2.0.jar is another file");
  }

  @Test
  void aBrokenLineIsNamed() throws Exception {
    lock("# fine\norg.ashlar.sync 0.2.0\n");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(this::pins)
        .withMessageContaining("modules.lock line 2 is not of the form");
  }

  @Test
  void aForeignFileInTheInstallationIsNamed() throws Exception {
    jar("system/20/notes.txt");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> new SystemFolder(folder.resolve("system")).modules())
        .withMessageEndingWith("notes.txt is not named <bsn>-<version>.jar");
  }

  private List<Module> pins() throws Exception {
    var data = folder.resolve("data");
    return new ModulesLock(data.resolve("modules.lock"), data.resolve("modules")).modules();
  }

  private void lock(String text) throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/modules.lock"), text);
  }

  private Path jar(String name) throws Exception {
    var file = folder.resolve(name);
    Files.createDirectories(folder.resolve(name).resolve("..").normalize());
    return Files.writeString(file, CONTENT);
  }

  private static String sha256() throws Exception {
    var bytes = CONTENT.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }
}
