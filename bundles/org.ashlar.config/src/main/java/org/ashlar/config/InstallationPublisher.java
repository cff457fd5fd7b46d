package org.ashlar.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.install.Installation;
import org.ashlar.base.install.InstallationFacts;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/// Registers what this instance is, once for the life of the process: the registration belongs to
/// the bundle base, so that another version of this bundle finds it and no user of it is disturbed.
final class InstallationPublisher {
  private final BundleContext context;

  InstallationPublisher(BundleContext context) {
    this.context = context;
  }

  /// Registers the facts, unless a version before this one has done so.
  ///
  /// @throws IllegalStateException when the data folder belongs to a server of another name
  void publish(TopLevel top) {
    ServerName name = top.serverName();
    BundleContext base = FrameworkUtil.getBundle(Installation.class).getBundleContext();
    if (name == null || context.getServiceReference(Installation.class) != null) {
      return;
    }
    Path data = folder("ashlar.data");
    try {
      Files.createDirectories(data);
      KeptName.in(data).keep(name);
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + data + " cannot be used: " + e, e);
    }
    base.registerService(
        Installation.class,
        new InstallationFacts(name, data, folder("ashlar.home"), top.publicBaseUrl()),
        null);
  }

  private Path folder(String property) {
    String path = context.getProperty(property);
    return Path.of(path == null ? "." : path).toAbsolutePath().normalize();
  }
}
