package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log of PostgreSQL: kept short, and asked why a start failed.
final class LogTail {
  private static final long LONGEST = 8L << 20;
  private static final int TAIL = 1 << 14;
  private static final Pattern COMPLAINT =
      Pattern.compile("(?:FATAL|PANIC|error|setpriv|chroot|unshare): +(.*)");

  private final Path file;
  private final long start;

  /// Notes where the log ends now; a long one is put aside as `.1` first.
  LogTail(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file) && Files.size(file) > LONGEST) {
      Path old = file.resolveSibling(file.getFileName() + ".1");
      Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    }
    this.start = Files.exists(file) ? Files.size(file) : 0;
  }

  /// What PostgreSQL last complained about since then.
  String complaint() {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(start, channel.size() - TAIL));
      ByteBuffer bytes = ByteBuffer.allocate(TAIL);
      while (bytes.hasRemaining() && channel.read(bytes) > 0) {
        // until the end
      }
      return complaint(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return "its log can not be read: " + Faults.reason(e);
    }
  }

  /// The last line that is a complaint, else the last line.
  static String complaint(String text) {
    List<String> lines = text.strip().lines().toList();
    for (String line : lines.reversed()) {
      Matcher matcher = COMPLAINT.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }
}
