package org.ashlar.base.install;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.ashlar.base.id.ServerName;
import org.osgi.annotation.versioning.ProviderType;

/// What this instance is; a service that is registered once the configuration has been read and
/// that never changes while the process runs.
@ProviderType
public interface Installation {
  /// The name under which users and rooms of this server are made.
  ///
  /// @return `server_name` of the configuration
  ServerName serverName();

  /// The folder in which all files of this instance lie.
  ///
  /// @return an absolute, existing folder
  Path dataFolder();

  /// The folder of the installed program, which is never written to.
  ///
  /// @return an absolute folder
  Path home();

  /// The URL under which clients reach this server, for well-known and links.
  ///
  /// @return `public_base_url` of the configuration, empty when it is not set
  default Optional<URI> publicBaseUrl() {
    return Optional.empty();
  }

  /// The name of this process among those that serve together, for logs and the like.
  ///
  /// @return the server's name, as one process serves alone
  default String node() {
    return serverName().value();
  }
}
