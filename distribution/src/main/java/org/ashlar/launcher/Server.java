package org.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ashlar.launcher.ExitRequest.Exit;
import org.osgi.framework.BundleException;

/// A server in the foreground, from start to stop.
final class Server {
  private static final String PREFIX = "ashlar: ";
  private static final Duration STOP_LIMIT = Duration.ofMillis(9_500);

  private final Instance instance;
  private final ExitRequest exit = new ExitRequest();

  Server(Instance instance) {
    this.instance = instance;
  }

  /// Runs until told to stop, by a signal or by a bundle.
  ///
  /// @return the exit code
  int run() throws IOException, StartException, BundleException, InterruptedException {
    try (var _ = InstanceLock.take(instance)) {
      var bundles = bundles();
      bundles.notes().forEach(System.out::println);
      var cache = Files.createDirectories(instance.frameworkCache());
      var settings = FrameworkHost.settings(instance, cache, "run");
      var socket = new ControlSocket(instance.data(), Path.of("/tmp")).prepare();
      settings.put("ashlar.control.socket", socket.toString());
      return host(FrameworkHost.create(settings, exit), bundles.modules());
    }
  }

  private BundleSet bundles() throws IOException, StartException {
    return BundleSet.of(
        new SystemFolder(instance.home().resolve("system")).modules(),
        new ModulesLock(instance.modulesLock(), instance.modules()).modules());
  }

  private int host(FrameworkHost host, List<Module> modules) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal(host), "launcher/stop"));
    // Bundles may ask for the end while others still start, so the start has its own thread.
    Thread.ofPlatform().daemon().name("launcher/start").start(() -> start(host, modules));
    var asked = exit.first().join();
    stop(host);
    // The last line, where it is seen.
    if (!asked.message().isEmpty()) {
      (asked.code() == 0 ? System.out : System.err).println(PREFIX + asked.message());
    }
    return asked.code();
  }

  private void start(FrameworkHost host, List<Module> modules) {
    try {
      host.start(modules);
      host.awaitStop();
      exit.accept(0, "");
    } catch (StartException e) {
      exit.accept(1, e.sentence());
    } catch (BundleException | InterruptedException e) {
      exit.accept(1, "the framework does not start: " + e);
    }
  }

  private static boolean stop(FrameworkHost host) {
    try {
      return host.stop(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Runs in the shutdown hook: after a signal, and again, at once done, after a normal end.
  private void onSignal(FrameworkHost host) {
    if (!stop(host)) {
      System.err.println(PREFIX + "not everything stopped within " + STOP_LIMIT.toSeconds() + " s");
      Runtime.getRuntime().halt(1);
    }
    if (!exit.first().isDone() || exit.first().join().code() == 0) {
      System.out.println(PREFIX + "stopped");
    }
    Runtime.getRuntime().halt(exit.first().getNow(new Exit(0, "")).code());
  }
}
