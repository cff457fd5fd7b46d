package org.ashlar.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.base.install.ControlCheck;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.log.LogStatistics;
import org.ashlar.base.log.Logging;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/// `doctor`: runs all checks that bundles bring, and a few of its own.
final class Doctor {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long LITTLE = 1L << 30;

  private final BundleContext context;
  private final Steps steps;
  private final Boot boot;
  private final Path data;

  Doctor(BundleContext context, Steps steps, Boot boot, Path data) {
    this.context = context;
    this.steps = steps;
    this.boot = boot;
    this.data = data;
  }

  ControlCommand command() {
    return new Command("doctor", "doctor  look for what is wrong", this::run);
  }

  private int run(List<String> arguments, ControlTerminal terminal) {
    if (!arguments.isEmpty()) {
      terminal.error("doctor takes nothing but --room ROOM or --all: " + arguments.getFirst());
      return Command.USAGE;
    }
    return run(terminal);
  }

  private int run(ControlTerminal terminal) {
    boolean well = show("start", started(), terminal);
    well &= show("disk", disk(), terminal);
    well &= show("log", log(), terminal);
    for (ServiceReference<ControlCheck> reference : references()) {
      ControlCheck check = context.getService(reference);
      if (check != null) {
        well &= show(check.name(), look(check), terminal);
        context.ungetService(reference);
      }
    }
    return well ? 0 : 1;
  }

  private ControlCheck.Finding look(ControlCheck check) {
    AtomicReference<ControlCheck.Finding> finding =
        new AtomicReference<>(new ControlCheck.Finding(false, "was not found out"));
    try {
      steps.run("the check", LIMIT, () -> finding.set(check.check()));
      return finding.get();
    } catch (SwapFailure e) {
      return new ControlCheck.Finding(false, e.sentence());
    }
  }

  private ControlCheck.Finding started() {
    return boot.hasEnded()
        ? new ControlCheck.Finding(true, "everything has started")
        : new ControlCheck.Finding(
            false, "not everything has started; the log says what is missing");
  }

  private ControlCheck.Finding disk() {
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      return new ControlCheck.Finding(free > LITTLE, (free >> 20) + " MiB are free in " + data);
    } catch (IOException e) {
      return new ControlCheck.Finding(false, "the data folder cannot be looked at: " + e);
    }
  }

  private static ControlCheck.Finding log() {
    LogStatistics statistics = Logging.current().statistics();
    return new ControlCheck.Finding(
        statistics.dropped() == 0,
        statistics.written() + " lines written, " + statistics.dropped() + " dropped");
  }

  private static boolean show(String name, ControlCheck.Finding finding, ControlTerminal terminal) {
    String line = (finding.well() ? "ok    " : "WRONG ") + name + ": " + finding.sentence();
    if (finding.well()) {
      terminal.line(line);
    } else {
      terminal.error(line);
    }
    return finding.well();
  }

  private List<ServiceReference<ControlCheck>> references() {
    try {
      return new ArrayList<>(context.getServiceReferences(ControlCheck.class, null));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
