package org.ashlar.room.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ashlar.event.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file with the server's signing key.
///
/// @param folder the data folder
record KeyFile(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final String NAME = "signing.key";

  /// The key; it is made when there is none.
  ///
  /// @throws UncheckedIOException when it can not be read or made
  SigningKey key() {
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
