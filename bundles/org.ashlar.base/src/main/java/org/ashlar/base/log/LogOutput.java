package org.ashlar.base.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects formatted lines and writes them in one go. Used by the writer's thread alone.
final class LogOutput {
  private final LogLayout layout;
  private final LogSink sink;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(16_384);
  private boolean failed;

  LogOutput(LogLayout layout, LogSink sink) {
    this.layout = layout;
    this.sink = sink;
  }

  void append(
      LogLine line,
      Map<String, String> fields,
      Map<String, String> enriched,
      @Nullable String stack) {
    buffer.writeBytes(layout.format(line, fields, enriched, stack));
  }

  /// Writes what was collected.
  ///
  /// @return false when it was lost
  boolean flush() {
    if (buffer.size() == 0) {
      return true;
    }
    byte[] bytes = buffer.toByteArray();
    buffer.reset();
    try {
      sink.write(bytes);
      failed = false;
      return true;
    } catch (IOException e) {
      complain(e);
      return false;
    }
  }

  /// Lets the resources go, when another output has taken its place.
  void close() {
    sink.close();
  }

  /// The log can not say that the log fails; standard error can, once for each breakdown.
  @SuppressWarnings("SystemOut")
  private void complain(IOException e) {
    if (!failed) {
      failed = true;
      System.err.println("The log can not be written: " + e.getMessage());
    }
  }
}
