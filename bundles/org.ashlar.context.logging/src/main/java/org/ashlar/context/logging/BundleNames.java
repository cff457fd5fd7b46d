package org.ashlar.context.logging;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;

/// Finds the bundle that a logger belongs to by the logger's name, without looking at a stack: ours
/// by their symbolic name, which is their root package; libraries by the packages that they export.
/// Immutable; any thread.
final class BundleNames {
  /// Loggers that are no classes.
  private static final Map<String, String> SPOKEN_FOR =
      Map.of("org.ashlar.access", "org.ashlar.http.jetty", "org.ashlar.slow", "org.ashlar.base");

  private final Map<String, String> byPrefix = new HashMap<>(SPOKEN_FOR);

  /// @param bundles those that are there; where two export a package the first counts
  BundleNames(Bundle... bundles) {
    for (Bundle bundle : bundles) {
      if (bundle.getSymbolicName() != null) {
        byPrefix.putIfAbsent(bundle.getSymbolicName(), bundle.getSymbolicName());
      }
    }
    for (Bundle bundle : bundles) {
      addExports(bundle);
    }
  }

  private void addExports(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision != null && bundle.getBundleId() != 0) {
      revision
          .getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
          .forEach(
              export ->
                  byPrefix.putIfAbsent(
                      String.valueOf(
                          export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)),
                      bundle.getSymbolicName()));
    }
  }

  /// The bundle of a logger.
  ///
  /// @param logger its name
  /// @return the symbolic name, or null when no bundle is known for it
  @Nullable String of(String logger) {
    for (String prefix = logger; !prefix.isEmpty(); prefix = parent(prefix)) {
      String name = byPrefix.get(prefix);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  private static String parent(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }
}
