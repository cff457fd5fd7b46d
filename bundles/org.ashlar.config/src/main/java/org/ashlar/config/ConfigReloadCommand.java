package org.ashlar.config;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `config reload`: applies the file now.
@Component(immediate = true)
public final class ConfigReloadCommand implements ControlCommand {
  private final FileConfiguration configuration;

  /// @param configuration what applies the file
  @Activate
  public ConfigReloadCommand(@Reference FileConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return "config reload";
  }

  @Override
  public String help() {
    return "config reload  apply the configuration file now";
  }

  /// A change is recorded where it is made, as the file is watched too.
  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    return configuration.reload(terminal::line) ? 0 : 1;
  }
}
