package org.ashlar.base.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Leads the writer of the log to the enricher that is selected, never waiting for one.
@Component(
    service = {},
    immediate = true,
    reference =
        @Reference(
            name = "enrichers",
            service = LogEnricher.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            bind = "bind",
            unbind = "unbind"))
public final class EnricherGate {
  private final Gate<LogEnricher> gate;

  /// @param selections where the gate comes from
  @Activate
  public EnricherGate(@Reference Selections selections) {
    gate = selections.gate(LogEnricher.class);
    Logging.current().enricher(this::fields);
  }

  void bind(ServiceReference<LogEnricher> reference, LogEnricher enricher) {
    gate.bind(reference, enricher);
  }

  void unbind(ServiceReference<LogEnricher> reference, LogEnricher enricher) {
    gate.unbind(reference, enricher);
  }

  @Deactivate
  void deactivate() {
    Logging.current().enricher(line -> null);
  }

  private @Nullable Map<String, String> fields(LogLine line) {
    Map<String, String> fields = new LinkedHashMap<>();
    return gate.tryRun(enricher -> fields.putAll(enricher.fields(line))) ? fields : null;
  }
}
