package org.ashlar.context.logging;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.SpanTree;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.log.Redactor;
import org.osgi.service.component.annotations.Component;

/// `trace`: where the time of a request went.
@Component(service = ControlCommand.class, immediate = true)
public final class TraceCommand implements ControlCommand {
  private static final int LISTED = 50;

  @Override
  public String name() {
    return "trace";
  }

  @Override
  public String help() {
    return "trace [ID | TRACE | --slow]  where the time of a request went, or of those of a"
        + " caller's trace; what runs now, or was slow";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    if (arguments.size() > 1 || !arguments.isEmpty() && arguments.getFirst().isEmpty()) {
      terminal.error("Usage: " + help());
      return 2;
    }
    Ledger ledger = Ledger.current();
    if (arguments.isEmpty()) {
      list(ledger.running(), "Nothing runs.", terminal);
      return 0;
    }
    String id = arguments.getFirst();
    if (id.equals("--slow")) {
      list(ledger.slow(), "Nothing was slow since the start.", terminal);
      return 0;
    }
    List<FinishedContext> traced = ledger.traced(id.toLowerCase(Locale.ROOT));
    if (!traced.isEmpty()) {
      show(ledger, traced, terminal);
      return 0;
    }
    return show(ledger, id, terminal);
  }

  private static void list(List<FinishedContext> all, String none, ControlTerminal terminal) {
    if (all.isEmpty()) {
      terminal.line(none);
    }
    all.stream().limit(LISTED).forEach(context -> terminal.line(Redactor.redact(oneLine(context))));
    if (all.size() > LISTED) {
      terminal.line("and " + (all.size() - LISTED) + " more");
    }
  }

  private static String oneLine(FinishedContext context) {
    StringBuilder line = new StringBuilder();
    line.append(context.id()).append("  ").append(context.started()).append("  ");
    line.append(String.format(Locale.ROOT, "%.3f s  ", context.nanos() / 1e9));
    line.append(context.outcome()).append("  ").append(context.operation());
    Optional.ofNullable(context.user())
        .ifPresent(user -> line.append("  ").append(SpanTree.clean(user)));
    Optional.ofNullable(context.room())
        .ifPresent(room -> line.append("  ").append(SpanTree.clean(room)));
    return line.toString();
  }

  /// The trees of the requests of a trace, and of what they have given rise to.
  private static void show(Ledger ledger, List<FinishedContext> traced, ControlTerminal terminal) {
    for (FinishedContext context : traced) {
      if (context != traced.getFirst()) {
        terminal.line("");
      }
      tree(context, terminal);
      consequences(ledger.linked(context.id()), "It gave rise to:", terminal);
    }
  }

  /// The tree, and those of what it has given rise to.
  private static int show(Ledger ledger, String id, ControlTerminal terminal) {
    Optional<FinishedContext> found = ledger.find(id);
    List<FinishedContext> linked = ledger.linked(id);
    if (found.isEmpty() && linked.isEmpty()) {
      terminal.error(
          "Nothing is known of "
              + Redactor.redact(SpanTree.clean(id))
              + "; the newest "
              + Ledger.KEPT
              + " requests and tasks and as many slow ones are kept");
      return 1;
    }
    found.ifPresent(context -> tree(context, terminal));
    consequences(
        linked, found.isPresent() ? "It gave rise to:" : "This was linked with it:", terminal);
    return 0;
  }

  private static void consequences(
      List<FinishedContext> linked, String title, ControlTerminal terminal) {
    for (FinishedContext context : linked) {
      terminal.line("");
      terminal.line(title);
      tree(context, terminal);
    }
  }

  private static void tree(FinishedContext context, ControlTerminal terminal) {
    terminal.line("at " + context.started());
    new SpanTree(context).toString().lines().map(Redactor::redact).forEach(terminal::line);
  }
}
