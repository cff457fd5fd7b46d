package org.ashlar.base.log;

import java.io.IOException;

/// Takes the bytes of whole lines.
interface LogSink {
  void write(byte[] bytes) throws IOException;

  /// Lets resources go; a later write takes them again.
  default void close() {}
}
