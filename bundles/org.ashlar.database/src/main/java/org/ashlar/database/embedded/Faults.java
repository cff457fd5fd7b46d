package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/// Puts faults of the file system into words.
final class Faults {
  private Faults() {}

  /// @param fault what was thrown
  /// @return half a sentence that names the file and the reason
  static String reason(IOException fault) {
    return switch (fault) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileSystemException named when named.getReason() != null ->
          named.getReason() + " (" + named.getFile() + ")";
      default -> text(fault.getMessage(), fault);
    };
  }

  private static String text(@Nullable String message, Throwable fault) {
    return message == null ? fault.getClass().getSimpleName() : message;
  }
}
