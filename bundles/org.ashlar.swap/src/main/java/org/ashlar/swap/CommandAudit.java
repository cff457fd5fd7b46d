package org.ashlar.swap;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.audit.AuditLog;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;

/// Writes commands that do something into the audit log: what, to what, and how it ended.
final class CommandAudit {
  private static final int FAULT = 500;

  private final Consumer<AuditEntry> record;

  /// @param record takes entries
  CommandAudit(Consumer<AuditEntry> record) {
    this.record = record;
  }

  /// Runs a command and records it before it returns.
  ///
  /// @return the exit code
  /// @throws RuntimeException the command's
  int run(ControlCommand command, List<String> arguments, ControlTerminal terminal) {
    Optional<ControlCommand.Act> act = command.act(arguments);
    if (act.isEmpty()) {
      return command.run(arguments, terminal);
    }
    AuditLog.current().admit();
    Listener listener = new Listener(terminal);
    try {
      int exit = command.run(arguments, listener);
      Outcome outcome =
          switch (exit) {
            case 0 -> Outcome.OK;
            case Command.USAGE -> Outcome.REFUSED;
            default -> Outcome.FAILED;
          };
      write(act.get(), outcome, arguments, listener.reason(outcome));
      return exit;
    } catch (MatrixException e) {
      Outcome outcome = e.status() < FAULT ? Outcome.REFUSED : Outcome.FAILED;
      write(act.get(), outcome, arguments, String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException e) {
      write(act.get(), Outcome.FAILED, arguments, SwapFailure.reason(e));
      throw e;
    }
  }

  private void write(
      ControlCommand.Act act, Outcome outcome, List<String> arguments, String reason) {
    record.accept(
        AuditEntry.of(act.action(), act.target(), outcome)
            .withArguments(arguments)
            .with("reason", reason));
  }

  /// Remembers the first and the last error that was shown.
  private static final class Listener implements ControlTerminal {
    private final ControlTerminal terminal;
    private volatile String first = "";
    private volatile String last = "";

    Listener(ControlTerminal terminal) {
      this.terminal = terminal;
    }

    /// What explains it: what was wrong with a call comes first, before how it is done right.
    String reason(Outcome outcome) {
      return switch (outcome) {
        case OK -> "";
        case REFUSED -> first;
        case FAILED -> last;
      };
    }

    @Override
    public void line(String text) {
      terminal.line(text);
    }

    @Override
    public void error(String text) {
      first = first.isEmpty() ? text : first;
      last = text;
      terminal.error(text);
    }

    @Override
    public String ask(String question) {
      return terminal.ask(question);
    }
  }
}
