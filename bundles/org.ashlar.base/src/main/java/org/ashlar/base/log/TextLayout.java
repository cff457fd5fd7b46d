package org.ashlar.base.log;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// A line for people; what belongs to it but needs further lines is indented, so that no text from
/// outside can look like a line of its own.
final class TextLayout implements LogLayout {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  // A person sees the bundle in the logger's name, and the others are the same for long.
  private static final Set<String> FOR_MACHINES = Set.of("bundle", "node", "enricher");
  private static final String INDENT = "\n    ";

  @Override
  public byte[] format(
      LogLine line,
      Map<String, String> fields,
      Map<String, String> enriched,
      @Nullable String stack) {
    StringBuilder text = new StringBuilder(160);
    text.append(TIME.format(line.time())).append(' ').append(line.level());
    text.append(line.level().name().length() == 4 ? "  [" : " [").append(line.contextId());
    if (line.link() != null) {
      text.append(" < ").append(line.link());
    }
    text.append("] ").append(line.shortLogger()).append(": ");
    clean(line.message(), text);
    fields(line, fields, enriched, text);
    if (stack != null) {
      text.append(INDENT);
      clean(stack.stripTrailing(), text);
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void fields(
      LogLine line, Map<String, String> fields, Map<String, String> enriched, StringBuilder text) {
    boolean all = line.level().toInt() <= Level.DEBUG.toInt();
    int before = text.length();
    LineFields.of(line, fields, enriched)
        .forEach(
            (name, value) -> {
              if (value != null && (all || !FOR_MACHINES.contains(name))) {
                text.append(text.length() == before ? " | " : " ").append(name).append('=');
                clean(value, text);
              }
            });
  }

  private static void clean(String from, StringBuilder to) {
    for (int i = 0; i < from.length(); i++) {
      char c = from.charAt(i);
      if (c == '\n') {
        to.append(INDENT);
      } else if (c >= 0x20 && !isUnseen(c) || c == '\t') {
        to.append(c);
      } else if (c != '\r') {
        to.append(String.format("\\u%04x", (int) c));
      }
    }
  }

  /// Controls, separators of lines, and what changes the direction in which text is shown.
  private static boolean isUnseen(char c) {
    return c >= 0x7f && c < 0xa0
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069
        || c == 0x200e
        || c == 0x200f
        || c == 0x061c;
  }
}
