package org.ashlar.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second server away from a data folder. The operating system drops the lock with the
/// process, however it ends.
final class InstanceLock implements AutoCloseable {
  private final FileChannel channel;

  private InstanceLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws StartException if another process has the folder
  static InstanceLock take(Instance instance) throws IOException, StartException {
    Path file = instance.lockFile();
    Files.createDirectories(file.getParent());
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      var owner = ByteBuffer.allocate(20);
      channel.read(owner);
      channel.close();
      var pid = StandardCharsets.US_ASCII.decode(owner.flip()).toString().strip();
      throw new StartException(
          "another Ashlar (process %s) runs on the data folder %s; stop it, or choose another folder with --data"
              .formatted(pid, instance.data()));
    }
    var pid = ProcessHandle.current().pid() + "\n";
    channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
    return new InstanceLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
