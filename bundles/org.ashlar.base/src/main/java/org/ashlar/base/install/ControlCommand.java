package org.ashlar.base.install;

import java.util.List;
import java.util.Optional;
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

  /// What to write into the audit log about a call. It is written when the command has ended, with
  /// who called it and how it ended.
  ///
  /// @param arguments what follows the name
  /// @return the act; by default one named `command.` and the name; empty for what only reads, and
  ///   for what is recorded where it is done
  default Optional<Act> act(List<String> arguments) {
    return Optional.of(
        new Act(
            "command." + name().replace("--", "").replace(' ', '.'),
            arguments.isEmpty() ? "" : arguments.getFirst()));
  }

  /// An administrative act.
  ///
  /// @param action what is done, such as `room.delete`
  /// @param target to what, such as a room id; empty for nothing in particular
  record Act(String action, String target) {}

  /// Does it. Called on a thread of its own.
  ///
  /// @param arguments what follows the name
  /// @param terminal the operator
  /// @return the exit code, 0 when all is well
  /// @throws RuntimeException whose message is a sentence for the operator
  int run(List<String> arguments, ControlTerminal terminal);
}
