package org.ashlar.base.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/// Standard output of the process.
final class ConsoleSink implements LogSink {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  @Override
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }
}
