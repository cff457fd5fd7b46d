package org.ashlar.http.jetty;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.RouteSet;
import org.osgi.framework.ServiceReference;

/// A connector that really listens, and route sets that come and go.
final class TestHouse implements AutoCloseable {
  final Selections selections = new Selections();
  final HttpConnector connector;
  private final AtomicLong numbers = new AtomicLong();

  TestHouse() {
    this(settings());
  }

  TestHouse(HttpSettings settings) {
    this(settings, Admission.ofMachine());
  }

  TestHouse(HttpSettings settings, Admission admission) {
    connector = new HttpConnector(selections, Path.of("."), settings, admission);
    connector.start();
  }

  static HttpSettings settings() {
    return settings(Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  static HttpSettings settings(Duration bodyGrace, Duration header) {
    return settings(
        new HttpSettings.Times(
            Duration.ofSeconds(10), header, Duration.ofSeconds(5), Duration.ofSeconds(60)),
        bodyGrace);
  }

  /// Nobody is parked for long.
  static HttpSettings impatient() {
    Duration second = Duration.ofSeconds(1);
    return settings(new HttpSettings.Times(second, second, Duration.ofMillis(100), second), second);
  }

  /// As usual, but elsewhere.
  static HttpSettings listening(List<ListenerSettings> listeners) {
    HttpSettings usual = settings(Duration.ofSeconds(5), Duration.ofSeconds(5));
    return new HttpSettings(
        listeners,
        usual.proxies(),
        usual.maxBody(),
        usual.maxHeader(),
        usual.body(),
        usual.times(),
        usual.maxConnections(),
        usual.networkThreads(),
        usual.shedding());
  }

  private static HttpSettings settings(HttpSettings.Times times, Duration bodyGrace) {
    return new HttpSettings(
        List.of(new ListenerSettings("127.0.0.1", 0, null, Api.ALL)),
        TrustedProxies.of("127.0.0.1"),
        10 << 20,
        16 << 10,
        new HttpSettings.BodyPace(bodyGrace, 1 << 20),
        times,
        10_000,
        64,
        new HttpSettings.Shedding(true, Duration.ofSeconds(2)));
  }

  int port() {
    return connector.ports().getFirst();
  }

  RawClient client() throws IOException {
    return new RawClient(port());
  }

  /// A bound set, to be taken away again.
  record Bound(ServiceReference<RouteSet> reference, RouteSet set) {}

  Bound bind(String owner, Endpoint... endpoints) {
    List<Endpoint> all = List.of(endpoints);
    RouteSet set =
        new RouteSet() {
          @Override
          public String owner() {
            return owner;
          }

          @Override
          public List<Endpoint> endpoints() {
            return all;
          }
        };
    Bound bound =
        new Bound(new NumberedReference<>(numbers.incrementAndGet(), RouteSet.class), set);
    connector.bindRoutes(bound.reference, set);
    return bound;
  }

  void unbind(Bound bound) {
    connector.unbindRoutes(bound.reference, bound.set);
  }

  static Endpoint on(String method, String path, Function<Request, Outcome> work) {
    Route route = new Route(method, path, Route.Auth.NONE, Route.Rate.NONE, "https://example.org");
    return new Endpoint() {
      @Override
      public Route route() {
        return route;
      }

      @Override
      public Outcome handle(Request request) {
        return work.apply(request);
      }
    };
  }

  static Set<String> keys(String... keys) {
    return Set.of(keys);
  }

  @Override
  public void close() {
    connector.deactivate();
  }
}
