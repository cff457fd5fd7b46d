package org.ashlar.base.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ashlar.base.context.ContextObserver;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Leads the ledger to the observers, never waiting for one. Each [Selections#VARIANT] is one
/// observer, of which two versions may be there.
@Component(
    service = {},
    immediate = true,
    reference =
        @Reference(
            name = "observers",
            service = ContextObserver.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            bind = "bind",
            unbind = "unbind"))
public final class ContextObservers {
  private final Selections selections;
  private final Map<String, Gate<ContextObserver>> gates = new ConcurrentHashMap<>();
  private final ContextObserver all = this::finished;

  /// @param selections where gates come from
  @Activate
  public ContextObservers(@Reference Selections selections) {
    this.selections = selections;
    Ledger.current().add(all);
  }

  void bind(ServiceReference<ContextObserver> reference, ContextObserver observer) {
    gate(reference).bind(reference, observer);
  }

  void unbind(ServiceReference<ContextObserver> reference, ContextObserver observer) {
    gate(reference).unbind(reference, observer);
  }

  @Deactivate
  void deactivate() {
    Ledger.current().remove(all);
  }

  private Gate<ContextObserver> gate(ServiceReference<ContextObserver> reference) {
    String variant = String.valueOf(reference.getProperty(Selections.VARIANT));
    return gates.computeIfAbsent(variant, name -> selections.gate(ContextObserver.class, name));
  }

  private void finished(FinishedContext context) {
    for (Gate<ContextObserver> gate : gates.values()) {
      gate.tryRun(observer -> observer.finished(context));
    }
  }
}
