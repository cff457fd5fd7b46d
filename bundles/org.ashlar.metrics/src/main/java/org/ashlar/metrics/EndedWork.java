package org.ashlar.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.ashlar.base.context.ContextObserver;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.metric.Metrics;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Counts requests and tasks when they end. Any thread; costs a few additions for each.
@Component(immediate = true, property = Selections.VARIANT + "=metrics")
public final class EndedWork implements ContextObserver {
  /// The most kinds of requests, and of tasks, that are told apart.
  static final int MAX_KINDS = 500;

  private static final String OTHER = "other";

  private final Map<String, EndedRequests.Of> requests = new ConcurrentHashMap<>();
  private final Map<String, EndedTasks.Of> tasks = new ConcurrentHashMap<>();
  private final EndedRequests requestFamilies;
  private final EndedTasks taskFamilies;

  /// Counts in the metrics of the process.
  @Activate
  public EndedWork() {
    this(Metrics.current());
  }

  EndedWork(Metrics metrics) {
    requestFamilies = new EndedRequests(metrics);
    taskFamilies = new EndedTasks(metrics);
  }

  @Override
  public void finished(FinishedContext context) {
    if (context.kind() == Kind.REQUEST) {
      of(requests, context.operation(), requestFamilies::of).add(context);
    } else {
      of(tasks, context.operation(), taskFamilies::of).add(context);
    }
  }

  private static <T> T of(Map<String, T> known, String operation, Function<String, T> maker) {
    T found = known.get(operation);
    return found != null
        ? found
        : known.computeIfAbsent(known.size() < MAX_KINDS ? operation : OTHER, maker);
  }
}
