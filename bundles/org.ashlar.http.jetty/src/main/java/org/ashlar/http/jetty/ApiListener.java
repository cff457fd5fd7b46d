package org.ashlar.http.jetty;

import java.util.Objects;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/// An open listener, which knows what is served there.
final class ApiListener extends ServerConnector {
  private volatile ListenerSettings settings;
  private final @Nullable Certificate certificate;

  ApiListener(
      Server server,
      ListenerSettings settings,
      @Nullable Certificate certificate,
      ConnectionFactory... factories) {
    super(server, factories);
    this.settings = settings;
    this.certificate = certificate;
  }

  /// The listener that a request came in by.
  static ApiListener of(Request request) {
    return (ApiListener) request.getConnectionMetaData().getConnector();
  }

  boolean serves(Api api) {
    return settings.apis().contains(api);
  }

  /// Takes over what the settings of the same place say now.
  ///
  /// @return false when they are of another place, or need another socket
  boolean take(ListenerSettings changed) {
    if (changed.place().equals(settings.place()) && Objects.equals(changed.tls(), settings.tls())) {
      settings = changed;
      return true;
    }
    return false;
  }

  ListenerSettings settings() {
    return settings;
  }

  @Nullable Certificate certificate() {
    return certificate;
  }
}
