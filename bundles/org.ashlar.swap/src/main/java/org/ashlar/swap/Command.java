package org.ashlar.swap;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;

/// A command of this bundle.
record Command(String name, String help, Work work) implements ControlCommand {
  /// What it returns when it was called in a wrong way, and did nothing.
  static final int USAGE = 2;

  /// What it does.
  @FunctionalInterface
  interface Work {
    int run(List<String> arguments, ControlTerminal terminal) throws SwapFailure;
  }

  /// Swaps are recorded where they are done; the other commands only read.
  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    try {
      return work.run(arguments, terminal);
    } catch (SwapFailure e) {
      terminal.error(e.sentence());
      return 1;
    }
  }
}
