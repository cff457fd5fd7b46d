package org.ashlar.base.install;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// A command of `bin/ashlar` that speaks to the running instance. Any bundle brings some: register
/// it as a service, and it is there.
@ConsumerType
public interface ControlCommand {
  /// The words that call it.
  ///
  /// @return one or two lower-case words, such as `user add`
  String name();

  /// What it does and takes, in one line.
  ///
  /// @return such as `user add NAME [--admin] makes a user and asks for the password`
  String help();

  /// Does it. Called on a thread of its own.
  ///
  /// @param arguments what follows the name
  /// @param terminal the operator
  /// @return the exit code, 0 when all is well
  /// @throws RuntimeException whose message is a sentence for the operator
  int run(List<String> arguments, ControlTerminal terminal);
}
