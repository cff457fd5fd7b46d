package org.ashlar.config;

import java.util.List;
import org.ashlar.base.install.ControlCheck;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Tells `doctor` whether the file would be accepted at the next start.
@Component(immediate = true)
public final class ConfigFileCheck implements ControlCheck {
  private final FileConfiguration configuration;

  /// @param configuration what knows the keys
  @Activate
  public ConfigFileCheck(@Reference FileConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public Finding check() {
    List<String> problems = configuration.problems(configuration.path());
    if (!problems.isEmpty()) {
      return new Finding(false, String.join("; ", problems));
    }
    List<String> waiting = configuration.waiting();
    return new Finding(
        true,
        configuration.path()
            + " is valid"
            + (waiting.isEmpty() ? "" : "; waits for a restart: " + String.join(", ", waiting)));
  }
}
