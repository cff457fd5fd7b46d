package org.ashlar.base.audit;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonException;
import org.jspecify.annotations.Nullable;

/// A line of the spool: eight hexadecimal digits, the CRC-32 of what follows, a space, the entry.
final class SpoolLine {
  private static final int HEAD = 9;

  private SpoolLine() {}

  static byte[] write(AuditEntry entry) {
    String json = Json.text(entry.json());
    return "%08x %s\n"
        .formatted(sum(json.getBytes(StandardCharsets.UTF_8)), json)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The entry of a line without its end, or null when it is damaged.
  static @Nullable AuditEntry read(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    if (text.length() < HEAD) {
      return null;
    }
    byte[] json = text.substring(HEAD).getBytes(StandardCharsets.UTF_8);
    try {
      return Long.parseLong(text.substring(0, HEAD - 1), 16) == sum(json)
          ? AuditEntry.of(Json.parseObject(json))
          : null;
    } catch (IllegalArgumentException | JsonException e) {
      return null;
    }
  }

  private static long sum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
