package org.ashlar.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `config check`: says what is wrong in a file.
@Component(immediate = true)
public final class ConfigCheckCommand implements ControlCommand {
  private final FileConfiguration configuration;

  /// @param configuration what knows the keys
  @Activate
  public ConfigCheckCommand(@Reference FileConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return "config check";
  }

  @Override
  public String help() {
    return "config check [FILE]  check the configuration file, or another one";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    Path path = arguments.isEmpty() ? configuration.path() : Path.of(arguments.getFirst());
    List<String> problems = configuration.problems(path);
    problems.forEach(terminal::error);
    if (problems.isEmpty()) {
      terminal.line("The configuration file " + path + " is valid.");
    }
    return problems.isEmpty() ? 0 : 1;
  }
}
