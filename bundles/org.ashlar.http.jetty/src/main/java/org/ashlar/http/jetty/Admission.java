package org.ashlar.http.jetty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Metrics;
import org.jspecify.annotations.Nullable;

/// Lets so many requests be worked on at once as the machine can do, and the others wait in a
/// queue, without threads. When waits have been three times the target for a while it is an
/// overload and not a burst: then whoever would wait longer than the target is turned away at once,
/// so that those who are served are served soon.
///
/// Requests that were taken in before, such as those woken from a long poll, wait in a queue of
/// their own that takes turns with the first, and are never turned away. A place counts for a
/// quarter of a second: what takes longer waits for something else and must not hold others up. Any
/// thread.
final class Admission {
  /// What reading takes; it computes all the time.
  static final int READING = 4;

  /// What writing takes; most of its time it waits for the commit that it shares with others.
  static final int WRITING = 1;

  static final long INTERVAL_NANOS = 100_000_000;
  static final int ONSET = 3;
  static final long CALM_NANOS = 1_000_000_000;
  static final long LEASE_NANOS = 250_000_000;
  static final int MOST_WAITING = 20_000;
  private static final int UNITS_PER_CORE = 32;
  private static final int FEWEST_UNITS = 64;
  private static final String VERSIONS = "/_matrix/client/versions";
  private static final long NEVER = Long.MIN_VALUE;

  private final LongSupplier nanoTime;
  private final int units;
  private final Counters.Counter shed;
  private final Histograms.Histogram waits;
  private final ArrayDeque<Place> fresh = new ArrayDeque<>();
  private final ArrayDeque<Place> kept = new ArrayDeque<>();
  private final ArrayDeque<Place> held = new ArrayDeque<>();
  private boolean enabled;
  private long target;
  private int used;
  private boolean keptNext;
  private boolean overloaded;
  private long slowSince = NEVER;
  private long lastSlow;
  private long windowStart;
  private long windowServed;
  private long servedPerTarget;

  /// @param units how much may be worked on at once
  /// @param nanoTime the clock, as [System#nanoTime]
  /// @param metrics where waiting and shedding are counted
  Admission(int units, LongSupplier nanoTime, Metrics metrics) {
    this.units = units;
    this.nanoTime = nanoTime;
    this.shed = metrics.counter("http_shed", "Requests turned away by an overload.").with();
    this.waits =
        metrics
            .seconds("http_queue_seconds", "How long requests waited for their turn, if at all.")
            .with();
  }

  /// As much as this machine can do.
  static Admission ofMachine() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Admission(
        Math.max(FEWEST_UNITS, cores * UNITS_PER_CORE), System::nanoTime, Metrics.current());
  }

  /// What operators and monitors need most when nothing else goes is neither queued nor shed.
  static boolean isExempt(@Nullable String path) {
    if (path == null || path.equals(VERSIONS)) {
      return true;
    }
    Api api = Api.of(path);
    return api == Api.ADMIN || api == Api.METRICS;
  }

  /// What a request takes, going by its method.
  static int units(String method) {
    return method.equals("GET") || method.equals("HEAD") ? READING : WRITING;
  }

  /// Changes the settings; whoever waits goes on by the new ones.
  void apply(HttpSettings.Shedding settings) {
    List<Place> called = new ArrayList<>();
    synchronized (this) {
      enabled = settings.enabled();
      target = settings.target().toNanos();
      overloaded = overloaded && enabled;
      slowSince = NEVER;
      drain(nanoTime.getAsLong(), called);
    }
    called.forEach(Place::call);
  }

  /// Asks for a place.
  ///
  /// @return held, waiting or shed; whoever waits is called
  Place.State enter(Place place) {
    List<Place> called = new ArrayList<>(0);
    Place.State state;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      ask(place, now);
      drain(now, called);
      called.remove(place);
      state = place.state;
    }
    called.forEach(Place::call);
    return state;
  }

  /// Whether somebody who was called, or waited as long as anybody may, has no place.
  synchronized boolean isTurnedAway(Place place) {
    return place.state == Place.State.SHED || place.state == Place.State.WAITING;
  }

  /// Gives a place back, or a turn in the queue. Repeating it does nothing.
  void leave(Place place) {
    List<Place> called = new ArrayList<>(0);
    synchronized (this) {
      if (place.state == Place.State.WAITING) {
        (place.kept ? kept : fresh).remove(place);
      }
      boolean counted = place.state == Place.State.HELD;
      place.state = Place.State.NONE;
      if (counted) {
        used -= place.units;
      }
      drain(nanoTime.getAsLong(), called);
    }
    called.forEach(Place::call);
  }

  /// Looks for places that count no longer; to be called now and then, as nobody may come or go.
  void tick() {
    List<Place> called = new ArrayList<>(0);
    synchronized (this) {
      drain(nanoTime.getAsLong(), called);
    }
    called.forEach(Place::call);
  }

  /// How many wait.
  synchronized int waiting() {
    return fresh.size() + kept.size();
  }

  /// Whether requests are being turned away.
  synchronized boolean isOverloaded() {
    return overloaded;
  }

  private void ask(Place place, long now) {
    reclaim(now);
    if (!enabled || waiting() == 0 && used + place.units <= units) {
      settle(0, now);
      hold(place, now);
      return;
    }
    Place first = fresh.peek();
    if (first != null && now - first.since > tolerance()) {
      slow(now);
    }
    if (!place.kept && fresh.size() >= (overloaded ? servedPerTarget : MOST_WAITING)) {
      refuse(place, now);
    } else {
      place.state = Place.State.WAITING;
      place.since = now;
      (place.kept ? kept : fresh).add(place);
    }
  }

  /// Gives free places to whoever is next, and turns away who has waited too long.
  private void drain(long now, List<Place> called) {
    reclaim(now);
    while (true) {
      Place first = fresh.peek();
      if (overloaded && first != null && now - first.since > target) {
        slow(now);
        refuse(fresh.remove(), now);
        called.add(first);
        continue;
      }
      Place next = next();
      if (next == null || enabled && used + next.units > units && used > 0) {
        return;
      }
      (next.kept ? kept : fresh).remove();
      keptNext = !next.kept;
      if (!next.kept) {
        settle(now - next.since, now);
        if (overloaded && now - next.since > target) {
          refuse(next, now);
          called.add(next);
          continue;
        }
      }
      waits.record(now - next.since);
      hold(next, now);
      called.add(next);
    }
  }

  private @Nullable Place next() {
    Place first = (keptNext ? kept : fresh).peek();
    return first == null ? (keptNext ? fresh : kept).peek() : first;
  }

  private void hold(Place place, long now) {
    place.state = Place.State.HELD;
    place.since = now;
    count(now);
    used += place.units;
    held.add(place);
  }

  private void refuse(Place place, long now) {
    lastSlow = now;
    place.state = Place.State.SHED;
    shed.increment();
  }

  /// Keeps in mind how many are served while one waits as long as it may.
  private void count(long now) {
    windowServed++;
    long passed = now - windowStart;
    if (passed >= INTERVAL_NANOS) {
      servedPerTarget = Math.max(1, windowServed * target / passed);
      windowStart = now;
      windowServed = 0;
    }
  }

  /// Takes back what is held for too long; what was given back is forgotten.
  private void reclaim(long now) {
    for (Place first = held.peek(); first != null; first = held.peek()) {
      if (first.state == Place.State.HELD) {
        if (now - first.since < LEASE_NANOS) {
          return;
        }
        first.state = Place.State.NONE;
        used -= first.units;
      }
      held.remove();
    }
  }

  /// Notes how long somebody waited whose turn it is.
  private void settle(long waited, long now) {
    if (waited > tolerance()) {
      slow(now);
      return;
    }
    slowSince = NEVER;
    if (overloaded && now - lastSlow >= CALM_NANOS) {
      overloaded = false;
    }
  }

  /// A burst may wait longer than anybody in an overload.
  private long tolerance() {
    return overloaded ? target : ONSET * target;
  }

  private void slow(long now) {
    lastSlow = now;
    if (slowSince == NEVER) {
      slowSince = now;
    } else if (enabled && now - slowSince >= INTERVAL_NANOS) {
      overloaded = true;
    }
  }
}
