package org.ashlar.swap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.osgi.framework.Bundle;

/// `bundles`, `swap`, `rollback`, `install`, `uninstall` and `bundles leaks`.
final class SwapCommands {
  private static final String AUDIT = "--audit";

  private final SwapCoordinator coordinator;
  private final Selections selections;

  SwapCommands(SwapCoordinator coordinator, Selections selections) {
    this.coordinator = coordinator;
    this.selections = selections;
  }

  List<ControlCommand> all() {
    return List.of(
        new Command(
            "bundles", "bundles  the bundles, their versions and how they are", this::bundles),
        new Command(
            "swap",
            "swap NAME JAR [--audit]  put another version of a bundle in its place",
            this::swap),
        new Command(
            "rollback", "rollback NAME [--audit]  go back to the version before", this::rollback),
        new Command("install", "install JAR  add a bundle that is not there yet", this::install),
        new Command(
            "uninstall", "uninstall NAME  take a bundle away that was added", this::uninstall),
        new Command(
            "bundles leaks",
            "bundles leaks  whether bundles that were replaced have left memory",
            (arguments, terminal) -> leaks(terminal)));
  }

  private int bundles(List<String> arguments, ControlTerminal terminal) throws SwapFailure {
    Table table = new Table("bundle", "version", "from", "state", "class", "selected", "in flight");
    for (Bundle bundle : coordinator.modules().all()) {
      Services services = Services.of(bundle, selections);
      table.row(
          bundle.getSymbolicName(),
          bundle.getVersion().toString(),
          coordinator.origin(bundle).name().toLowerCase(Locale.ROOT),
          state(bundle),
          coordinator.modules().of(bundle).name(),
          isSelected(services) ? "swapped" : services.byCell().isEmpty() ? "" : "oldest",
          Long.toString(Services.inFlight(services.instances(selections))));
    }
    table.lines().forEach(terminal::line);
    return 0;
  }

  private boolean isSelected(Services services) {
    return services.byCell().entrySet().stream()
        .anyMatch(
            entry ->
                selections.cell(entry.getKey()).isSelected(selections.instance(entry.getValue())));
  }

  private int install(List<String> arguments, ControlTerminal terminal) throws SwapFailure {
    if (arguments.size() != 1) {
      throw new SwapFailure("install takes a jar");
    }
    coordinator.install(Path.of(arguments.getFirst()), terminal::line);
    return 0;
  }

  private int uninstall(List<String> arguments, ControlTerminal terminal) throws SwapFailure {
    if (arguments.size() != 1) {
      throw new SwapFailure("uninstall takes the name of a bundle");
    }
    coordinator.uninstall(arguments.getFirst(), terminal::line);
    return 0;
  }

  private int swap(List<String> arguments, ControlTerminal terminal) throws SwapFailure {
    List<String> words = new ArrayList<>(arguments);
    boolean audit = words.remove(AUDIT);
    if (words.size() != 2) {
      throw new SwapFailure("swap takes the name of a bundle and a jar");
    }
    Path jar = Path.of(words.get(1));
    return report(coordinator.swap(words.get(0), jar, terminal::line), audit, terminal);
  }

  private int rollback(List<String> arguments, ControlTerminal terminal) throws SwapFailure {
    List<String> words = new ArrayList<>(arguments);
    boolean audit = words.remove(AUDIT);
    if (words.size() != 1) {
      throw new SwapFailure("rollback takes the name of a bundle");
    }
    return report(coordinator.rollback(words.getFirst(), terminal::line), audit, terminal);
  }

  private int report(SwapCoordinator.Result result, boolean audit, ControlTerminal terminal)
      throws SwapFailure {
    terminal.line(
        "Done in "
            + StepLog.millis(result.total())
            + "; the longest pause was "
            + StepLog.millis(result.pause()));
    return audit ? leaks(terminal) : 0;
  }

  private int leaks(ControlTerminal terminal) throws SwapFailure {
    try {
      List<String> left = coordinator.retired().audit();
      left.forEach(title -> terminal.error("The classes of " + title + " are still in memory"));
      if (left.isEmpty()) {
        terminal.line("All bundles that were replaced have left memory.");
      }
      return left.isEmpty() ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwapFailure("The audit was interrupted");
    }
  }

  private String state(Bundle bundle) {
    if (coordinator.modules().isQuarantined(bundle)) {
      return "quarantined";
    }
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> "active";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      default -> "installed";
    };
  }
}
