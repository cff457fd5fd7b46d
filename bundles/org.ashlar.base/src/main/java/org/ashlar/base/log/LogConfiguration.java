package org.ashlar.base.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.install.Installation;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.event.Level;

/// Applies the section `log` to the log of the process, live, and to its books, which write what
/// was slow.
@Component(
    service = {},
    immediate = true,
    configurationPid = "org.ashlar.log")
@Designate(ocd = LogOptions.class)
public final class LogConfiguration {
  private final Installation installation;

  /// @param installation where relative paths begin
  /// @param options the section
  @Activate
  public LogConfiguration(@Reference Installation installation, LogOptions options) {
    this.installation = installation;
    modified(options);
  }

  @Modified
  void modified(LogOptions options) {
    Logging.current().apply(settings(options));
    Ledger.current().slowAfter(Duration.ofMillis(options.slowRequestMillis()));
  }

  @Deactivate
  void deactivate() {
    Logging.current().close();
  }

  private LogSettings settings(LogOptions options) {
    Map<String, Level> levels = new HashMap<>();
    for (String entry : options.levels()) {
      int equals = entry.lastIndexOf('=');
      if (equals > 0) {
        levels.put(entry.substring(0, equals), level(entry.substring(equals + 1)));
      }
    }
    LogSettings.Output output =
        options.target().equals("file")
            ? new LogSettings.Output.File(
                installation.dataFolder().resolve(options.file()),
                (long) options.rotateMib() << 20,
                options.keepFiles())
            : new LogSettings.Output.Console();
    return new LogSettings(
        level(options.level()),
        levels,
        options.format().equals("json") ? LogSettings.Format.JSON : LogSettings.Format.TEXT,
        output);
  }

  /// Never fails: an unknown name, which validation refuses anyhow, means INFO.
  private static Level level(String name) {
    for (Level level : Level.values()) {
      if (level.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    return Level.INFO;
  }
}
