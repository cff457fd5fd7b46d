package org.ashlar.swap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.framework.FrameworkFactory;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.task.Tasks;
import org.ashlar.swap.greeting.Greeting;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/// A framework with a coordinator and a gate, as small as a house can be.
final class House implements AutoCloseable, ServiceTrackerCustomizer<Greeting, Greeting> {
  static final Limits QUICK =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10));

  final Path data;
  final Selections selections = new Selections();
  final Gate<Greeting> gate = selections.gate(Greeting.class);
  final ModuleStore store;
  final SwapCoordinator coordinator;
  final List<String> told = new CopyOnWriteArrayList<>();
  final List<AuditEntry> audited = new CopyOnWriteArrayList<>();
  final Framework framework;
  private final Tasks tasks = new Tasks("test");
  private final Participants participants;
  private final ServiceTracker<Greeting, Greeting> tracker;
  private final BundleContext context;

  House(Path folder) throws Exception {
    data = Files.createDirectories(folder.resolve("data"));
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage", folder.resolve("cache").toString(),
                    "org.osgi.framework.bsnversion", "multiple",
                    "org.osgi.framework.system.packages.extra",
                        "org.ashlar.base.gate,org.ashlar.swap.greeting",
                    "org.osgi.framework.startlevel.beginning", "50",
                    "felix.log.level", "0"));
    framework.start();
    context = framework.getBundleContext();
    participants = new Participants(context, selections, tasks);
    store = new ModuleStore(data, folder.resolve("home"));
    coordinator =
        new SwapCoordinator(
            context,
            selections,
            participants,
            new Steps(tasks, QUICK),
            store,
            new SwapAudit(audited::add));
    context.addServiceListener(
        (AllServiceListener)
            event -> {
              if (event.getType() == ServiceEvent.UNREGISTERING) {
                selections.vanished(Services.id(event.getServiceReference()));
              }
            });
    participants.open();
    tracker = new ServiceTracker<>(context, Greeting.class, this);
    tracker.open(true);
  }

  /// Starts a bundle as the launcher does, from the installation's folder, and waits until it
  /// serves.
  Bundle start(Path jar) throws Exception {
    ModuleJar module = ModuleJar.read(jar);
    Path system = Files.createDirectories(data.resolveSibling("home").resolve("system/20"));
    Files.copy(jar, system.resolve(module.name() + "-" + module.version() + ".jar"));
    Bundle bundle = context.installBundle(jar.toUri().toString());
    bundle.start();
    Handover.await(() -> participants.pending().isEmpty() && gate.isOpen(), QUICK.start());
    return bundle;
  }

  SwapCoordinator.Result swap(Path jar) throws SwapFailure {
    return coordinator.swap(FakeJar.NAME, jar, told::add);
  }

  String greet() {
    return gate.call(greeting -> greeting.greet("x"));
  }

  List<String> versions() {
    return coordinator.modules().all().stream().map(b -> b.getVersion().toString()).toList();
  }

  @Override
  public void close() throws BundleException, InterruptedException {
    tasks.close();
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Override
  public Greeting addingService(ServiceReference<Greeting> reference) {
    Greeting greeting = context.getService(reference);
    gate.bind(reference, greeting);
    return greeting;
  }

  @Override
  public void modifiedService(ServiceReference<Greeting> reference, Greeting greeting) {}

  @Override
  public void removedService(ServiceReference<Greeting> reference, Greeting greeting) {
    gate.unbind(reference, greeting);
    context.ungetService(reference);
  }
}
