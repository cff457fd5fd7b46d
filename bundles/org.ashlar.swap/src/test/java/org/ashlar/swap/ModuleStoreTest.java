package org.ashlar.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class ModuleStoreTest {
  @TempDir private Path folder;

  @Test
  void aCommitIsOneLineThatTheLauncherReads() throws Exception {
    ModuleStore store = new ModuleStore(folder, folder.resolve("home"));
    Path jar = Files.writeString(folder.resolve("x.jar"), "bytes");

    store.commit(store.stage(jar), pin("org.ashlar.x", "2.0.0", "1.0.0"));
    store.commit(store.stage(jar), pin("org.ashlar.a", "1.0.0", null));

    assertThat(Files.readAllLines(folder.resolve("modules.lock")))
        .containsSubsequence("org.ashlar.a 1.0.0 0a0b 25 -", "org.ashlar.x 2.0.0 0a0b 25 1.0.0");
    assertThat(folder.resolve("modules/org.ashlar.x-2.0.0.jar")).hasContent("bytes");
    assertThat(store.pins()).containsOnlyKeys("org.ashlar.a", "org.ashlar.x");
  }

  @Test
  void aDeathBeforeTheRenameLeavesTheOldSet() throws Exception {
    ModuleStore store = new ModuleStore(folder, folder.resolve("home"));
    Path jar = Files.writeString(folder.resolve("x.jar"), "bytes");
    store.commit(store.stage(jar), pin("org.ashlar.x", "2.0.0", "1.0.0"));

    store.stage(jar);
    Files.writeString(folder.resolve("modules.lock.part"), "org.ashlar.x 3.0");

    ModuleStore after = new ModuleStore(folder, folder.resolve("home"));
    assertThat(after.pins().get("org.ashlar.x").version()).isEqualTo(new Version("2.0.0"));
    after.prune("org.ashlar.x");
    assertThat(folder.resolve("modules"))
        .isDirectoryContaining("glob:**.jar")
        .isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatWasUndoneIsAsItWasBefore() throws Exception {
    ModuleStore store = new ModuleStore(folder, folder.resolve("home"));
    Path jar = Files.writeString(folder.resolve("x.jar"), "bytes");
    Pin first = pin("org.ashlar.x", "2.0.0", "1.0.0");
    store.commit(store.stage(jar), first);
    store.commit(store.stage(jar), pin("org.ashlar.x", "3.0.0", "2.0.0"));

    store.restore("org.ashlar.x", first);
    assertThat(store.pins().values()).containsExactly(first);
    store.restore("org.ashlar.x", null);
    assertThat(store.pins()).isEmpty();
  }

  @Test
  void pruningABundleLeavesThoseOfSimilarNamesAlone() throws Exception {
    ModuleStore store = new ModuleStore(folder, folder.resolve("home"));
    Path jar = Files.writeString(folder.resolve("x.jar"), "bytes");
    store.commit(store.stage(jar), pin("org.ashlar.room-x", "1.0.0", null));
    store.commit(store.stage(jar), pin("org.ashlar.room", "1.0.0", null));
    store.restore("org.ashlar.room", null);

    store.prune("org.ashlar.room");

    assertThat(folder.resolve("modules/org.ashlar.room-x-1.0.0.jar")).exists();
    assertThat(folder.resolve("modules/org.ashlar.room-1.0.0.jar")).doesNotExist();
  }

  @Test
  void aLineThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Pin.of("org.ashlar.x 1.0.0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Pin pin(String name, String version, String previous) {
    return new Pin(
        name, new Version(version), "0a0b", 25, previous == null ? null : new Version(previous));
  }
}
