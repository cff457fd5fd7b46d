package org.ashlar.swap;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ashlar.base.task.Tasks;

/// Runs each step in the life of a bundle on a thread of its own with a time-out, so that foreign
/// code which hangs holds up nothing but itself.
final class Steps {
  /// Foreign code.
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final Tasks tasks;
  private final Limits limits;

  Steps(Tasks tasks, Limits limits) {
    this.tasks = tasks;
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /// Runs a step and waits for it.
  ///
  /// @param what the step as the subject of a sentence: `prepare of x 1.0`
  /// @param limit how long it may take
  /// @param step the work
  /// @throws SwapFailure when it failed or did not end in time
  void run(String what, Duration limit, Step step) throws SwapFailure {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    Tasks.Task task = tasks.background("step", () -> complete(step, end));
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel();
      throw new SwapFailure(what + " did not end within " + limit.toSeconds() + " s", e, true);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SwapFailure(what + " failed: " + SwapFailure.reason(cause), cause, false);
    } catch (InterruptedException e) {
      task.cancel();
      Thread.currentThread().interrupt();
      throw new SwapFailure(what + " was interrupted", e, true);
    }
  }

  /// The border to foreign code: whatever it throws, linkage errors of a wrong version included, is
  /// its failure and not ours.
  private static void complete(Step step, CompletableFuture<Boolean> end) {
    try {
      step.run();
      end.complete(true);
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }
}
