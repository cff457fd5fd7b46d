package org.ashlar.http.jetty;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The configuration as it is used: checked, immutable, swapped as a whole.
///
/// @param listeners where to listen
/// @param proxies whose forwarded addresses are believed
/// @param maxBody most bytes of a body
/// @param maxHeader most bytes of a request line and its headers
/// @param body how long a body may take
/// @param times the other limits of time
/// @param maxConnections most connections at a time
/// @param networkThreads most threads of the network
/// @param shedding what happens to more requests than can be served
record HttpSettings(
    List<ListenerSettings> listeners,
    TrustedProxies proxies,
    long maxBody,
    int maxHeader,
    BodyPace body,
    Times times,
    int maxConnections,
    int networkThreads,
    Shedding shedding) {
  /// Listens nowhere: for a server that is about to end.
  static final HttpSettings CLOSED =
      new HttpSettings(
          List.of(),
          TrustedProxies.of(new String[0]),
          1024,
          4096,
          new BodyPace(Duration.ofSeconds(1), 1024),
          new Times(
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1)),
          1,
          8,
          new Shedding(false, Duration.ofSeconds(1)));

  /// What happens to more requests than can be served.
  ///
  /// @param enabled whether they are turned away
  /// @param target how long one may wait for its turn during an overload
  record Shedding(boolean enabled, Duration target) {}

  /// How fast a body must come.
  ///
  /// @param grace time that every body has
  /// @param bytesPerSecond the pace beyond that
  record BodyPace(Duration grace, long bytesPerSecond) {
    /// The time that a body may take which has come as far as this.
    long nanosFor(long bytes) {
      return grace.toNanos() + bytes / bytesPerSecond * 1_000_000_000L;
    }
  }

  /// Limits of time.
  ///
  /// @param idle a silent connection
  /// @param header a request line with its headers
  /// @param park a request that waits for a part
  /// @param deadline a request as a whole
  record Times(Duration idle, Duration header, Duration park, Duration deadline) {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /// How often slow senders are looked for.
    Duration sweep() {
      Duration quarter = header.dividedBy(4);
      return quarter.compareTo(LONGEST) < 0 ? quarter : LONGEST;
    }
  }

  /// Reads the configuration.
  ///
  /// @param folder where relative paths begin
  /// @throws IllegalArgumentException with a sentence for the operator
  static HttpSettings of(HttpConfig config, Path folder) {
    List<ListenerSettings> listeners = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (String text : config.listeners()) {
      ListenerSettings listener = ListenerSettings.parse(text, folder);
      if (listener.port() != 0 && !places.add(listener.place())) {
        throw new IllegalArgumentException("http.listeners names " + listener.place() + " twice.");
      }
      listeners.add(listener);
    }
    return new HttpSettings(
        List.copyOf(listeners),
        TrustedProxies.of(config.trustedProxies()),
        config.maxBodyKib() * 1024L,
        config.maxHeaderKib() * 1024,
        new BodyPace(
            Duration.ofSeconds(config.bodyTimeoutSeconds()), config.minBodyKibPerSecond() * 1024L),
        new Times(
            Duration.ofSeconds(config.idleTimeoutSeconds()),
            Duration.ofSeconds(config.headerTimeoutSeconds()),
            Duration.ofSeconds(config.parkSeconds()),
            Duration.ofSeconds(config.deadlineSeconds())),
        config.maxConnections(),
        config.networkThreads(),
        new Shedding(config.shedLoad(), Duration.ofMillis(config.shedTargetMillis())));
  }
}
