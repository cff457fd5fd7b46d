package org.ashlar.identity.postgres;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.identity.postgres.AuditMapper.Filter;
import org.jspecify.annotations.Nullable;

/// What `audit` is asked for.
///
/// @param filter which entries
/// @param text whether for people, not for machines
record AuditRequest(Filter filter, boolean text) {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

  /// Reads arguments.
  ///
  /// @return what they ask for, or null when they can not be read
  static @Nullable AuditRequest of(List<String> arguments, Instant now) {
    Deque<String> words = new ArrayDeque<>(arguments);
    long since = 0;
    long until = Long.MAX_VALUE;
    String actor = "";
    String action = "";
    String format = "json";
    try {
      while (!words.isEmpty()) {
        String word = words.remove();
        if (words.isEmpty()) {
          return null;
        }
        String value = words.remove();
        switch (word) {
          case "--since" -> since = time(value, now).toEpochMilli();
          case "--until" -> until = time(value, now).toEpochMilli();
          case "--actor" -> actor = value;
          case "--action" -> action = value;
          case "--format" -> format = value;
          default -> {
            return null;
          }
        }
      }
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
    return format.equals("json") || format.equals("text")
        ? new AuditRequest(
            new Filter(Long.MAX_VALUE, since, until, actor, action), format.equals("text"))
        : null;
  }

  /// An instant, a day in UTC, or how long ago: `2026-01-31T12:00:00Z`, `2026-01-31`, `36h`.
  private static Instant time(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return now.minus(
          switch (ago.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    return text.contains("T")
        ? Instant.parse(text)
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
