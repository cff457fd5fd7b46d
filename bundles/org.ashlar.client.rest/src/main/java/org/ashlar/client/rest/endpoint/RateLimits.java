package org.ashlar.client.rest.endpoint;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.ashlar.base.http.Route;
import org.jspecify.annotations.Nullable;

/// Counts calls in token buckets, one for each class and sender. What is counted is lost at a
/// restart and holds at most 50,000 senders; beyond that the ones who sent least are forgotten. Any
/// thread.
public final class RateLimits {
  private static final int MAX_BUCKETS = 50_000;
  private static final int NETWORK_PARTS = 4;
  private static final double SECOND = 1_000_000_000.0;

  private final LongSupplier nanoTime;
  private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();
  private volatile Settings settings;

  /// @param settings the limits at first
  /// @param nanoTime the clock, as [System#nanoTime]
  public RateLimits(Settings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /// Changes the limits; what has been counted stays.
  ///
  /// @param newSettings the limits from now on
  public void apply(Settings newSettings) {
    settings = newSettings;
  }

  /// Counts a call.
  ///
  /// @param rate its class
  /// @param sender who calls: a user id or an address
  /// @return 0 when it may go on, else the milliseconds after which it may be tried again
  public long take(Route.Rate rate, String sender) {
    Settings now = settings;
    Limit limit = now.limits().get(rate);
    if (!now.enabled() || limit == null) {
      return 0;
    }
    long time = nanoTime.getAsLong();
    if (buckets.size() >= MAX_BUCKETS) {
      forget(now, time);
    }
    return buckets
        .computeIfAbsent(new Key(rate, group(sender)), key -> new Bucket(limit.burst(), time))
        .take(limit, time);
  }

  /// The number of senders that are remembered.
  ///
  /// @return 0 or more
  public int size() {
    return buckets.size();
  }

  /// Drops full buckets, which are as good as none, and any others when that is not enough.
  private void forget(Settings now, long time) {
    buckets
        .entrySet()
        .removeIf(entry -> entry.getValue().isFull(now.limits().get(entry.getKey().rate()), time));
    var entries = buckets.entrySet().iterator();
    while (buckets.size() > MAX_BUCKETS * 3 / 4 && entries.hasNext()) {
      entries.next();
      entries.remove();
    }
  }

  /// Who has an IPv6 address has 2^64 of them: they count as one sender.
  private static String group(String sender) {
    if (sender.startsWith("@") || sender.indexOf(':') < 0) {
      return sender;
    }
    int gap = sender.indexOf("::");
    String[] head = (gap < 0 ? sender : sender.substring(0, gap)).split(":");
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_PARTS; i++) {
      boolean given = i < head.length && !head[i].isEmpty();
      network.append(given ? head[i].toLowerCase(Locale.ROOT) : "0").append(':');
    }
    return network.toString();
  }

  /// The limits.
  ///
  /// @param enabled false to let everything pass
  /// @param limits the limit of each class; a class that is missing is not limited
  public record Settings(boolean enabled, Map<Route.Rate, Limit> limits) {
    /// Copies the limits.
    public Settings {
      limits = Map.copyOf(limits);
    }

    /// Lets everything pass.
    ///
    /// @return settings without limits
    public static Settings off() {
      return new Settings(false, Map.of());
    }
  }

  /// A limit.
  ///
  /// @param perSecond calls per second in the long run, positive
  /// @param burst calls at once after a pause, at least 1
  public record Limit(double perSecond, double burst) {}

  private record Key(Route.Rate rate, String sender) {}

  private static final class Bucket {
    private double tokens;
    private long filled;

    Bucket(double tokens, long time) {
      this.tokens = tokens;
      this.filled = time;
    }

    synchronized long take(Limit limit, long time) {
      fill(limit, time);
      if (tokens >= 1) {
        tokens--;
        return 0;
      }
      return Math.max(1, (long) Math.ceil((1 - tokens) / limit.perSecond() * 1000));
    }

    synchronized boolean isFull(@Nullable Limit limit, long time) {
      if (limit == null) {
        return true;
      }
      fill(limit, time);
      return tokens >= limit.burst();
    }

    private void fill(Limit limit, long time) {
      double gained = Math.max(0, time - filled) / SECOND * limit.perSecond();
      tokens = Math.min(limit.burst(), tokens + gained);
      filled = time;
    }
  }
}
