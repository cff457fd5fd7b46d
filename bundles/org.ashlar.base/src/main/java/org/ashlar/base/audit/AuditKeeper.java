package org.ashlar.base.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCheck;
import org.ashlar.base.install.Installation;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.Metrics;
import org.ashlar.base.task.Tasks;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the audit log of the process in the data folder, and leads its entries to the sinks.
@Component(
    service = ControlCheck.class,
    immediate = true,
    configurationPid = "org.ashlar.audit",
    reference =
        @Reference(
            name = "sinks",
            service = AuditSink.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            bind = "bind",
            unbind = "unbind"))
@Designate(ocd = AuditOptions.class)
public final class AuditKeeper implements ControlCheck {
  private static final Logger LOG = LoggerFactory.getLogger(AuditKeeper.class);

  private final Selections selections;
  private final Tasks tasks = new Tasks("org.ashlar.base.audit");
  private final MetricScope metrics = Metrics.current().scope();
  private final AuditSpool spool;
  private final AuditDrain drain;

  /// @param selections where gates come from
  /// @param installation where the spool lies
  /// @param options the section
  @Activate
  public AuditKeeper(
      @Reference Selections selections,
      @Reference Installation installation,
      AuditOptions options) {
    this.selections = selections;
    Path folder = installation.dataFolder().resolve("audit");
    AuditSettings settings = AuditSettings.of(options);
    try {
      SinkCursors cursors = new SinkCursors(folder.resolve("cursors"));
      spool = new AuditSpool(folder, settings.spoolBytes(), cursors.greatest());
      drain = new AuditDrain(spool, cursors, settings, InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException("The audit spool in " + folder + " can not be opened", e);
    }
    metrics.gauge(
        "audit_pending", "Entries of the audit log that not all sinks have taken.", spool::pending);
    AuditLog.current().open(spool, settings, drain::wake);
    tasks.background("drain", drain::work);
  }

  @Override
  public String name() {
    return "audit log";
  }

  @Override
  public Finding check() {
    return drain.check();
  }

  void bind(ServiceReference<AuditSink> reference, AuditSink sink) {
    gate(reference).bind(reference, sink);
    drain.wake();
  }

  void unbind(ServiceReference<AuditSink> reference, AuditSink sink) {
    gate(reference).unbind(reference, sink);
  }

  @Modified
  void modified(AuditOptions options) {
    AuditSettings settings = AuditSettings.of(options);
    AuditLog.current().apply(settings);
    drain.apply(settings);
    drain.wake();
  }

  @Deactivate
  void deactivate() {
    AuditLog.current().close();
    tasks.close();
    metrics.close();
    try {
      spool.close();
    } catch (IOException e) {
      LOG.warn("The audit spool can not be closed: {}", e.getMessage());
    }
  }

  private Gate<AuditSink> gate(ServiceReference<AuditSink> reference) {
    return reference.getProperty(Selections.VARIANT) instanceof String name
        ? drain.gate(name, variant -> selections.gate(AuditSink.class, variant))
        : drain.gate(AuditDrain.TABLE, _ -> selections.gate(AuditSink.class));
  }
}
