package org.ashlar.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/// The OSGi framework with the bundles of one start.
final class FrameworkHost {
  private final Framework framework;
  private final int startLevel;
  private volatile List<Bundle> installed = List.of();
  private volatile boolean started;
  private volatile boolean stopping;

  private FrameworkHost(Framework framework, int startLevel) {
    this.framework = framework;
    this.startLevel = startLevel;
  }

  /// Makes a framework that has not started.
  ///
  /// @param settings its properties
  /// @param exit the service by which a bundle ends the process
  static FrameworkHost create(Map<String, String> settings, ExitRequest exit)
      throws BundleException {
    var framework = new FrameworkFactory().newFramework(settings);
    framework.init();
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("ashlar.launcher", "exit");
    framework.getBundleContext().registerService(BiConsumer.class, exit, properties);
    var level = settings.getOrDefault(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
    return new FrameworkHost(framework, Integer.parseInt(level));
  }

  /// The properties of the installation's file and those that say which instance this is.
  static Map<String, String> settings(Instance instance, Path cache, String mode)
      throws IOException {
    var file = new Properties();
    try (InputStream in =
        Files.newInputStream(instance.home().resolve("etc/framework.properties"))) {
      file.load(in);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    file.forEach((key, value) -> settings.put(key.toString(), value.toString().strip()));
    settings.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    settings.put("ashlar.home", instance.home().toString());
    settings.put("ashlar.config", instance.config().toString());
    settings.put("ashlar.data", instance.data().toString());
    settings.put("ashlar.mode", mode);
    return settings;
  }

  /// Installs and starts the bundles.
  ///
  /// @throws StartException names every bundle that did not start, with the reason, or the jars of
  ///   one that is there twice
  void start(List<Module> modules) throws BundleException, StartException {
    Map<Module, Bundle> bundles = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    Map<String, Module> names = new HashMap<>();
    for (var module : modules) {
      try {
        var bundle = install(module);
        var other = names.putIfAbsent(bundle.getSymbolicName(), module);
        if (other != null) {
          throw new StartException(
              "%s and %s hold the same bundle, %s; remove one of them"
                  .formatted(other.jar(), module.jar(), bundle.getSymbolicName()));
        }
        bundles.put(module, bundle);
      } catch (BundleException | IOException e) {
        reasons.add(module + ": " + FailureReason.of(e));
      }
    }
    installed = List.copyOf(bundles.values());
    if (stopping) {
      return;
    }
    framework.start();
    bundles.forEach((module, bundle) -> start(module, bundle, reasons));
    started = true;
    if (stopping) {
      return;
    }
    if (!reasons.isEmpty()) {
      var count = reasons.size() == 1 ? "1 bundle" : reasons.size() + " bundles";
      throw new StartException(count + " did not start:\n  " + String.join("\n  ", reasons));
    }
  }

  private Bundle install(Module module) throws BundleException, IOException {
    try (var in = Files.newInputStream(module.jar())) {
      var location = "ashlar:" + module.name() + "/" + module.version();
      var bundle = framework.getBundleContext().installBundle(location, in);
      bundle.adapt(BundleStartLevel.class).setStartLevel(module.startLevel());
      if (!isFragment(bundle)) {
        bundle.start();
      }
      return bundle;
    }
  }

  /// Starts a bundle that should have been started, to learn why it was not.
  private void start(Module module, Bundle bundle, List<String> reasons) {
    if (stopping
        || isFragment(bundle)
        || module.startLevel() > startLevel
        || bundle.getState() == Bundle.ACTIVE) {
      return;
    }
    try {
      bundle.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      reasons.add(module + ": " + FailureReason.of(e));
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  /// Waits until the framework has stopped.
  void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }

  /// Stops all bundles, the highest start level first; also when they are just being started.
  ///
  /// @param millis how long to wait
  /// @return whether all have stopped
  boolean stop(long millis) throws InterruptedException {
    stopping = true;
    try {
      if (!started) {
        Thread.ofPlatform().daemon().name("launcher/stop-bundles").start(this::stopBundles);
      }
      framework.stop();
      return framework.waitForStop(millis).getType()
          != org.osgi.framework.FrameworkEvent.WAIT_TIMEDOUT;
    } catch (BundleException e) {
      return false;
    }
  }

  /// The framework stops when it has started, not before; a bundle that was told to stop is not
  /// started any more.
  private void stopBundles() {
    for (var bundle : installed.reversed()) {
      try {
        bundle.stop();
      } catch (BundleException | IllegalStateException e) {
        // The framework's own stop follows, and says what does not stop.
        continue;
      }
    }
  }
}
