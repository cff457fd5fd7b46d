package org.ashlar.swap;

import org.ashlar.base.gate.Selections;
import org.ashlar.base.task.Tasks;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// The bundle's one component: puts its parts together, and takes them down in order.
@Component(
    service = {},
    immediate = true)
public final class SwapHouse implements AllServiceListener {
  private final BundleContext context;
  private final Selections selections = new Selections();
  private final Tasks tasks = new Tasks("org.ashlar.swap");
  private final Participants participants;
  private final ServiceRegistration<Selections> registration;

  /// @param context this bundle's
  @Activate
  public SwapHouse(BundleContext context) {
    this.context = context;
    this.participants = new Participants(context, selections, tasks);
    Boot boot = new Boot(context, selections, participants);
    context.addServiceListener(this);
    boot.begin(tasks);
    participants.open();
    registration = context.registerService(Selections.class, selections, null);
  }

  @Deactivate
  void deactivate() {
    participants.close();
    context.removeServiceListener(this);
    tasks.close();
    registration.unregister();
  }

  /// A selected instance that vanishes outside of a swap leaves the choice to the rule: the oldest.
  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.UNREGISTERING) {
      selections.vanished(Services.id(event.getServiceReference()));
    }
  }
}
