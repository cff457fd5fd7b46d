package org.ashlar.http.jetty;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.RouteSet;
import org.ashlar.base.http.Waiters;
import org.ashlar.base.install.Installation;
import org.ashlar.base.install.Listening;
import org.ashlar.base.install.StartFailure;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.Metrics;
import org.ashlar.base.task.Tasks;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server of the house: listens, finds the route set that has a path, keeps requests that
/// wait. Knows nothing of what is said.
@Component(
    service = {Waiters.class, Listening.class},
    immediate = true,
    configurationPid = "org.ashlar.http",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpConfig.class)
public final class HttpConnector implements Waiters, Listening {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnector.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ADMISSION_TICK = Duration.ofMillis(100);
  private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);

  private final Selections selections;
  private final Path folder;
  private final Tasks tasks = new Tasks("http");
  private final Routes routes;
  private final JettyServer server;
  private final FrontDoor door;
  private final WaitBook waits;
  private final MetricScope metrics = Metrics.current().scope();

  /// @param context to stop the house when it can not listen
  /// @param selections says which version of a route set answers
  /// @param installation says where the data folder is
  /// @param config the section `http`
  @Activate
  public HttpConnector(
      BundleContext context,
      @Reference Selections selections,
      @Reference Installation installation,
      HttpConfig config) {
    this(
        selections,
        installation.dataFolder(),
        first(context, installation, config),
        Admission.ofMachine());
  }

  HttpConnector(Selections selections, Path folder, HttpSettings settings, Admission admission) {
    this.selections = selections;
    this.folder = folder;
    routes = new Routes(selections);
    server = JettyServer.withOwnLoader(() -> new JettyServer(settings));
    waits = new WaitBook(server::execute);
    door =
        new FrontDoor(
            routes,
            selections.intake(),
            new FrontDoor.Waiting(waits, new TimeoutQueue(), admission),
            server::execute,
            settings);
  }

  private static HttpSettings first(
      BundleContext context, Installation installation, HttpConfig config) {
    try {
      return HttpSettings.of(config, installation.dataFolder());
    } catch (IllegalArgumentException e) {
      StartFailure.report(context, String.valueOf(e.getMessage()));
      return HttpSettings.CLOSED;
    }
  }

  @Reference(
      service = RouteSet.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unbindRoutes")
  void bindRoutes(ServiceReference<RouteSet> reference, RouteSet set) {
    routes.bind(reference, set);
  }

  void unbindRoutes(ServiceReference<RouteSet> reference, RouteSet set) {
    routes.unbind(reference, set);
  }

  /// Opens the listeners, now that the routes are there. That they do not open is no fault of the
  /// component, which would be told with its trace and be tried again.
  @Activate
  void activate(BundleContext context) {
    try {
      start();
    } catch (IllegalStateException e) {
      StartFailure.report(context, String.valueOf(e.getMessage()));
    }
  }

  void start() {
    server.start(door);
    HttpMetrics.measure(metrics, door, server);
    tasks.background("timeouts", door.timeouts()::run);
    tasks.repeat("admission", ADMISSION_TICK, door.admission()::tick);
    tasks.repeat("certificates", CERTIFICATE_CHECK, server::refreshCertificates);
    tasks.repeat("slow-senders", door.settings().times().sweep(), server::sweep);
  }

  @Modified
  void modified(HttpConfig config) {
    try {
      apply(HttpSettings.of(config, folder));
    } catch (IllegalArgumentException e) {
      LOG.error("The section http stays as it was: {}", e.getMessage());
    }
  }

  void apply(HttpSettings settings) {
    door.settings(settings);
    server.apply(settings);
  }

  /// Ends what is under way, up to 5 s, and closes.
  @Deactivate
  void deactivate() {
    server.stopAccepting();
    door.beginClosing();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (door.active() > 0 && System.nanoTime() < end) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    if (door.active() > 0) {
      LOG.warn("{} requests are cut off", door.active());
      selections.abandonCalls();
    }
    server.stop();
    metrics.close();
    tasks.close();
  }

  @Override
  public void wake(Collection<String> keys) {
    waits.wake(keys);
  }

  @Override
  public List<String> urls() {
    return server.urls();
  }

  void refreshCertificates() {
    server.refreshCertificates();
  }

  List<Integer> ports() {
    return server.ports();
  }

  FrontDoor door() {
    return door;
  }
}
