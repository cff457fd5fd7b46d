package org.ashlar.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.audit.AuditLog;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.StartFailure;
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
  private final ControlServer server;
  private final ServiceRegistration<Selections> registration;

  /// @param context this bundle's
  @Activate
  public SwapHouse(BundleContext context) {
    this.context = context;
    this.participants = new Participants(context, selections, tasks);
    Path data = folder("ashlar.data");
    Steps steps = new Steps(tasks, Limits.USUAL);
    Boot boot = new Boot(context, selections, participants);
    SwapCoordinator coordinator =
        new SwapCoordinator(
            context,
            selections,
            participants,
            steps,
            new ModuleStore(data, folder("ashlar.home")),
            new SwapAudit(AuditLog.current()::record));
    List<ControlCommand> commands = new ArrayList<>();
    commands.addAll(new SwapCommands(coordinator, selections).all());
    commands.add(new Doctor(context, steps, boot, data).command());
    commands.forEach(command -> context.registerService(ControlCommand.class, command, null));
    this.server =
        new ControlServer(
            socket(data), tasks, new ControlDesk(context, AuditLog.current()::record));
    context.addServiceListener(this);
    boot.begin(tasks);
    participants.open();
    this.registration = context.registerService(Selections.class, selections, null);
    listen();
  }

  @Deactivate
  void deactivate() {
    server.close();
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

  private void listen() {
    try {
      server.open();
    } catch (IOException | UncheckedIOException e) {
      StartFailure.report(context, "The control socket cannot be opened: " + e.getMessage());
    }
  }

  private Path socket(Path data) {
    String given = context.getProperty("ashlar.control.socket");
    return given == null ? data.resolve("run/control.sock") : Path.of(given);
  }

  private Path folder(String property) {
    String path = context.getProperty(property);
    return Path.of(path == null ? "." : path).toAbsolutePath().normalize();
  }
}
