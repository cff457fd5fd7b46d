package org.ashlar.swap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/// Adds bundles that the installation does not have, and takes them away again. A bundle that does
/// not start, or fails its probe, is removed and not heard of at the next start.
final class Additions {
  /// Where endpoints start: when everything below them is there.
  private static final int LEVEL = 30;

  private final BundleContext context;
  private final Selections selections;
  private final Parts parts;

  /// What a swap is made of, and an addition too.
  record Parts(
      Participants participants,
      Steps steps,
      ModuleStore store,
      Handover handover,
      Modules modules,
      Components components,
      Retired retired) {}

  Additions(BundleContext context, Selections selections, Parts parts) {
    this.context = context;
    this.selections = selections;
    this.parts = parts;
  }

  /// Adds the bundle in a jar.
  ///
  /// @throws SwapFailure with the reason; everything is as before
  void add(Path file, StepLog log) throws SwapFailure, IOException {
    ModuleJar jar = ModuleJar.read(file);
    log.subject(jar.name());
    log.fact("jar", file.toString());
    log.fact("to", jar.version().toString());
    log.fact("sha256", jar.sha256());
    requireNew(jar);
    Path staged = parts.store().stage(file);
    Bundle added = null;
    try {
      added = install(jar, staged);
      log.done(jar.title() + " is installed");
      start(added, log);
      Pin pin = new Pin(jar.name(), jar.version(), jar.sha256(), LEVEL, null);
      parts.store().commit(staged, pin);
      log.done("committed");
      parts.participants().release(added);
    } catch (SwapFailure e) {
      remove(added, e);
      throw e;
    } finally {
      Files.deleteIfExists(staged);
      parts.store().prune(jar.name());
    }
  }

  private void requireNew(ModuleJar jar) throws SwapFailure {
    if (parts.modules().all().stream().anyMatch(b -> b.getSymbolicName().equals(jar.name()))) {
      throw new SwapFailure(
          "There is a bundle " + jar.name() + " already; put another version in its place by swap");
    }
  }

  private Bundle install(ModuleJar jar, Path staged) throws SwapFailure {
    try (InputStream in = Files.newInputStream(staged)) {
      String location = "ashlar:" + jar.name() + "/" + jar.version() + "/" + System.nanoTime();
      Bundle added = context.installBundle(location, in);
      added.adapt(BundleStartLevel.class).setStartLevel(LEVEL);
      parts.participants().reserve(added);
      return added;
    } catch (IOException | BundleException e) {
      throw new SwapFailure(
          jar.title() + " cannot be installed: " + SwapFailure.reason(e), e, false);
    }
  }

  private void start(Bundle added, StepLog log) throws SwapFailure {
    String title = Exchange.title(added);
    Limits limits = parts.steps().limits();
    parts
        .steps()
        .run("the start of " + title, limits.start(), () -> added.start(Bundle.START_TRANSIENT));
    if (!Handover.await(() -> parts.components().lacking(added).isEmpty(), limits.services())) {
      List<String> lacking = parts.components().lacking(added);
      throw new SwapFailure(title + " does not come up; " + String.join("; ", lacking));
    }
    log.done("started");
    Handover handover = parts.handover();
    Services services = Services.of(added, selections);
    handover.each(added, services, "preparing", limits.prepare(), SwapParticipant::prepare);
    handover.each(added, services, "the probe of", limits.probe(), SwapParticipant::probe);
    handover.each(added, services, "the role of", SwapParticipant::activateRole);
    Services.of(added, selections)
        .instances(selections)
        .forEach(instance -> selections.markReady(instance, true));
    log.done("prepared and probed");
  }

  /// Takes a bundle away that was added.
  ///
  /// @param name its symbolic name, with or without `org.ashlar.`
  /// @throws SwapFailure with the reason
  void remove(String name, StepLog log) throws SwapFailure, IOException {
    Bundle bundle = parts.modules().serving(name);
    String title = Exchange.title(bundle);
    log.subject(bundle.getSymbolicName());
    log.fact("from", bundle.getVersion().toString());
    if (parts.store().origin(bundle) != ModuleStore.Origin.ADDED) {
      throw new SwapFailure(
          title + " belongs to the installation; only what came by install can be uninstalled");
    }
    Set<String> users = users(bundle);
    if (!users.isEmpty()) {
      throw new SwapFailure(title + " is used by " + String.join(", ", users));
    }
    parts.store().restore(bundle.getSymbolicName(), null);
    log.done("committed");
    parts.retired().add(bundle);
    Limits limits = parts.steps().limits();
    try {
      parts.steps().run("the stop of " + title, limits.drain(), bundle::stop);
      parts.steps().run("the removal of " + title, limits.start(), bundle::uninstall);
      log.done(title + " is gone");
    } catch (SwapFailure e) {
      parts.modules().quarantine(bundle);
      log.done(e.sentence() + "; it is gone at the next start");
    } finally {
      parts.store().prune(bundle.getSymbolicName());
    }
  }

  /// The bundles that are wired to its packages.
  private static Set<String> users(Bundle bundle) {
    Set<String> users = new TreeSet<>();
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring != null) {
      for (BundleWire wire : wiring.getProvidedWires(null)) {
        users.add(wire.getRequirer().getBundle().getSymbolicName());
      }
    }
    users.remove(bundle.getSymbolicName());
    return users;
  }

  private void remove(@Nullable Bundle added, SwapFailure cause) {
    if (added == null) {
      return;
    }
    if (cause.hung()) {
      parts.modules().quarantine(added);
      return;
    }
    String title = Exchange.title(added);
    Limits limits = parts.steps().limits();
    parts.retired().add(added);
    try {
      parts.steps().run("the stop of " + title, limits.start(), added::stop);
      parts.steps().run("the removal of " + title, limits.start(), added::uninstall);
    } catch (SwapFailure e) {
      parts.modules().quarantine(added);
      cause.addSuppressed(e);
    }
  }
}
