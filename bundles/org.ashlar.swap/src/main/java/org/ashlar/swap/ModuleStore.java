package org.ashlar.swap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/// `modules.lock` and the jars beside it: what the launcher starts in place of the installation's.
///
/// The lock is the only commit point: jars are written and forced to the disk before it names them,
/// and it is replaced by a rename. Whatever moment the process dies at, it holds the old set or the
/// new one.
final class ModuleStore {
  private static final String HEAD =
      "# Bundles that were swapped in; written by the server.\n"
          + "# name version sha256 start-level previous-version\n";

  private final Path data;
  private final Path lock;
  private final Path folder;
  private final Path system;

  /// @param data the data folder
  /// @param home the folder of the installed program
  ModuleStore(Path data, Path home) {
    this.data = data;
    this.lock = data.resolve("modules.lock");
    this.folder = data.resolve("modules");
    this.system = home.resolve("system");
  }

  /// All pins by name.
  Map<String, Pin> pins() throws IOException {
    Map<String, Pin> pins = new TreeMap<>();
    if (Files.exists(lock)) {
      for (String line : Files.readAllLines(lock)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          Pin pin = Pin.of(line);
          pins.put(pin.name(), pin);
        }
      }
    }
    return pins;
  }

  /// Where the version of a bundle that runs comes from.
  enum Origin {
    /// The installation.
    INSTALLED,
    /// modules.lock, in place of the installation's.
    PINNED,
    /// modules.lock; the installation has none.
    ADDED
  }

  /// Tells where the version of a bundle comes from.
  Origin origin(Bundle bundle) throws IOException {
    String name = bundle.getSymbolicName();
    Pin pin = pins().get(name);
    if (pin == null || !pin.version().equals(bundle.getVersion())) {
      return Origin.INSTALLED;
    }
    return installed(Pattern.quote(name) + "-\\d+\\.\\d.*\\.jar").isPresent()
        ? Origin.PINNED
        : Origin.ADDED;
  }

  /// Copies a jar to where it will lie, so that later changes of the original do no harm.
  ///
  /// @return the copy, with a name that no pin uses yet
  Path stage(Path jar) throws IOException {
    Files.createDirectories(folder);
    Path staged = Files.createTempFile(folder, "staged", ".part");
    Files.copy(jar, staged, StandardCopyOption.REPLACE_EXISTING);
    force(staged);
    return staged;
  }

  /// Pins a staged jar.
  ///
  /// A version that the installation has needs no line, and gets none.
  ///
  /// @param staged the copy that [#stage] made, which is gone afterwards
  /// @param pin what to write
  /// @throws SwapFailure when the disk does not take it; the pins are as before
  void commit(Path staged, Pin pin) throws SwapFailure {
    try {
      record(staged, pin);
    } catch (IOException e) {
      throw new SwapFailure(
          pin.name() + " " + pin.version() + " cannot be kept: " + SwapFailure.reason(e), e, false);
    }
  }

  private void record(Path staged, Pin pin) throws IOException {
    Files.move(
        staged,
        jar(pin.name(), pin.version()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force(folder);
    Map<String, Pin> pins = new TreeMap<>(pins());
    if (isInstalled(pin)) {
      pins.remove(pin.name());
    } else {
      pins.put(pin.name(), pin);
    }
    write(pins);
  }

  /// Whether the installation has the very jar, so that nothing has to stand for it.
  private boolean isInstalled(Pin pin) throws IOException {
    Optional<Path> jar = installed(pin.name(), pin.version());
    return jar.isPresent() && ModuleJar.sha256(jar.get()).equals(pin.sha256());
  }

  /// Undoes a commit.
  ///
  /// @param name the bundle
  /// @param before its pin before, null when it had none
  void restore(String name, @Nullable Pin before) throws IOException {
    Map<String, Pin> pins = new TreeMap<>(pins());
    if (before == null) {
      pins.remove(name);
    } else {
      pins.put(name, before);
    }
    write(pins);
  }

  /// Sees that the jar of a version is kept for a rollback.
  ///
  /// @return false when it is not to be found
  boolean keep(String name, Version version) throws IOException {
    Path kept = jar(name, version);
    if (Files.exists(kept)) {
      return true;
    }
    Optional<Path> installed = installed(name, version);
    if (installed.isEmpty()) {
      return false;
    }
    Path staged = stage(installed.get());
    Files.move(staged, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  /// Where the jar of a version is kept.
  Path jar(String name, Version version) {
    return folder.resolve(name + "-" + version + ".jar");
  }

  /// Deletes jars of a bundle that no pin names any more, and copies that were never pinned.
  void prune(String name) throws IOException {
    Pin pin = pins().get(name);
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(folder, path -> belongsTo(path, name))) {
      for (Path jar : jars) {
        boolean used =
            pin != null
                && (jar.equals(jar(name, pin.version()))
                    || pin.previous() != null && jar.equals(jar(name, pin.previous())));
        if (!used) {
          Files.delete(jar);
        }
      }
    }
  }

  private static boolean belongsTo(Path path, String name) {
    String file = path.getFileName().toString();
    return file.matches("\\Q" + name + "\\E-\\d.*\\.jar") || file.matches("staged.*\\.part");
  }

  private Optional<Path> installed(String name, Version version) throws IOException {
    return installed(Pattern.quote(name + "-" + version + ".jar"));
  }

  private Optional<Path> installed(String fileName) throws IOException {
    if (!Files.isDirectory(system)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(system, 2)) {
      List<Path> jars = files.filter(f -> f.getFileName().toString().matches(fileName)).toList();
      return jars.stream().findFirst();
    }
  }

  private void write(Map<String, Pin> pins) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    pins.values().forEach(pin -> text.append(pin.line()).append('\n'));
    Path part = lock.resolveSibling("modules.lock.part");
    Files.writeString(part, text, StandardCharsets.UTF_8);
    force(part);
    Files.move(part, lock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(data);
  }

  /// Waits until a file or the entries of a folder are on the disk.
  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
