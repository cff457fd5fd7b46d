package org.ashlar.base.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.MatrixException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/// The way to a service that may be swapped while it is called.
///
/// A consumer declares a `MULTIPLE`, `DYNAMIC` reference whose bind and unbind methods hand
/// [ServiceReference] and service to [#bind] and [#unbind]; the gate, not SCR, selects: the
/// instance that the api's [SelectionCell] names, else the oldest ready one. Calls are counted in
/// their instance, so that a swap can wait until the old one is empty.
///
/// What is returned through a gate is complete: no stream, iterator, future or connection. A gate
/// never repeats a call. A call made from inside an instance enters the same instance again, also
/// while it is being replaced. Any thread.
///
/// @param <T> the api
public final class Gate<T> {
  private static final long UNBIND_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final SelectionCell cell;
  private final Selections selections;
  private final Map<Long, Candidate<T>> candidates = new ConcurrentSkipListMap<>();

  Gate(SelectionCell cell, Selections selections) {
    this.cell = cell;
    this.selections = selections;
  }

  /// Takes a service as a candidate. Repeating it changes nothing.
  ///
  /// @param reference its registration
  /// @param service the service
  public void bind(ServiceReference<T> reference, T service) {
    Instance instance = selections.instance(reference);
    candidates.put(instance.serviceId(), new Candidate<>(instance, service, new AtomicLong()));
    cell.offered(instance);
    cell.changed();
  }

  /// Drops a candidate; unknown ones are ignored. After a planned swap it returns at once; when a
  /// service vanishes unplanned it waits up to 3 s for the calls that went into it by this gate,
  /// unless they are abandoned. The calls of other consumers are theirs to wait for: when this one
  /// leaves, the service may serve them on.
  ///
  /// @param reference its registration
  /// @param service the service, compared by identity
  public void unbind(ServiceReference<T> reference, T service) {
    Long id = (Long) reference.getProperty(Constants.SERVICE_ID);
    Candidate<T> candidate = candidates.get(id);
    if (candidate != null && candidate.service == service) {
      candidates.remove(id);
      cell.changed();
      drain(candidate);
    }
  }

  /// Calls the service.
  ///
  /// @param work what to do with it; must not keep it
  /// @param <R> the result
  /// @return what the work returns
  /// @throws MatrixException 503 when no instance is there for 2 s; while the house starts it waits
  ///   longer
  public <R extends @Nullable Object> R call(Function<? super T, ? extends R> work) {
    Candidate<T> candidate = enter(selections.patience().toNanos());
    if (candidate == null) {
      throw MatrixException.unavailable(
          "The part " + cell.api() + " is not available; try again in a moment.");
    }
    return callInside(candidate, work);
  }

  /// Calls the service for its effect.
  ///
  /// @param work what to do with it; must not keep it
  /// @throws MatrixException 503 when no instance is there for 2 s; while the house starts it waits
  ///   longer
  public void run(Consumer<? super T> work) {
    this.<@Nullable Void>call(
        service -> {
          work.accept(service);
          return null;
        });
  }

  /// Calls the service if it is there now; never waits. For logging, metrics and the like.
  ///
  /// @param work what to do with it; must not keep it
  /// @return false when no instance is there
  public boolean tryRun(Consumer<? super T> work) {
    Candidate<T> candidate = enter(0);
    if (candidate == null) {
      return false;
    }
    this.<@Nullable Void>callInside(
        candidate,
        service -> {
          work.accept(service);
          return null;
        });
    return true;
  }

  /// Tells whether a call would find an instance now.
  ///
  /// @return true when one is there and ready
  public boolean isOpen() {
    return choose() != null;
  }

  private <R extends @Nullable Object> R callInside(
      Candidate<T> candidate, Function<? super T, ? extends R> work) {
    RequestContext context = RequestContext.current().inside(cell.api(), candidate.instance);
    try {
      return context.call(() -> work.apply(candidate.service));
    } finally {
      context.span().end();
      candidate.exit();
    }
  }

  /// Counts before it looks again, so that a drain that saw zero can not be entered any more.
  private @Nullable Candidate<T> enter(long patience) {
    Candidate<T> outer = outer();
    if (outer != null) {
      outer.enter();
      return outer;
    }
    Candidate<T> chosen = tryEnter();
    return chosen != null || patience <= 0 ? chosen : awaitEntry(patience);
  }

  private @Nullable Candidate<T> tryEnter() {
    while (true) {
      long seen = cell.changes();
      Candidate<T> chosen = choose();
      if (chosen == null) {
        return null;
      }
      chosen.enter();
      if (seen == cell.changes() || chosen == choose()) {
        return chosen;
      }
      chosen.exit();
    }
  }

  private @Nullable Candidate<T> awaitEntry(long patience) {
    long start = System.nanoTime();
    cell.beginWaiting();
    try {
      while (true) {
        long seen = cell.changes();
        Candidate<T> chosen = tryEnter();
        long left = patience - (System.nanoTime() - start);
        if (chosen != null || left <= 0 || !await(seen, left)) {
          return chosen;
        }
      }
    } finally {
      cell.endWaiting();
      RequestContext.current().spent(Meter.Charge.PARKED, "parked at a gate", start);
    }
  }

  private @Nullable Candidate<T> outer() {
    return RequestContext.current().insideOf(cell.api()) instanceof Instance instance
        ? candidates.get(instance.serviceId())
        : null;
  }

  private @Nullable Candidate<T> choose() {
    boolean selected = cell.hasSelection();
    for (Candidate<T> candidate : candidates.values()) {
      if (selected ? cell.isSelected(candidate.instance) : candidate.instance.isReady()) {
        return candidate;
      }
    }
    return null;
  }

  private boolean await(long seen, long nanos) {
    try {
      cell.await(seen, nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void drain(Candidate<T> candidate) {
    long end = System.nanoTime() + UNBIND_NANOS;
    while (candidate.calls.get() > 0
        && System.nanoTime() < end
        && !selections.areCallsAbandoned()) {
      if (!await(cell.changes(), TimeUnit.MILLISECONDS.toNanos(2))) {
        return;
      }
    }
  }

  /// A service, and the calls that this gate has in it.
  private record Candidate<T>(Instance instance, T service, AtomicLong calls) {
    void enter() {
      instance.enter();
      calls.incrementAndGet();
    }

    void exit() {
      calls.decrementAndGet();
      instance.exit();
    }
  }
}
