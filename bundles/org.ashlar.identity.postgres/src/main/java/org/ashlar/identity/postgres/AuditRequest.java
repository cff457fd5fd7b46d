package org.ashlar.identity.postgres;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.identity.postgres.AuditMapper.Filter;

/// What `audit` is asked for.
///
/// @param filter which entries
/// @param text whether for people, not for machines
record AuditRequest(Filter filter, boolean text) {
  private static final String SINCE = "--since";
  private static final String UNTIL = "--until";
  private static final String ACTOR = "--actor";
  private static final String ACTION = "--action";
  private static final Set<String> KNOWN = Set.of(SINCE, UNTIL, ACTOR, ACTION, "--format");
  private static final String TIMES =
      " is no time; those are such as 2026-01-31, 2026-01-31T12:00:00Z, 90s, 15m, 36h, 7d.";
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

  /// Reads arguments.
  ///
  /// @return what they ask for
  /// @throws IllegalArgumentException with a sentence that names the argument that is wrong
  static AuditRequest of(List<String> arguments, Instant now) {
    Deque<String> words = new ArrayDeque<>(arguments);
    long since = 0;
    long until = Long.MAX_VALUE;
    String actor = "";
    String action = "";
    String format = "json";
    while (!words.isEmpty()) {
      String word = words.remove();
      if (!KNOWN.contains(word)) {
        throw new IllegalArgumentException("audit does not know " + word + ".");
      }
      if (words.isEmpty()) {
        throw new IllegalArgumentException(word + " needs a value.");
      }
      String value = words.remove();
      switch (word) {
        case SINCE -> since = millis(value, now);
        case UNTIL -> until = millis(value, now);
        case ACTOR -> actor = value;
        case ACTION -> action = value;
        default -> format = value;
      }
    }
    if (!format.equals("json") && !format.equals("text")) {
      throw new IllegalArgumentException(format + " is no format; those are json and text.");
    }
    return new AuditRequest(
        new Filter(Long.MAX_VALUE, since, until, actor, action), format.equals("text"));
  }

  private static long millis(String text, Instant now) {
    try {
      return time(text, now).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(text + TIMES, e);
    }
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
