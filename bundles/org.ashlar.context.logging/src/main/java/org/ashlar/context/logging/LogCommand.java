package org.ashlar.context.logging;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.log.LevelOverride;
import org.ashlar.base.log.Logging;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.event.Level;

/// `log`: shows and sets levels that hold for a while, of bundles, users and rooms.
@Component(service = ControlCommand.class, immediate = true)
public final class LogCommand implements ControlCommand {
  private static final String FOR = "--for";
  private static final String RESET = "reset";
  private static final Duration USUAL = Duration.ofMinutes(10);
  private static final Pattern TIME = Pattern.compile("([0-9]{1,5})([smh])");

  private final Logging logging;

  /// Sets the levels of this process.
  @Activate
  public LogCommand() {
    this(Logging.current());
  }

  LogCommand(Logging logging) {
    this.logging = logging;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String help() {
    return "log [BUNDLE|USER|ROOM LEVEL [--for 10m] | reset [WHAT]]  show or set levels for a"
        + " while";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return arguments.isEmpty()
        ? Optional.empty()
        : Optional.of(new Act("log.level", arguments.getFirst()));
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    List<String> words = new ArrayList<>(arguments);
    if (words.isEmpty()) {
      return show(terminal);
    }
    if (words.getFirst().equals(RESET) && words.size() <= 2) {
      return reset(words.subList(1, words.size()), terminal);
    }
    Duration time = USUAL;
    if (words.size() == 4 && words.get(2).equals(FOR)) {
      time = time(words.get(3));
      words = words.subList(0, 2);
    }
    Level level = words.size() == 2 ? level(words.get(1)) : null;
    if (level == null || time == null) {
      terminal.error("Usage: " + help());
      terminal.error("Levels are trace, debug, info, warn, error; times are such as 30s, 10m, 2h.");
      return 2;
    }
    return set(words.getFirst(), level, time, terminal);
  }

  private int set(String what, Level level, Duration time, ControlTerminal terminal) {
    try {
      terminal.line(text(logging.override(what, level, time)));
      return 0;
    } catch (IllegalArgumentException e) {
      terminal.error(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private int show(ControlTerminal terminal) {
    List<LevelOverride> overrides = logging.overrides();
    if (overrides.isEmpty()) {
      terminal.line("The levels of the configuration hold.");
    }
    overrides.forEach(override -> terminal.line(text(override)));
    return 0;
  }

  private int reset(List<String> what, ControlTerminal terminal) {
    if (what.isEmpty()) {
      logging.overrides().forEach(override -> logging.reset(override.what()));
    } else if (!logging.reset(what.getFirst())) {
      terminal.error("Nothing was set for " + what.getFirst() + ".");
      return 1;
    }
    return show(terminal);
  }

  private static String text(LevelOverride override) {
    return override.what()
        + " "
        + override.level().name().toLowerCase(Locale.ROOT)
        + " until "
        + override.until().truncatedTo(ChronoUnit.SECONDS);
  }

  private static @Nullable Level level(String name) {
    for (Level level : Level.values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    return null;
  }

  private static @Nullable Duration time(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
