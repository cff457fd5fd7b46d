package org.ashlar.config;

import java.nio.file.Path;

/// Something in the configuration file that is not allowed.
///
/// @param line where, from 1
/// @param key the path of the key, such as `http.listeners[0].port`; empty for the file as a whole
/// @param sentence what is wrong and what is allowed
record Problem(int line, String key, String sentence) {
  String in(Path file) {
    return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + sentence;
  }
}
