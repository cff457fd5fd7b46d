package org.ashlar.room.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ashlar.event.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file in the data folder that has the key by which this server signs.
final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final String NAME = "signing.key";

  private KeyFile() {}

  /// The key; made when there is none.
  static SigningKey read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        SigningKey.generate().write(file);
        LOG.info("Made the signing key {}", file);
      }
      return SigningKey.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The signing key " + file + " can not be read", e);
    }
  }
}
