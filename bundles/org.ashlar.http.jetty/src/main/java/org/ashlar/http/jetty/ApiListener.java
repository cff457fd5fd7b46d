package org.ashlar.http.jetty;

import java.util.Set;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/// An open listener, which knows what is served there.
final class ApiListener extends ServerConnector {
  private final ListenerSettings settings;
  private final @Nullable Certificate certificate;
  private volatile Set<Api> apis;

  ApiListener(
      Server server,
      ListenerSettings settings,
      @Nullable Certificate certificate,
      ConnectionFactory... factories) {
    super(server, factories);
    this.settings = settings;
    this.certificate = certificate;
    this.apis = settings.apis();
  }

  /// The listener that a request came in by.
  static ApiListener of(Request request) {
    return (ApiListener) request.getConnectionMetaData().getConnector();
  }

  boolean serves(Api api) {
    return apis.contains(api);
  }

  void apis(Set<Api> changed) {
    apis = changed;
  }

  ListenerSettings settings() {
    return settings;
  }

  @Nullable Certificate certificate() {
    return certificate;
  }
}
