package org.ashlar.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.audit.AuditLog;
import org.ashlar.base.install.StartFailure;
import org.ashlar.base.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Keeps the configuration in force equal to the file: at the start, when the file changes, when it
/// is told to, and when another version of a bundle knows other keys.
@Component(service = FileConfiguration.class, immediate = true)
public final class FileConfiguration implements BundleListener {
  private static final Logger LOG = LoggerFactory.getLogger(FileConfiguration.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final BundleContext context;
  private final ConfigWriter writer;
  private final ConfigFile file;
  private final Tasks tasks = new Tasks("org.ashlar.config");
  private @Nullable Settings inForce;
  private @Nullable Vocabulary known;
  private String stamp = "";
  private String seenStamp = "";

  /// @param context this bundle's
  /// @param admin what hands settings to the components
  @Activate
  public FileConfiguration(BundleContext context, @Reference ConfigurationAdmin admin) {
    this.context = context;
    this.writer = new ConfigWriter(admin);
    this.file = new ConfigFile(Path.of(property("ashlar.config", "ashlar.yaml")).toAbsolutePath());
    start();
  }

  @Deactivate
  void deactivate() {
    context.removeBundleListener(this);
    tasks.close();
  }

  /// The file.
  ///
  /// @return its absolute path
  Path path() {
    return file.path();
  }

  /// Checks a file without applying it.
  ///
  /// @param path the file
  /// @return what is wrong, one line each; empty when all is well
  List<String> problems(Path path) {
    Settings.Outcome outcome =
        path.equals(path())
            ? outcome()
            : Validation.check(new ConfigFile(path).read(), vocabulary());
    return switch (outcome) {
      case Settings.Valid(_) -> List.of();
      case Settings.Refused(var problems) -> problems.stream().map(p -> p.in(path)).toList();
    };
  }

  /// What the file says and the next start only will do.
  ///
  /// @return keys; none when the file is not valid
  synchronized List<String> waiting() {
    Settings old = inForce;
    return old != null && outcome() instanceof Settings.Valid(var next)
        ? Changes.between(old, next, vocabulary()).atRestart()
        : List.of();
  }

  /// Applies the file as a whole, or nothing of it.
  ///
  /// @param tell takes sentences about what was done
  /// @return false when it was refused
  synchronized boolean reload(Consumer<String> tell) {
    stamp = file.stamp();
    seenStamp = stamp;
    Settings old = inForce;
    switch (outcome()) {
      case Settings.Refused(var problems) -> {
        problems.forEach(problem -> tell.accept(problem.in(file.path())));
        tell.accept("The configuration was not changed.");
        record(
            Outcome.REFUSED,
            "refused",
            problems.stream().map(Problem::key).filter(key -> !key.isEmpty()).distinct().toList(),
            List.of());
        return false;
      }
      case Settings.Valid(var next) -> {
        Changes changes = apply(old == null ? next : old, next, vocabulary(), tell);
        if (!changes.applied().isEmpty() || !changes.atRestart().isEmpty()) {
          record(Outcome.OK, "changed", changes.applied(), changes.atRestart());
        }
        return true;
      }
    }
  }

  /// Writes into the audit log which keys were changed, never their values.
  private void record(Outcome outcome, String name, List<String> keys, List<String> atRestart) {
    AuditLog.current()
        .record(
            AuditEntry.of("config.change", path().toString(), outcome)
                .with(name, String.join(", ", keys))
                .with("changes_at_restart", String.join(", ", atRestart)));
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.RESOLVED && knowsKeys(event.getBundle())) {
      tasks.background("bundle", this::adapt);
    }
  }

  private void start() {
    try {
      boolean generated = !file.exists();
      boolean check = property("ashlar.mode", "run").equals("check");
      if (generated && !check) {
        file.create(Template.text(vocabulary(), isInDataFolder()));
      }
      stamp = file.stamp();
      seenStamp = stamp;
      Vocabulary vocabulary = vocabulary();
      known = vocabulary;
      // At a start the other name is told by who keeps it.
      switch (check ? outcome() : Validation.check(file.read(), vocabulary)) {
        case Settings.Refused(var problems) when check ->
            StartFailure.end(context, 1, sentences(problems));
        case Settings.Refused(var problems) -> StartFailure.report(context, sentences(problems));
        case Settings.Valid _ when check ->
            StartFailure.end(context, 0, "The configuration file " + file.path() + " is valid.");
        case Settings.Valid(var settings) -> run(settings, generated);
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      StartFailure.report(context, String.valueOf(e.getMessage()));
    }
  }

  /// What the file holds now, and whether the next start would accept it.
  private Settings.Outcome outcome() {
    String text = file.read();
    return KeptName.in(dataFolder()).check(text, Validation.check(text, vocabulary()));
  }

  private boolean isInDataFolder() {
    return dataFolder().equals(path().normalize().getParent());
  }

  private Path dataFolder() {
    return Path.of(property("ashlar.data", "data")).toAbsolutePath().normalize();
  }

  private void run(Settings settings, boolean generated) {
    LOG.info("The configuration file {} {}", path(), generated ? "has been made" : "is in force");
    new InstallationPublisher(context).publish(settings.top());
    writer.write(settings.sections());
    inForce = settings;
    context.addBundleListener(this);
    tasks.repeat("watch", POLL, this::watch);
  }

  private String sentences(List<Problem> problems) {
    return "The configuration file is not valid.\n"
        + problems.stream().map(p -> p.in(file.path())).collect(Collectors.joining("\n"));
  }

  /// Reloads when the file has changed and has then stayed the same for one round.
  private void watch() {
    String now = file.stamp();
    if (!now.isEmpty() && !now.equals(stamp) && now.equals(seenStamp)) {
      List<String> told = new ArrayList<>();
      boolean done = reload(told::add);
      told.forEach(sentence -> LOG.atLevel(done ? Level.INFO : Level.WARN).log("{}", sentence));
    }
    seenStamp = now;
  }

  private Changes apply(Settings old, Settings next, Vocabulary vocabulary, Consumer<String> tell) {
    Changes changes = Changes.between(old, next, vocabulary);
    writer.write(changes.effective());
    inForce = new Settings(old.top(), changes.effective());
    if (changes.applied().isEmpty() && changes.atRestart().isEmpty()) {
      tell.accept("The configuration has not changed.");
    }
    if (!changes.applied().isEmpty()) {
      tell.accept("Changed: " + String.join(", ", changes.applied()));
    }
    if (!changes.atRestart().isEmpty()) {
      tell.accept("Changes at the next start: " + String.join(", ", changes.atRestart()));
    }
    return changes;
  }

  /// Reads the file anew, as another set of bundles may know other keys. What they refuse is told
  /// and stays as it is.
  private synchronized void adapt() {
    Settings old = inForce;
    Vocabulary vocabulary = vocabulary();
    if (old == null || vocabulary.equals(known)) {
      return;
    }
    known = vocabulary;
    if (Validation.check(file.read(), vocabulary) instanceof Settings.Valid(var next)) {
      apply(old, next, vocabulary, LOG::debug);
    }
  }

  private Vocabulary vocabulary() {
    List<MetatypeReader.Part> parts =
        Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
            .sorted(Comparator.comparingLong(Bundle::getBundleId))
            .map(FileConfiguration::part)
            .toList();
    return Vocabulary.of(parts);
  }

  private static boolean knowsKeys(Bundle bundle) {
    return bundle.getEntry("OSGI-INF/metatype") != null;
  }

  private static MetatypeReader.Part part(Bundle bundle) {
    MetatypeReader reader = new MetatypeReader();
    for (URL url : entries(bundle)) {
      try (InputStream in = url.openStream()) {
        reader.read(in);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "The metadata of " + bundle.getSymbolicName() + " cannot be read: " + url, e);
      }
    }
    return reader.part();
  }

  private static List<URL> entries(Bundle bundle) {
    Enumeration<String> paths = bundle.getEntryPaths("OSGI-INF/metatype");
    List<URL> urls = new ArrayList<>();
    for (String path : paths == null ? List.<String>of() : Collections.list(paths)) {
      if (path.endsWith(".xml")) {
        urls.add(bundle.getEntry(path));
      }
    }
    return urls;
  }

  private String property(String name, String missing) {
    String value = context.getProperty(name);
    return value == null ? missing : value;
  }
}
