package org.ashlar.base.task;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.Span;
import org.ashlar.base.error.MatrixException;
import org.jspecify.annotations.Nullable;

/// Sections whose CPU time is known. Each has a platform thread of its own for as long as it lasts:
/// what costs milliseconds can bear the price, and no thread keeps anything of the one before.
final class HeavySections {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Semaphore PLACES =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  private static final ScopedValue<Boolean> INSIDE = ScopedValue.newInstance();

  private HeavySections() {}

  static <R extends @Nullable Object> R run(String part, Supplier<? extends R> work) {
    if (INSIDE.isBound()) {
      return work.get();
    }
    RequestContext context = RequestContext.current();
    Span span = context.span().begin(part);
    try {
      PLACES.acquire();
    } catch (InterruptedException e) {
      span.end();
      throw stopped();
    }
    try {
      return onItsThread("heavy/" + part, context, work);
    } finally {
      PLACES.release();
      span.end();
    }
  }

  private static <R extends @Nullable Object> R onItsThread(
      String name, RequestContext context, Supplier<? extends R> work) {
    FutureTask<R> task =
        new FutureTask<>(
            () -> {
              try {
                return ScopedValue.where(INSIDE, true).call(() -> context.<R>call(work));
              } finally {
                context.meter().add(Charge.CPU, THREADS.getCurrentThreadCpuTime());
              }
            });
    Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
    // A thread keeps the loader that it began with; ours, as that of a swappable bundle must go.
    thread.setContextClassLoader(HeavySections.class.getClassLoader());
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          thread.interrupt();
        }
      }
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException fault -> fault;
        case Error fault -> throw fault;
        case null, default -> new IllegalStateException(e.getCause());
      };
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static MatrixException stopped() {
    Thread.currentThread().interrupt();
    return MatrixException.unavailable("The server is stopping.");
  }
}
