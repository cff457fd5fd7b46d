package org.ashlar.tracing;

import java.security.SecureRandom;
import org.ashlar.base.context.ContextObserver;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.Installation;
import org.ashlar.base.metric.Metrics;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends requests and tasks that have ended as traces, where the configuration says so. Any thread;
/// nobody waits for it, and while it is off it costs reading a field.
@Component(
    service = ContextObserver.class,
    immediate = true,
    configurationPid = TracingOptions.TRACING_PID,
    property = Selections.VARIANT + "=tracing")
@Designate(ocd = TracingOptions.class)
public final class TracedWork implements ContextObserver {
  private static final Logger LOG = LoggerFactory.getLogger(TracedWork.class);
  private static final String OWN = Exporter.OWNER + "/";

  private final Envelope envelope;
  private final Exporter.Pace pace;
  private final Counts counts;
  private @Nullable Settings settings;
  private volatile @Nullable Exporter exporter;

  /// @param installation whose name traces bear
  /// @param options the section `tracing`
  @Activate
  public TracedWork(@Reference Installation installation, TracingOptions options) {
    this(
        new Envelope(version(), installation.node()),
        Exporter.Pace.USUAL,
        new Counts(Metrics.current()));
    apply(options);
  }

  TracedWork(Envelope envelope, Exporter.Pace pace, Counts counts) {
    this.envelope = envelope;
    this.pace = pace;
    this.counts = counts;
  }

  /// What waits is sent where it was to go.
  @Modified
  void apply(TracingOptions options) {
    try {
      apply(Settings.of(options));
    } catch (IllegalArgumentException e) {
      LOG.error("The section tracing stays as it was: {}", e.getMessage());
    }
  }

  private void apply(Settings changed) {
    if (changed.equals(settings)) {
      return;
    }
    settings = changed;
    replace(changed.enabled() ? started(changed) : null);
  }

  private Exporter started(Settings changed) {
    Translation translation = new Translation(new SecureRandom(), changed.people());
    Exporter fresh = new Exporter(new Exporter.Parts(changed, translation, envelope), pace, counts);
    fresh.start();
    return fresh;
  }

  private void replace(@Nullable Exporter fresh) {
    Exporter before = exporter;
    exporter = fresh;
    if (before != null) {
      before.close();
    }
  }

  @Deactivate
  void deactivate() {
    replace(null);
  }

  @Override
  public void finished(FinishedContext context) {
    Exporter now = exporter;
    if (now != null && !context.operation().startsWith(OWN) && now.wants(context)) {
      now.put(context);
    }
  }

  /// The threads that it has now.
  int threads() {
    Exporter now = exporter;
    return now == null ? 0 : now.threads();
  }

  /// The version of base, which is that of the house: this bundle's may have been swapped.
  private static String version() {
    var base = FrameworkUtil.getBundle(Metrics.class);
    return base == null ? "unknown" : base.getVersion().toString();
  }
}
