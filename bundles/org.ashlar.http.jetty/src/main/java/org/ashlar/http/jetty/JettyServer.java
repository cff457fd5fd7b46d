package org.ashlar.http.jetty;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Jetty: threads, sockets, protocols. The listeners follow the configuration while it runs.
final class JettyServer {
  private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);
  private static final int MIN_THREADS = 4;
  private static final int CLOSE_SECONDS = 5;

  private final Server server;
  private final VirtualThreadPool virtual = new VirtualThreadPool();
  private final NetworkConnectionLimit limit;
  private final HttpConfiguration http = new HttpConfiguration();
  private final List<ApiListener> listeners = new CopyOnWriteArrayList<>();
  private volatile HttpSettings settings;

  JettyServer(HttpSettings settings) {
    this.settings = settings;
    // No bound here: each request has a thread of its own, and connections are what is bounded.
    virtual.setMaxConcurrentTasks(0);
    QueuedThreadPool threads = new QueuedThreadPool(settings.networkThreads(), MIN_THREADS);
    threads.setName("http");
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(virtual);
    server = new Server(threads);
    server.addBean(virtual);
    server.setStopTimeout(0);
    http.setSendServerVersion(false);
    // Paths are taken apart by us, segment by segment: what Jetty finds ambiguous is not.
    http.setUriCompliance(UriCompliance.UNSAFE);
    protocol(settings);
    limit = new NetworkConnectionLimit(settings.maxConnections(), server);
    server.addBean(limit);
  }

  /// Runs a task on a virtual thread of its own.
  void execute(Runnable task) {
    virtual.execute(task);
  }

  /// Starts to serve.
  ///
  /// @param door takes the requests
  /// @throws IllegalStateException with a sentence for the operator when a listener can not open
  void start(FrontDoor door) {
    server.setHandler(door);
    server.setErrorHandler(new JsonErrors(door.log()));
    try {
      JettyServer.<@Nullable Void, Exception>withOwnLoader(this::startAll);
    } catch (Exception e) {
      stop();
      throw e instanceof IllegalStateException known
          ? known
          : new IllegalStateException("The HTTP server can not start: " + e.getMessage(), e);
    }
    listeners.forEach(listener -> LOG.info("Listening on {}", describe(listener)));
  }

  private @Nullable Void startAll() throws Exception {
    for (ListenerSettings listener : settings.listeners()) {
      listeners.add(create(listener));
    }
    listeners.forEach(server::addConnector);
    for (ApiListener listener : listeners) {
      open(listener);
    }
    server.start();
    return null;
  }

  /// Applies changed settings to what is open, opens what is new and closes what is gone.
  void apply(HttpSettings changed) {
    settings = changed;
    limit.setMaxNetworkConnectionCount(changed.maxConnections());
    protocol(changed);
    List<ListenerSettings> wanted = new ArrayList<>(changed.listeners());
    for (ApiListener listener : listeners) {
      listener.setIdleTimeout(changed.times().idle().toMillis());
      if (!wanted.removeIf(listener::take)) {
        close(listener);
      }
    }
    for (ListenerSettings listener : wanted) {
      openLate(listener);
    }
  }

  /// Reads certificates again that have changed on disk.
  void refreshCertificates() {
    for (ApiListener listener : listeners) {
      Certificate certificate = listener.certificate();
      try {
        if (certificate != null && certificate.refresh()) {
          LOG.info("New certificate on {}", describe(listener));
        }
      } catch (IllegalArgumentException e) {
        LOG.error("The old certificate stays in use: {}", e.getMessage());
      }
    }
  }

  /// Ends connections that send too slowly.
  void sweep() {
    for (ApiListener listener : listeners) {
      SlowSenders.sweep(listener.getConnectedEndPoints(), settings.times().header().toNanos());
    }
  }

  /// Stops to accept; what is open goes on.
  void stopAccepting() {
    listeners.forEach(ApiListener::close);
  }

  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The HTTP server did not stop cleanly", e);
    }
  }

  /// The connections that are open.
  int connections() {
    return listeners.stream().mapToInt(each -> each.getConnectedEndPoints().size()).sum();
  }

  /// The ports that are open, in the order of the configuration.
  List<Integer> ports() {
    return listeners.stream().map(ApiListener::getLocalPort).toList();
  }

  /// The URLs of what is open, in the order of the configuration.
  List<String> urls() {
    return listeners.stream().map(JettyServer::url).toList();
  }

  private void openLate(ListenerSettings wanted) {
    try {
      ApiListener listener = withOwnLoader(() -> create(wanted));
      open(listener);
      server.addConnector(listener);
      JettyServer.<@Nullable Void, Exception>withOwnLoader(
          () -> {
            listener.start();
            return null;
          });
      listeners.add(listener);
      LOG.info("Listening on {}", describe(listener));
    } catch (Exception e) {
      LOG.error("{}", e.getMessage());
    }
  }

  /// Closes a listener at once, and its connections when their requests are done.
  private void close(ApiListener listener) {
    listeners.remove(listener);
    listener.close();
    LOG.info("No longer listening on {}", describe(listener));
    CompletableFuture<Void> idle = listener.shutdown();
    execute(
        () -> {
          try {
            idle.get(CLOSE_SECONDS, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Requests are cut off on {}", describe(listener));
          }
          remove(listener);
        });
  }

  private void remove(ApiListener listener) {
    try {
      listener.stop();
    } catch (Exception e) {
      LOG.warn("The listener on {} did not close cleanly", describe(listener), e);
    }
    server.removeConnector(listener);
  }

  private static void open(ApiListener listener) {
    String place = listener.settings().place();
    try {
      listener.open();
    } catch (BindException e) {
      throw new IllegalStateException(
          "Can not listen on "
              + place
              + ": the address is not of this machine, or the port is in use or not permitted ("
              + e.getMessage()
              + ").");
    } catch (IOException | UnresolvedAddressException e) {
      throw new IllegalStateException("Can not listen on " + place + ": " + reason(e) + ".");
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? "unknown address" : cause.getMessage();
  }

  private ApiListener create(ListenerSettings listener) {
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    ApiListener result;
    if (listener.tls() == null) {
      result = new ApiListener(server, listener, null, http1);
    } else {
      Certificate certificate = new Certificate(listener.tls());
      HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
      http2.setConnectProtocolEnabled(false);
      ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
      alpn.setDefaultProtocol(http1.getProtocol());
      SslConnectionFactory tls =
          new SslConnectionFactory(certificate.factory(), alpn.getProtocol());
      // It would refuse clients that do not name the certificate's host: proxies, addresses.
      tls.setEnsureSecureRequestCustomizer(false);
      result = new ApiListener(server, listener, certificate, tls, alpn, http2, http1);
    }
    result.setHost(listener.address());
    result.setPort(listener.port());
    result.setIdleTimeout(settings.times().idle().toMillis());
    result.setAcceptQueueSize(1024);
    return result;
  }

  /// Holds for connections that are made from now on.
  private void protocol(HttpSettings changed) {
    http.setRequestHeaderSize(changed.maxHeader());
  }

  private static String describe(ApiListener listener) {
    return url(listener) + " " + listener.settings().apis();
  }

  private static String url(ApiListener listener) {
    ListenerSettings settings = listener.settings();
    ListenerSettings shown =
        new ListenerSettings(
            settings.address(),
            listener.getLocalPort() > 0 ? listener.getLocalPort() : settings.port(),
            settings.tls(),
            settings.apis());
    return (settings.tls() == null ? "http://" : "https://") + shown.place();
  }

  /// Work that may throw.
  interface Step<R extends @Nullable Object, E extends Exception> {
    R run() throws E;
  }

  /// Jetty looks for its services with the thread's context class loader.
  static <R extends @Nullable Object, E extends Exception> R withOwnLoader(Step<R, E> work)
      throws E {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(JettyServer.class.getClassLoader());
    try {
      return work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
