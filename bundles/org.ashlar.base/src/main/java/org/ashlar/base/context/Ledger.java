package org.ashlar.base.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.ashlar.base.context.Meter.Charge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The books of the process: how many requests and tasks are alive, what those that ended have
/// used, and the newest and the slowest of them. Any thread.
///
/// For each [Charge], what was measured where it arose equals what is settled, late, outside and on
/// the meters that are alive.
public final class Ledger {
  /// How many requests, tasks and slow ones are kept, each.
  public static final int KEPT = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final Logger SLOW = LoggerFactory.getLogger("org.ashlar.slow");
  private static final int CHARGES = Charge.values().length;

  /// What stands in a traceparent before its first hyphen.
  private static final int VERSION_LENGTH = 2;

  private static final Ledger PROCESS = new Ledger();

  private final Map<Object, RequestContext> running = new ConcurrentHashMap<>();
  private final LongAdder lateCharges = new LongAdder();
  private final AtomicLongArray settled = new AtomicLongArray(CHARGES);
  private final AtomicLongArray late = new AtomicLongArray(CHARGES);
  private final Ring requests = new Ring(KEPT);
  private final Ring tasks = new Ring(KEPT);
  private final Ring slow = new Ring(KEPT);
  private final List<ContextObserver> observers = new CopyOnWriteArrayList<>();
  private volatile Duration slowest = Duration.ofSeconds(2);

  Ledger() {}

  /// The books of this process.
  ///
  /// @return the one ledger
  public static Ledger current() {
    return PROCESS;
  }

  /// Requests and tasks that have begun and not ended.
  ///
  /// @return 0 or more
  public int live() {
    return running.size();
  }

  /// The requests and tasks that have begun and not ended, as they are now.
  ///
  /// @return the oldest first; their outcome is `running`
  public List<FinishedContext> running() {
    return running.values().stream()
        .map(RequestContext::asItIs)
        .sorted(Comparator.comparing(FinishedContext::started))
        .toList();
  }

  /// What requests and tasks that have ended were charged.
  ///
  /// @param charge which
  /// @return nanoseconds or a count
  public long settled(Charge charge) {
    return settled.get(charge.ordinal());
  }

  /// What somebody wanted to charge after the end: nobody pays for it.
  ///
  /// @param charge which
  /// @return nanoseconds or a count
  public long late(Charge charge) {
    return late.get(charge.ordinal());
  }

  /// How often something was charged after the end. In a sound house it stays 0.
  ///
  /// @return 0 or more
  public long lateCharges() {
    return lateCharges.sum();
  }

  /// What was charged by work without a context.
  ///
  /// @param charge which
  /// @return nanoseconds or a count
  public long outside(Charge charge) {
    return RequestContext.outside().get(charge);
  }

  /// The newest requests and tasks that took long.
  ///
  /// @return the newest first
  public List<FinishedContext> slow() {
    return slow.newest();
  }

  /// A request or task that is running or has ended not long ago.
  ///
  /// @param id its id
  /// @return empty when it is too old or unknown; one that has not ended is as it is now
  public Optional<FinishedContext> find(String id) {
    return requests
        .find(id)
        .or(() -> slow.find(id))
        .or(() -> tasks.find(id))
        .or(() -> running().stream().filter(each -> each.id().equals(id)).findFirst());
  }

  /// What a request or task has given rise to, if it runs or has ended not long ago.
  ///
  /// @param id its id, or one that came from outside
  /// @return requests, then tasks, then what runs, each the oldest first
  public List<FinishedContext> linked(String id) {
    List<FinishedContext> found = new ArrayList<>(requests.linked(id));
    found.addAll(tasks.linked(id));
    running().stream().filter(context -> id.equals(context.linkId())).forEach(found::add);
    return found;
  }

  /// The requests that came with a trace of their callers and are running or have ended not long
  /// ago.
  ///
  /// @param traceId the trace's id, 32 hexadecimal digits in lower case
  /// @return the oldest first; those that have not ended are as they are now
  public List<FinishedContext> traced(String traceId) {
    Map<String, FinishedContext> found = new LinkedHashMap<>();
    Stream.of(slow.newest(), requests.newest(), running())
        .flatMap(List::stream)
        .filter(context -> isPartOf(context, traceId))
        .forEach(context -> found.putIfAbsent(context.id(), context));
    return found.values().stream().sorted(Comparator.comparing(FinishedContext::started)).toList();
  }

  private static boolean isPartOf(FinishedContext context, String traceId) {
    String traceparent = context.traceparent();
    return traceparent != null && traceparent.startsWith("-" + traceId + "-", VERSION_LENGTH);
  }

  /// From when on a request is slow: it is kept longer, and its tree is logged as a warning by the
  /// logger `org.ashlar.slow`. Long polls count only in so far as they did not wait by their own
  /// wish.
  ///
  /// @param time more than this is slow; zero for nothing
  public void slowAfter(Duration time) {
    slowest = time;
  }

  /// Tells an observer of all that ends from now on.
  ///
  /// @param observer the observer, compared by identity
  public void add(ContextObserver observer) {
    observers.add(observer);
  }

  /// Tells an observer nothing any more.
  ///
  /// @param observer the observer
  public void remove(ContextObserver observer) {
    observers.removeIf(each -> each == observer);
  }

  void begin(Object work, RequestContext root) {
    running.put(work, root);
  }

  /// Takes what ends off the list.
  ///
  /// @return its root context, null when it has ended before
  @Nullable RequestContext end(Object work) {
    return running.remove(work);
  }

  void late(Charge charge, long amount) {
    lateCharges.increment();
    late.addAndGet(charge.ordinal(), amount);
  }

  void keep(FinishedContext context) {
    for (Charge charge : Charge.values()) {
      long amount = context.bill().get(charge);
      if (amount != 0) {
        settled.addAndGet(charge.ordinal(), amount);
      }
    }
    boolean request = context.kind() == RequestContext.Kind.REQUEST;
    (request ? requests : tasks).add(context);
    if (request && !slowest.isZero() && context.busy().compareTo(slowest) > 0) {
      slow.add(context);
      SLOW.warn("Slow: {}", new SpanTree(context));
    }
    observers.forEach(observer -> tell(observer, context));
  }

  /// The border to swappable bundles: their faults end here.
  private static void tell(ContextObserver observer, FinishedContext context) {
    try {
      observer.finished(context);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("An observer of contexts failed: {}", e.toString());
    }
  }
}
