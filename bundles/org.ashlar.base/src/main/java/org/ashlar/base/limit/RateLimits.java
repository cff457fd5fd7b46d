package org.ashlar.base.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Metrics;
import org.jspecify.annotations.Nullable;

/// All token buckets of the process, one for each class and subject. They live here and not in the
/// bundles that ask, so a swap forgives nobody. A restart does. At most 50,000 buckets are
/// remembered; beyond that the fullest are forgotten. Any thread; a call takes microseconds.
public final class RateLimits {
  private static final int MAX_BUCKETS = 50_000;
  private static final RateLimits PROCESS = new RateLimits(System::nanoTime, Metrics.current());

  private final LongSupplier nanoTime;
  private final Counters allowed;
  private final Counters rejected;
  private final Map<Key, Bucket> buckets = new HashMap<>();
  private volatile boolean enabled = true;
  private volatile Map<RateClass, Limit> limits = Map.of();

  /// Limits of their own, for tests.
  ///
  /// @param nanoTime the clock, as [System#nanoTime]
  /// @param metrics where what is let through and refused is counted
  public RateLimits(LongSupplier nanoTime, Metrics metrics) {
    this.nanoTime = nanoTime;
    this.allowed =
        metrics.counter("rate_limit_allowed", "Calls that a rate limit let through.", "class");
    this.rejected = metrics.counter("rate_limit_rejects", "Calls refused by a limit.", "class");
  }

  /// The limits of this process.
  ///
  /// @return the one engine
  public static RateLimits current() {
    return PROCESS;
  }

  /// Switches everything on or off; what has been counted stays.
  ///
  /// @param on false to let everything pass
  public void enable(boolean on) {
    enabled = on;
  }

  /// Sets limits; those of other classes and what has been counted stay. Each class has one owner,
  /// which calls this when its configuration changes.
  ///
  /// @param measures the limit of each class of the caller
  public synchronized void define(Map<RateClass, Limit> measures) {
    Map<RateClass, Limit> changed = new HashMap<>(limits);
    changed.putAll(measures);
    limits = Map.copyOf(changed);
  }

  /// The limits as they are configured.
  ///
  /// @return the limit of each class; a class that is missing is not limited
  public SortedMap<RateClass, Limit> limits() {
    return new TreeMap<>(limits);
  }

  /// Whether anything is limited.
  ///
  /// @return false when all is switched off
  public boolean isEnabled() {
    return enabled;
  }

  /// Takes from several buckets: from all, or from none.
  ///
  /// @param charges what a call takes
  /// @return whether it may go on
  public Verdict take(List<Charge> charges) {
    if (!enabled || charges.isEmpty()) {
      return new Verdict.Granted();
    }
    Map<Key, Due> dues = dues(charges);
    Verdict verdict = settle(dues);
    if (verdict instanceof Verdict.Granted) {
      dues.keySet().forEach(key -> allowed.with(key.rateClass.name()).increment());
    }
    return verdict;
  }

  /// Gives back what was taken for a call that does not count after all. What is switched off by
  /// now or forgotten stays as it is.
  ///
  /// @param charges some of those that [#take] granted
  public synchronized void giveBack(List<Charge> charges) {
    for (Charge charge : charges) {
      Bucket bucket = buckets.get(new Key(charge.rateClass(), charge.subject()));
      if (bucket != null && limit(charge) != null) {
        bucket.giveBack(charge.amount());
      }
    }
  }

  /// Who was refused since its bucket was last full.
  ///
  /// @param most how many, those refused most often first
  /// @return the refusals
  public synchronized List<Refusals> refusals(int most) {
    long time = nanoTime.getAsLong();
    List<Refusals> found = new ArrayList<>();
    buckets.forEach(
        (key, bucket) -> {
          bucket.level(time);
          if (bucket.refused() > 0) {
            Duration since = Duration.ofNanos(Math.max(0, time - bucket.refusedAt()));
            found.add(new Refusals(key.rateClass, key.subject, bucket.refused(), since));
          }
        });
    found.sort(Comparator.comparingLong(Refusals::count).reversed());
    return List.copyOf(found.subList(0, Math.min(most, found.size())));
  }

  /// The number of buckets that are remembered.
  ///
  /// @return 0 or more
  public synchronized int size() {
    return buckets.size();
  }

  /// What each bucket has to give; two charges of one bucket are one.
  private Map<Key, Due> dues(List<Charge> charges) {
    Map<Key, Due> dues = new LinkedHashMap<>();
    for (Charge charge : charges) {
      Limit limit = limit(charge);
      if (limit != null) {
        dues.merge(
            new Key(charge.rateClass(), charge.subject()),
            new Due(charge.amount(), limit),
            (a, b) -> new Due(Math.addExact(a.amount, b.amount), a.limit));
      }
    }
    return dues;
  }

  private @Nullable Limit limit(Charge charge) {
    RateOverrides overrides = charge.overrides();
    if (overrides.off()) {
      return null;
    }
    Limit own = overrides.limit(charge.rateClass());
    return own == null ? limits.get(charge.rateClass()) : own;
  }

  private synchronized Verdict settle(Map<Key, Due> dues) {
    long time = nanoTime.getAsLong();
    Verdict verdict = new Verdict.Granted();
    Map<Key, Bucket> open = new LinkedHashMap<>();
    for (Map.Entry<Key, Due> entry : dues.entrySet()) {
      Key key = entry.getKey();
      Due due = entry.getValue();
      Bucket known = buckets.get(key);
      Bucket bucket = known == null ? new Bucket(due.limit, time) : known;
      open.put(key, bucket);
      verdict = harder(verdict, judge(key.rateClass, bucket, due, time));
    }
    if (verdict instanceof Verdict.Granted) {
      dues.forEach(
          (key, due) -> Objects.requireNonNull(open.get(key)).take(due.amount, due.limit, time));
      open.forEach((key, bucket) -> remember(key, bucket, time));
    }
    return verdict;
  }

  /// Changes the bucket only when it refuses: those that would have granted stay as they are.
  private Verdict judge(RateClass rateClass, Bucket bucket, Due due, long time) {
    boolean never = due.amount > due.limit.burst();
    long millis = never ? 0 : bucket.millisUntil(due.amount, due.limit, time);
    if (!never && millis == 0) {
      return new Verdict.Granted();
    }
    bucket.refuse(due.limit, time);
    rejected.with(rateClass.name()).increment();
    return never
        ? new Verdict.TooMuch(rateClass, (long) due.limit.burst())
        : new Verdict.Later(rateClass, millis);
  }

  private static Verdict harder(Verdict a, Verdict b) {
    return rank(b) > rank(a) ? b : a;
  }

  private static long rank(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Granted() -> 0;
      case Verdict.Later(var _, long millis) -> millis;
      case Verdict.TooMuch _ -> Long.MAX_VALUE;
    };
  }

  /// A call that is refused leaves no new buckets behind.
  private void remember(Key key, Bucket bucket, long time) {
    if (buckets.put(key, bucket) == null && buckets.size() > MAX_BUCKETS) {
      forget(time);
    }
  }

  /// Drops full buckets, which are as good as none, and the fullest of the others when that is not
  /// enough: who is refused is not let off by a crowd.
  private void forget(long time) {
    buckets.values().removeIf(bucket -> bucket.level(time) >= 1);
    int surplus = buckets.size() - MAX_BUCKETS * 3 / 4;
    if (surplus > 0) {
      List<Key> fullest =
          buckets.entrySet().stream()
              .sorted(
                  Comparator.comparingDouble(
                      (Map.Entry<Key, Bucket> entry) -> -entry.getValue().level(time)))
              .limit(surplus)
              .map(Map.Entry::getKey)
              .toList();
      fullest.forEach(buckets::remove);
    }
  }

  private record Key(RateClass rateClass, String subject) {}

  private record Due(int amount, Limit limit) {}
}
