package org.ashlar.swap;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ashlar.base.gate.SwapClass;
import org.ashlar.base.gate.SwapParticipant;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/// The installed bundles, and how each can be exchanged. Computed from the wiring: what the
/// connector, the swaps and the component runtime are wired to needs a restart.
final class Modules {
  private static final String OURS = "org.ashlar.";
  private static final List<String> ROOTS =
      List.of(
          "org.ashlar.base",
          "org.ashlar.swap",
          "org.ashlar.http.jetty",
          "org.apache.felix.scr",
          "org.apache.felix.configadmin");

  private final BundleContext context;
  private final Set<Long> quarantined = ConcurrentHashMap.newKeySet();

  Modules(BundleContext context) {
    this.context = context;
  }

  /// Sets a bundle aside that does not stop: it gets no calls and is gone at the next start.
  void quarantine(Bundle bundle) {
    quarantined.add(bundle.getBundleId());
  }

  boolean isQuarantined(Bundle bundle) {
    return quarantined.contains(bundle.getBundleId());
  }

  /// All bundles but the framework, by name.
  List<Bundle> all() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getBundleId() != 0)
        .sorted(Comparator.comparing(Bundle::getSymbolicName).thenComparing(Bundle::getBundleId))
        .toList();
  }

  /// The bundle of a name that serves.
  ///
  /// @throws SwapFailure when there is none
  Bundle serving(String name) throws SwapFailure {
    return all().stream()
        .filter(bundle -> !isQuarantined(bundle) && bundle.getState() == Bundle.ACTIVE)
        .filter(
            bundle ->
                bundle.getSymbolicName().equals(name)
                    || bundle.getSymbolicName().equals(OURS + name))
        .findFirst()
        .orElseThrow(
            () ->
                new SwapFailure(
                    "No bundle "
                        + name
                        + " is running; `bundles` shows those that are, `install` adds one"));
  }

  /// Checks whether a jar may take a bundle's place.
  ///
  /// @return how they are exchanged
  /// @throws SwapFailure when they cannot be, with the reason
  SwapClass checked(Bundle old, ModuleJar jar) throws SwapFailure {
    if (!old.getSymbolicName().equals(jar.name())) {
      throw new SwapFailure(
          jar.file() + " holds the bundle " + jar.name() + ", not " + old.getSymbolicName());
    }
    if (old.getVersion().equals(jar.version())) {
      throw new SwapFailure(
          jar.title() + " is running already; a new version needs another Bundle-Version");
    }
    SwapClass type = of(old);
    if (type == SwapClass.D) {
      throw new SwapFailure(
          old.getSymbolicName()
              + " cannot be swapped while the server runs: connections, swaps or the component"
              + " runtime are wired to it. Replace the jar in the installation and restart");
    }
    if (type == SwapClass.C || jar.exports()) {
      throw new SwapFailure(
          old.getSymbolicName()
              + " exports packages, so all bundles that use it would have to be restarted with it."
              + " Replace the jar in the installation and restart");
    }
    return type;
  }

  /// The class of an installed bundle.
  SwapClass of(Bundle bundle) {
    if (restartOnly().contains(bundle)) {
      return SwapClass.D;
    }
    if (exports(bundle)) {
      return SwapClass.C;
    }
    return handsOver(bundle) ? SwapClass.B : SwapClass.A;
  }

  /// The bundles that need a restart.
  Set<Bundle> restartOnly() {
    Set<Bundle> closure = new HashSet<>();
    Deque<Bundle> open = new ArrayDeque<>();
    open.add(context.getBundle(0));
    Arrays.stream(context.getBundles())
        .filter(bundle -> ROOTS.contains(bundle.getSymbolicName()))
        .forEach(open::add);
    while (!open.isEmpty()) {
      Bundle bundle = open.remove();
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (closure.add(bundle) && wiring != null) {
        for (BundleWire wire : wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
          open.add(wire.getProvider().getBundle());
        }
      }
    }
    return closure;
  }

  /// Tells whether a participant of the bundle hands a role over.
  boolean handsOver(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    if (services == null) {
      return false;
    }
    boolean found = false;
    for (ServiceReference<?> reference : services) {
      if (Services.isParticipant(reference)
          && context.getService(reference) instanceof SwapParticipant participant) {
        found |= participant.swapClass() == SwapClass.B;
        context.ungetService(reference);
      }
    }
    return found;
  }

  private static boolean exports(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring != null && !wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).isEmpty();
  }
}
