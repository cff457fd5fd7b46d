package org.ashlar.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ashlar.account.Accounts;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.RouteSet;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.log.Logging;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the metrics: to Prometheus by an endpoint, to the operator by a command.
@Component(
    service = {RouteSet.class, ControlCommand.class},
    immediate = true,
    configurationPid = MetricsOptions.METRICS_PID)
@Designate(ocd = MetricsOptions.class)
public final class MetricsRoutes implements RouteSet, ControlCommand {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsRoutes.class);
  private static final String OWNER = "org.ashlar.metrics";

  private final Gate<Accounts> accounts;
  private final List<Endpoint> endpoints;
  private final HouseReadings readings;
  private volatile Settings settings = Settings.CLOSED;

  /// @param selections where gates come from, and what they do
  /// @param context the framework, for its bundles
  /// @param options the section `metrics`
  @Activate
  public MetricsRoutes(
      @Reference Selections selections, BundleContext context, MetricsOptions options) {
    accounts = selections.gate(Accounts.class);
    readings =
        new HouseReadings(
            selections,
            new HouseReadings.HouseFacts(
                () -> Arrays.asList(context.getBundles()),
                Logging.current()::statistics,
                version()));
    RuntimeReadings runtime = new RuntimeReadings();
    endpoints =
        List.of(
            new MetricsEndpoint(
                () -> settings,
                new Admission(accounts),
                new Exposition(this::house, runtime::read)));
    apply(options);
  }

  @Modified
  void apply(MetricsOptions options) {
    try {
      settings = Settings.of(options);
    } catch (IllegalArgumentException e) {
      LOG.error("The section metrics stays as it was: {}", e.getMessage());
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.bind(reference, service);
  }

  void unbindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.unbind(reference, service);
  }

  @Override
  public String owner() {
    return OWNER;
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String help() {
    return "metrics lists the metrics of /_ashlar/metrics: name, kind, labels, meaning";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    for (MetricSnapshot metric : MetricList.sorted(house())) {
      terminal.line(MetricList.line(metric, settings.prefix()));
    }
    return 0;
  }

  private List<MetricSnapshot> house() {
    List<MetricSnapshot> all = new ArrayList<>(Metrics.current().declared());
    all.addAll(readings.read());
    return all;
  }

  /// The version of base, which is that of the house: this bundle's may have been swapped.
  private static String version() {
    var base = FrameworkUtil.getBundle(Metrics.class);
    return base == null ? "unknown" : base.getVersion().toString();
  }
}
