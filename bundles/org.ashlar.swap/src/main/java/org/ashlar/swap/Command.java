package org.ashlar.swap;

import java.util.List;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;

/// A command of this bundle.
record Command(String name, String help, Work work) implements ControlCommand {
  /// What it does.
  @FunctionalInterface
  interface Work {
    int run(List<String> arguments, ControlTerminal terminal) throws SwapFailure;
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
