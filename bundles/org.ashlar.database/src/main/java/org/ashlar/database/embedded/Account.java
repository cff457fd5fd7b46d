package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/// A user and group of the operating system, by number.
///
/// @param uid number of the user
/// @param gid number of the group
record Account(int uid, int gid) {
  static final Account ROOT = new Account(0, 0);

  /// Who runs this process: the owner of its entry in /proc.
  static Account ofThisProcess() throws IOException {
    return ownerOf(Path.of("/proc/self"));
  }

  static Account ownerOf(Path path) throws IOException {
    return new Account(number(path, "unix:uid"), number(path, "unix:gid"));
  }

  private static int number(Path path, String attribute) throws IOException {
    return (Integer) Objects.requireNonNull(Files.getAttribute(path, attribute));
  }

  boolean isRoot() {
    return uid == 0;
  }

  /// Makes this account the owner of one file or folder; does nothing when it is.
  void own(Path path) throws IOException {
    if (Folders.owner(path) != uid) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
