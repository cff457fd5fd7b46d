package org.ashlar.swap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the command that is meant among the services, and runs it.
final class ControlDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ControlDesk.class);

  private final BundleContext context;
  private final CommandAudit audit;

  ControlDesk(BundleContext context, Consumer<AuditEntry> record) {
    this.context = context;
    this.audit = new CommandAudit(record);
  }

  /// Runs a command. The border to foreign code: a fault is told and ends the command alone.
  ///
  /// @param word its first word
  /// @param arguments what follows
  /// @param terminal the operator
  /// @return the exit code
  int run(String word, List<String> arguments, ControlTerminal terminal) {
    for (ServiceReference<ControlCommand> reference : longestFirst()) {
      ControlCommand command = context.getService(reference);
      if (command == null) {
        continue;
      }
      try {
        List<String> rest = rest(command.name(), word, arguments);
        if (rest != null) {
          return audit.run(command, rest, terminal);
        }
      } catch (MatrixException e) {
        terminal.error(String.valueOf(e.getMessage()));
        return 1;
      } catch (RuntimeException e) {
        LOG.warn("The command {} failed", command.name(), e);
        terminal.error(SwapFailure.reason(e));
        return 1;
      } finally {
        context.ungetService(reference);
      }
    }
    boolean help = word.equals("help");
    if (!help) {
      terminal.error("There is no command " + word + ". There are:");
    }
    help(terminal);
    return help ? 0 : 2;
  }

  private void help(ControlTerminal terminal) {
    List<String> lines = new ArrayList<>();
    for (ServiceReference<ControlCommand> reference : references()) {
      ControlCommand command = context.getService(reference);
      if (command != null) {
        lines.add(command.help());
        context.ungetService(reference);
      }
    }
    lines.stream().sorted().forEach(line -> terminal.line("  " + line));
  }

  /// What follows the command's name in the words given, or null when another one is meant.
  private static @Nullable List<String> rest(String name, String word, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(word);
    words.addAll(arguments);
    List<String> names = List.of(name.split(" "));
    return words.size() >= names.size() && words.subList(0, names.size()).equals(names)
        ? words.subList(names.size(), words.size())
        : null;
  }

  /// `doctor --room` before `doctor`; otherwise the oldest first.
  private List<ServiceReference<ControlCommand>> longestFirst() {
    return references().stream()
        .sorted(Comparator.comparingInt((ServiceReference<ControlCommand> r) -> -words(r)))
        .toList();
  }

  private int words(ServiceReference<ControlCommand> reference) {
    ControlCommand command = context.getService(reference);
    int words = command == null ? 0 : command.name().split(" ").length;
    context.ungetService(reference);
    return words;
  }

  /// The oldest first, so that a version that is just being swapped in does not answer yet.
  private List<ServiceReference<ControlCommand>> references() {
    try {
      Collection<ServiceReference<ControlCommand>> found =
          context.getServiceReferences(ControlCommand.class, null);
      return found.stream().sorted(Comparator.comparingLong(Services::id)).toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
