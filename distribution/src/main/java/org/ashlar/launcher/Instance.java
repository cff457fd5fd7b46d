package org.ashlar.launcher;

import java.nio.file.Path;

/// One server: an installation, which is only read, and the place of its own files.
///
/// @param home the installation
/// @param config the configuration file; may not exist yet
/// @param data the data folder
record Instance(Path home, Path config, Path data) {

  Path lockFile() {
    return data.resolve("run/lock");
  }

  Path frameworkCache() {
    return data.resolve("cache/framework");
  }

  Path modulesLock() {
    return data.resolve("modules.lock");
  }

  Path modules() {
    return data.resolve("modules");
  }
}
