package org.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/// Checks a configuration file without a server: starts the bundles up to the one that reads it,
/// which says by an exit request what it found.
final class ConfigCheck {
  private static final int LIMIT_SECONDS = 30;

  private final Instance instance;

  ConfigCheck(Instance instance) {
    this.instance = instance;
  }

  int run() throws IOException, StartException, BundleException, InterruptedException {
    if (!Files.exists(instance.config())) {
      throw new StartException("there is no configuration file " + instance.config());
    }
    var cache = Files.createTempDirectory("ashlar-check");
    try {
      var settings = FrameworkHost.settings(instance, cache, "check");
      var level = settings.getOrDefault("ashlar.check.startlevel", "1");
      settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, level);
      var exit = new ExitRequest();
      var host = FrameworkHost.create(settings, exit);
      host.start(new SystemFolder(instance.home().resolve("system")).modules());
      var answer = exit.first().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      (answer.code() == 0 ? System.out : System.err).println(answer.message());
      host.stop(1_000);
      return answer.code();
    } catch (TimeoutException | ExecutionException e) {
      throw new StartException("the configuration was not checked within " + LIMIT_SECONDS + " s");
    } finally {
      delete(cache);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
