package org.ashlar.base.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.ashlar.base.context.RequestContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only place that starts threads. Each component that needs some owns one and closes it when
/// it is deactivated; the threads bear the owner's name and a role, and the right context.
///
/// Threads are virtual, but those of [#apart]. A task that throws is logged in its own context and
/// ends. Any thread.
public final class Tasks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String owner;
  private final AtomicLong numbers = new AtomicLong();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// @param owner the bundle or component, for thread names and context ids
  public Tasks(String owner) {
    this.owner = owner;
  }

  /// Starts work of its own, linked with the running context but not billed to it.
  ///
  /// @param role what the work is, for names: `writer`
  /// @param work the work; ends early when interrupted
  /// @return a handle
  /// @throws IllegalStateException after [#close]
  public Task background(String role, Runnable work) {
    RequestContext origin = RequestContext.current();
    return new Task(start(role, () -> carryOut(origin, role, work)));
  }

  /// Starts work that may compute for as long as it likes, such as code that nobody here knows. Its
  /// thread is one of the system's: the virtual ones share a few, and who computes does not let go
  /// of them. The work is interrupted by [#close], which does not wait for its end, nor does the
  /// process.
  ///
  /// @param role what the work is
  /// @param work the work
  /// @return a handle
  /// @throws IllegalStateException after [#close]
  public Task apart(String role, Runnable work) {
    RequestContext origin = RequestContext.current();
    Runnable body = () -> carryOut(origin, role, work);
    return new Task(start(Thread.ofPlatform().daemon(), role, body));
  }

  /// Starts work that is repeated with a pause after each run, until closed or cancelled. A run
  /// that throws is logged and does not end the repetition.
  ///
  /// @param role what the work is
  /// @param pause the time between the end of a run and the next, positive
  /// @param work one run
  /// @return a handle
  /// @throws IllegalStateException after [#close]
  public Task repeat(String role, Duration pause, Runnable work) {
    return new Task(start(role, () -> repeatedly(role, pause, work)));
  }

  /// Starts work once after a time.
  ///
  /// @param role what the work is
  /// @param delay how long to wait
  /// @param work the work
  /// @return a handle
  /// @throws IllegalStateException after [#close]
  public Task after(String role, Duration delay, Runnable work) {
    RequestContext origin = RequestContext.current();
    return new Task(
        start(
            role,
            () -> {
              if (paused(delay)) {
                carryOut(origin, role, work);
              }
            }));
  }

  /// Does several things at once, each in a child of the running context, and waits for all.
  ///
  /// @param parts the things to do
  /// @param <R> their result
  /// @return the results in the order of the parts
  /// @throws RuntimeException the first fault of a part, after all have ended
  public <R> List<R> fork(List<? extends Supplier<? extends R>> parts) {
    RequestContext parent = RequestContext.current();
    List<Future<R>> futures = new ArrayList<>(parts.size());
    for (Supplier<? extends R> part : parts) {
      RequestContext child = parent.child(Integer.toString(futures.size()));
      FutureTask<R> future = new FutureTask<>(() -> inChild(child, part));
      start("fork", future);
      futures.add(future);
    }
    return joined(futures);
  }

  /// Does something that costs much CPU, such as resolving the state of a large room, in the
  /// running context, which is charged the CPU time. It runs on a platform thread, as the CPU time
  /// of virtual ones is not known; at most as many at a time as there are processors, others wait
  /// for their turn. Not worth it below about a millisecond. It must not wait for a fork that is
  /// heavy itself.
  ///
  /// @param part what is done, for the tree of the request
  /// @param work the work; an interrupt of the caller is handed on to it
  /// @param <R> its result
  /// @return what the work returns
  /// @throws RuntimeException what the work throws
  public static <R extends @Nullable Object> R heavy(String part, Supplier<? extends R> work) {
    return HeavySections.run(part, work);
  }

  /// Interrupts all threads and waits up to 5 s for the end of those that are virtual. Repeating it
  /// does nothing.
  @Override
  public void close() {
    closed = true;
    running.forEach(Thread::interrupt);
    long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
    for (Thread thread : running) {
      try {
        if (thread.isVirtual() && thread != Thread.currentThread()) {
          thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// The number of threads that run now.
  ///
  /// @return 0 or more
  public int size() {
    return running.size();
  }

  private Thread start(String role, Runnable work) {
    return start(Thread.ofVirtual(), role, work);
  }

  private Thread start(Thread.Builder kind, String role, Runnable work) {
    if (closed) {
      throw new IllegalStateException(owner + " has been closed");
    }
    Thread thread =
        kind.name(owner + "/" + role)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    running.remove(Thread.currentThread());
                  }
                });
    running.add(thread);
    thread.start();
    return thread;
  }

  private void repeatedly(String role, Duration pause, Runnable work) {
    while (!closed && paused(pause)) {
      carryOut(RequestContext.current(), role, work);
    }
  }

  /// One run, in a context of its own.
  private void carryOut(RequestContext origin, String role, Runnable work) {
    RequestContext context = origin.linked(id(role));
    context.operation(owner + "/" + role);
    boolean well = false;
    try {
      well = context.call(() -> logged(role, work));
    } finally {
      context.finish(well ? "ok" : "failed");
    }
  }

  /// The border of a task: a fault ends this run, not the house.
  private boolean logged(String role, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.error("Task {}/{} failed", owner, role, e);
      }
      return false;
    }
  }

  private static <R> R inChild(RequestContext child, Supplier<? extends R> part) {
    try {
      return child.<R>call(part);
    } finally {
      child.finishChild();
    }
  }

  private static boolean paused(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <R> List<R> joined(List<Future<R>> futures) {
    List<R> results = new ArrayList<>(futures.size());
    RuntimeException fault = null;
    for (Future<R> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        fault = fault == null ? asRuntime(e.getCause()) : fault;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        fault = new IllegalStateException("interrupted");
      }
    }
    if (fault != null) {
      throw fault;
    }
    return results;
  }

  private static RuntimeException asRuntime(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new IllegalStateException("a part failed");
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(cause);
    };
  }

  private String id(String role) {
    return owner + "/" + role + "-" + numbers.incrementAndGet();
  }

  /// A started piece of work.
  public static final class Task {
    private final Thread thread;

    private Task(Thread thread) {
      this.thread = thread;
    }

    /// Interrupts it; does not wait.
    public void cancel() {
      thread.interrupt();
    }

    /// Tells whether it has ended.
    ///
    /// @return true when its thread is gone
    public boolean isDone() {
      return !thread.isAlive();
    }

    /// Waits for its end.
    ///
    /// @param limit how long to wait at most
    /// @return true when it has ended
    /// @throws InterruptedException when the waiting thread is interrupted
    public boolean await(Duration limit) throws InterruptedException {
      return thread.join(limit);
    }
  }
}
