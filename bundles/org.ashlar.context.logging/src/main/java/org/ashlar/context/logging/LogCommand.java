package org.ashlar.context.logging;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.log.LevelOverride;
import org.ashlar.base.log.Logging;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.event.Level;

/// `log`: shows and sets levels that hold for a while, of bundles, users and rooms.
@Component(service = ControlCommand.class, immediate = true)
public final class LogCommand implements ControlCommand {
  private static final String FOR = "--for";
  private static final String RESET = "reset";
  private static final int USAGE = 2;
  private static final Duration USUAL = Duration.ofMinutes(10);
  private static final Pattern TIME = Pattern.compile("([0-9]{1,5})([smhd])");

  private final Logging logging;
  private final Predicate<String> bundles;

  /// Sets the levels of this process.
  ///
  /// @param context tells which bundles there are
  @Activate
  public LogCommand(BundleContext context) {
    this(
        Logging.current(),
        name ->
            Arrays.stream(context.getBundles())
                .anyMatch(bundle -> name.equals(bundle.getSymbolicName())));
  }

  /// @param bundles whether there is a bundle of that symbolic name
  LogCommand(Logging logging, Predicate<String> bundles) {
    this.logging = logging;
    this.bundles = bundles;
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
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    boolean reset = arguments.getFirst().equals(RESET);
    String all = reset ? "" : arguments.getFirst();
    return Optional.of(
        new Act("log.level", reset && arguments.size() > 1 ? arguments.get(1) : all));
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
      if (time == null) {
        terminal.error(words.get(3) + " is no time; times are such as 30s, 10m, 2h, 1d.");
        return USAGE;
      }
      words = words.subList(0, 2);
    }
    if (words.size() != 2) {
      terminal.error("Usage: " + help());
      return USAGE;
    }
    Level level = level(words.get(1));
    if (level == null) {
      terminal.error(words.get(1) + " is no level; levels are trace, debug, info, warn, error.");
      return USAGE;
    }
    return set(words.getFirst(), level, time, terminal);
  }

  private int set(String what, Level level, Duration time, ControlTerminal terminal) {
    try {
      LevelOverride override = logging.override(what, level, time);
      terminal.line(text(override));
      if (!override.isOfContext() && !logging.isKnown(what) && !bundles.test(what)) {
        terminal.error(
            "Nothing has logged as %s yet, and there is no such bundle; a user is such as %s"
                .formatted(what, "@bob:example.org."));
      }
      return 0;
    } catch (IllegalArgumentException e) {
      terminal.error(String.valueOf(e.getMessage()));
      return USAGE;
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
      throw MatrixException.notFound("Nothing was set for " + what.getFirst() + ".");
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
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
