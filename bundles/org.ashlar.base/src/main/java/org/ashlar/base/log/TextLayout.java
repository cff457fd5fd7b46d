package org.ashlar.base.log;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// A line for people; what belongs to it but needs further lines is indented, so that no text from
/// outside can look like a line of its own.
final class TextLayout implements LogLayout {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  // A person sees the part in the logger's name, and the enricher's version matters seldom.
  private static final Set<String> FOR_MACHINES = Set.of("part", "enricher");
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
    Map<String, String> shown = new LinkedHashMap<>(enriched);
    if (line.level().toInt() > Level.DEBUG.toInt()) {
      shown.keySet().removeAll(FOR_MACHINES);
    }
    String caller = enriched.containsKey("user") ? null : line.caller();
    if (caller == null && fields.isEmpty() && shown.isEmpty()) {
      return;
    }
    text.append(" |");
    if (caller != null) {
      field("caller", caller, text);
    }
    fields.forEach((name, value) -> field(name, value, text));
    shown.forEach((name, value) -> field(name, value, text));
  }

  private static void field(String name, String value, StringBuilder text) {
    text.append(' ').append(name).append('=');
    clean(Redactor.redact(value), text);
  }

  private static void clean(String from, StringBuilder to) {
    for (int i = 0; i < from.length(); i++) {
      char c = from.charAt(i);
      if (c == '\n') {
        to.append(INDENT);
      } else if (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) || c == '\t') {
        to.append(c);
      } else if (c != '\r') {
        to.append(String.format("\\u%04x", (int) c));
      }
    }
  }
}
