package org.ashlar.swap;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/// Watches whether the class loaders of bundles that were replaced are collected: one that stays
/// keeps all its classes in memory, once for each swap.
final class Retired {
  private record Loader(String title, WeakReference<ClassLoader> loader) {}

  private static final int ROUNDS = 60;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final List<Loader> loaders = new CopyOnWriteArrayList<>();

  /// Begins to watch a bundle; to be called before it is uninstalled.
  void add(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
    if (loader != null) {
      loaders.add(new Loader(Exchange.title(bundle), new WeakReference<>(loader)));
    }
  }

  /// Collects garbage and looks.
  ///
  /// @return the bundles whose loader is still there
  List<String> audit() throws InterruptedException {
    for (int round = 0; round < ROUNDS && !remaining().isEmpty(); round++) {
      System.gc();
      Thread.sleep(PAUSE);
    }
    loaders.removeIf(loader -> loader.loader.get() == null);
    return remaining();
  }

  private List<String> remaining() {
    return loaders.stream()
        .filter(loader -> isThere(loader.loader.get()))
        .map(Loader::title)
        .toList();
  }

  private static boolean isThere(@Nullable ClassLoader loader) {
    return loader != null;
  }
}
