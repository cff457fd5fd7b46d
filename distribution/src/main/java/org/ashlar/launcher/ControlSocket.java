package org.ashlar.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where the control socket of an instance lies. A socket's path has at most 107 bytes; when the
/// data folder's is too long, the socket lies in a private folder whose name follows from it.
final class ControlSocket {
  private static final String NAME = "control.sock";
  private static final int LONGEST = 104;

  private final Path data;
  private final Path shared;

  /// @param data the data folder
  /// @param shared a folder with a short path that all processes see: `/tmp`
  ControlSocket(Path data, Path shared) {
    this.data = data;
    this.shared = shared;
  }

  Path path() throws IOException {
    return folder().resolve(NAME);
  }

  private Path folder() throws IOException {
    var near = data.resolve("run");
    var path = near.resolve(NAME).toString();
    return path.getBytes(StandardCharsets.UTF_8).length <= LONGEST
        ? near
        : shared.resolve("ashlar-" + name());
  }

  /// Makes the folder and removes what a killed server left. Only for the holder of the instance's
  /// lock.
  ///
  /// @throws StartException if the private folder is not ours
  Path prepare() throws IOException, StartException {
    var folder = folder();
    var path = folder.resolve(NAME);
    var note = data.resolve("run/control.path");
    Files.deleteIfExists(note);
    if (!path.startsWith(data)) {
      makePrivate(folder);
      Files.writeString(note, path + "\n");
    }
    Files.deleteIfExists(path);
    return path;
  }

  private static void makePrivate(Path folder) throws IOException, StartException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    var mode = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    var owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
    if (!owner.equals(System.getProperty("user.name"))
        || !PosixFilePermissions.toString(mode).equals("rwx------")) {
      throw new StartException(
          "the folder " + folder + " for the control socket belongs to " + owner + "; remove it");
    }
  }

  private String name() throws IOException {
    try {
      var path = Files.exists(data) ? data.toRealPath() : data.toAbsolutePath().normalize();
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(path.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
