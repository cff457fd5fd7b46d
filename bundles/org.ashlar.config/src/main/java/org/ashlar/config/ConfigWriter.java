package org.ashlar.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/// Hands settings to the components, through ConfigurationAdmin; the file is the only source.
final class ConfigWriter {
  private final ConfigurationAdmin admin;

  ConfigWriter(ConfigurationAdmin admin) {
    this.admin = admin;
  }

  /// Writes what differs and deletes all else.
  ///
  /// @param sections values by PID; one without values is written too, so that components which
  ///   require a configuration start
  void write(Map<String, Map<String, Object>> sections) {
    try {
      delete(sections.keySet());
      for (Map.Entry<String, Map<String, Object>> section : sections.entrySet()) {
        Dictionary<String, Object> values = new Hashtable<>(section.getValue());
        // The location "?" lets every bundle have it, also the one that comes by a swap.
        admin.getConfiguration(section.getKey(), "?").updateIfDifferent(values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(Set<String> kept) throws IOException {
    try {
      Configuration[] all = admin.listConfigurations("(service.pid=" + SectionType.PREFIX + "*)");
      for (Configuration configuration : all == null ? new Configuration[0] : all) {
        if (!kept.contains(configuration.getPid())) {
          configuration.delete();
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
