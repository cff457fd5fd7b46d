package org.ashlar.swap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.ashlar.base.gate.Instance;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapClass;
import org.ashlar.base.gate.SwapParticipant;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/// Exchanges one bundle at a time: the new version is installed beside the old one, started,
/// prepared and probed while the old one serves; then it is committed, calls are led to it, and the
/// old one is stopped when it is empty. A version that fails before is removed, and the old one
/// never noticed.
final class SwapCoordinator {
  private final BundleContext context;
  private final Selections selections;
  private final Participants participants;
  private final Steps steps;
  private final ModuleStore store;
  private final Handover handover;
  private final Modules modules;
  private final Components components;
  private final Retired retired = new Retired();
  private final Additions additions;
  private final SwapAudit audit;
  private final ReentrantLock one = new ReentrantLock();
  private final SwapMetrics metrics = new SwapMetrics();

  SwapCoordinator(
      BundleContext context,
      Selections selections,
      Participants participants,
      Steps steps,
      ModuleStore store,
      SwapAudit audit) {
    this.context = context;
    this.selections = selections;
    this.participants = participants;
    this.steps = steps;
    this.store = store;
    this.audit = audit;
    this.handover = new Handover(context, selections, steps, participants);
    this.modules = new Modules(context);
    this.components = new Components(context);
    this.additions =
        new Additions(
            context,
            selections,
            new Additions.Parts(
                participants, steps, store, handover, modules, components, retired));
  }

  /// What became of a swap.
  ///
  /// @param pause how long new requests waited at the intake; zero when none had to
  /// @param total from the first step to the last
  record Result(Duration pause, Duration total) {}

  /// The bundles and how they can be exchanged.
  Modules modules() {
    return modules;
  }

  /// The loaders of bundles that were exchanged.
  Retired retired() {
    return retired;
  }

  /// Puts another version of a bundle in its place.
  ///
  /// @param name the bundle's symbolic name, with or without `org.ashlar.`
  /// @param file the jar
  /// @param tell takes a line for each step
  /// @return how long it took
  /// @throws SwapFailure with the reason; the version before serves on
  Result swap(String name, Path file, Consumer<String> tell) throws SwapFailure {
    StepLog log = new StepLog("Swap of " + name, name, tell);
    return changed("swap", log, () -> exchange(name, file, log));
  }

  /// Adds a bundle that is not there yet.
  ///
  /// @param file the jar
  /// @param tell takes a line for each step
  /// @throws SwapFailure with the reason; everything is as before
  void install(Path file, Consumer<String> tell) throws SwapFailure {
    StepLog log = new StepLog("Installation of " + file.getFileName(), String.valueOf(file), tell);
    changed(
        "install",
        log,
        () -> {
          additions.add(file, log);
          return new Result(Duration.ZERO, log.total());
        });
  }

  /// Takes a bundle away that was added.
  ///
  /// @param name the bundle's symbolic name, with or without `org.ashlar.`
  /// @param tell takes a line for each step
  /// @throws SwapFailure with the reason
  void uninstall(String name, Consumer<String> tell) throws SwapFailure {
    StepLog log = new StepLog("Removal of " + name, name, tell);
    changed(
        "uninstall",
        log,
        () -> {
          additions.remove(name, log);
          return new Result(Duration.ZERO, log.total());
        });
  }

  /// Where the version of a bundle comes from.
  ModuleStore.Origin origin(Bundle bundle) throws SwapFailure {
    try {
      return store.origin(bundle);
    } catch (IOException e) {
      throw new SwapFailure("modules.lock cannot be read: " + e, e, false);
    }
  }

  /// A change of the bundles.
  @FunctionalInterface
  private interface Change<T> {
    T make() throws SwapFailure, IOException;
  }

  /// Makes a change, alone, measures it and records it.
  private Result changed(String kind, StepLog log, Change<Result> change) throws SwapFailure {
    return audit.recorded("bundle." + kind, log, () -> metrics.measured(kind, () -> alone(change)));
  }

  private <T> T alone(Change<T> change) throws SwapFailure {
    if (!one.tryLock()) {
      throw new SwapFailure("Another swap is under way; try again when it has ended");
    }
    try {
      return change.make();
    } catch (IOException e) {
      throw new SwapFailure("The modules of the data folder cannot be written: " + e, e, false);
    } finally {
      one.unlock();
    }
  }

  /// Puts the version before the present one back in its place.
  ///
  /// @param name the bundle's symbolic name, with or without `org.ashlar.`
  /// @param tell takes a line for each step
  /// @return how long it took
  /// @throws SwapFailure with the reason; the present version serves on
  Result rollback(String name, Consumer<String> tell) throws SwapFailure {
    StepLog log = new StepLog("Swap of " + name, name, tell);
    return audit.recorded("bundle.rollback", log, () -> back(name, log));
  }

  private Result back(String name, StepLog log) throws SwapFailure {
    try {
      Bundle bundle = modules.serving(name);
      Pin pin = store.pins().get(bundle.getSymbolicName());
      if (pin == null || pin.previous() == null) {
        throw new SwapFailure(
            Exchange.title(bundle) + " has not been swapped, so there is nothing to go back to");
      }
      Path jar = store.jar(pin.name(), pin.previous());
      return metrics.measured("rollback", () -> alone(() -> exchange(name, jar, log)));
    } catch (IOException e) {
      throw new SwapFailure("modules.lock cannot be read: " + e, e, false);
    }
  }

  private Result exchange(String name, Path file, StepLog log) throws SwapFailure, IOException {
    log.fact("jar", file.toString());
    Bundle old = modules.serving(name);
    log.subject(old.getSymbolicName());
    log.fact("from", old.getVersion().toString());
    ModuleJar jar = ModuleJar.read(file);
    log.fact("to", jar.version().toString());
    log.fact("sha256", jar.sha256());
    SwapClass type = modules.checked(old, jar);
    Path staged = store.stage(file);
    Bundle next = null;
    try {
      next = install(old, jar, staged);
      log.done(jar.title() + " is installed beside " + old.getVersion());
      Exchange exchange = start(old, next, type, log);
      Duration pause = commit(exchange, jar, staged, log);
      finish(exchange, log);
      return new Result(pause, log.total());
    } catch (SwapFailure e) {
      remove(next, e);
      throw e;
    } finally {
      Files.deleteIfExists(staged);
      store.prune(jar.name());
    }
  }

  private Bundle install(Bundle old, ModuleJar jar, Path staged) throws SwapFailure {
    try (InputStream in = Files.newInputStream(staged)) {
      String location = "ashlar:" + jar.name() + "/" + jar.version() + "/" + System.nanoTime();
      Bundle next = context.installBundle(location, in);
      int level = old.adapt(BundleStartLevel.class).getStartLevel();
      next.adapt(BundleStartLevel.class).setStartLevel(level);
      participants.reserve(next);
      return next;
    } catch (IOException | BundleException e) {
      throw new SwapFailure(
          jar.title() + " cannot be installed: " + SwapFailure.reason(e), e, false);
    }
  }

  private Exchange start(Bundle old, Bundle next, SwapClass type, StepLog log) throws SwapFailure {
    String title = Exchange.title(next);
    steps.run(
        "the start of " + title, steps.limits().start(), () -> next.start(Bundle.START_TRANSIENT));
    Services outgoing = Services.of(old, selections);
    if (outgoing.participants().isEmpty()) {
      awaitServices(next, outgoing.byCell().keySet());
    }
    Services before = awaitParticipants(next, outgoing.participants().size());
    log.done("started");
    handover.each(next, before, "preparing", steps.limits().prepare(), SwapParticipant::prepare);
    handover.each(next, before, "the probe of", steps.limits().probe(), SwapParticipant::probe);
    log.done("prepared and probed");
    awaitServices(next, outgoing.byCell().keySet());
    Services incoming = Services.of(next, selections);
    SwapClass stricter = modules.handsOver(next) ? SwapClass.B : type;
    return new Exchange(stricter, old, outgoing, next, incoming);
  }

  private Services awaitParticipants(Bundle next, int count) throws SwapFailure {
    if (!Handover.await(
        () -> Services.of(next, selections).participants().size() >= count,
        steps.limits().services())) {
      throw lacking(next, "its services");
    }
    return Services.of(next, selections);
  }

  /// Some services come with the start, others, such as the database, with the preparation.
  private void awaitServices(Bundle next, Set<String> cells) throws SwapFailure {
    if (!Handover.await(
        () -> Services.of(next, selections).byCell().keySet().containsAll(cells),
        steps.limits().services())) {
      Set<String> missing = new TreeSet<>(cells);
      missing.removeAll(Services.of(next, selections).byCell().keySet());
      throw lacking(next, String.join(", ", missing));
    }
  }

  private SwapFailure lacking(Bundle next, String what) {
    List<String> sentences = new ArrayList<>(components.lacking(next));
    sentences.addFirst(Exchange.title(next) + " does not offer " + what);
    return new SwapFailure(String.join("; ", sentences));
  }

  private Duration commit(Exchange exchange, ModuleJar jar, Path staged, StepLog log)
      throws SwapFailure, IOException {
    Bundle old = exchange.old();
    Pin before = store.pins().get(jar.name());
    boolean kept = store.keep(jar.name(), old.getVersion());
    int level = old.adapt(BundleStartLevel.class).getStartLevel();
    Pin pin =
        new Pin(jar.name(), jar.version(), jar.sha256(), level, kept ? old.getVersion() : null);
    store.commit(staged, pin);
    log.done("committed");
    try {
      Duration pause = handover.perform(exchange, log::say);
      log.done(
          pause.isZero()
              ? "calls go to the new version"
              : "the role went over; requests waited " + StepLog.millis(pause));
      return pause;
    } catch (SwapFailure e) {
      store.restore(jar.name(), before);
      throw e;
    }
  }

  /// From here on there is no way back; what fails is told and stays behind.
  private void finish(Exchange exchange, StepLog log) throws SwapFailure {
    participants.release(exchange.next());
    Bundle old = exchange.old();
    List<Instance> leaving = exchange.outgoing().instances(selections);
    if (Handover.await(() -> Services.inFlight(leaving) == 0, steps.limits().drain())) {
      log.done("the old version is empty");
    } else {
      log.done(Services.inFlight(leaving) + " calls were still in the old version; they end now");
    }
    retired.add(old);
    try {
      steps.run("the stop of " + Exchange.title(old), steps.limits().start(), old::stop);
      steps.run("the removal of " + Exchange.title(old), steps.limits().start(), old::uninstall);
      log.done("the old version is gone");
    } catch (SwapFailure e) {
      modules.quarantine(old);
      log.done(e.sentence() + "; it gets no calls and is gone at the next start");
    }
  }

  private void remove(@Nullable Bundle next, SwapFailure cause) {
    if (next == null) {
      return;
    }
    if (cause.hung()) {
      modules.quarantine(next);
      return;
    }
    retired.add(next);
    try {
      steps.run("the stop of " + Exchange.title(next), steps.limits().start(), next::stop);
      steps.run("the removal of " + Exchange.title(next), steps.limits().start(), next::uninstall);
    } catch (SwapFailure e) {
      modules.quarantine(next);
      cause.addSuppressed(e);
    }
  }
}
