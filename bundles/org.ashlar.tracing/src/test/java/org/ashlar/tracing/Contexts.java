package org.ashlar.tracing;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.ashlar.base.context.ContextObserver;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.jspecify.annotations.Nullable;

/// Requests and tasks as the house makes them.
final class Contexts {
  private Contexts() {}

  static FinishedContext request(String id, String operation, String outcome) {
    return request(id, operation, outcome, null, _ -> {});
  }

  static FinishedContext request(
      String id,
      String operation,
      String outcome,
      @Nullable String traceparent,
      Consumer<RequestContext> work) {
    RequestContext context =
        RequestContext.root(id, Kind.REQUEST, Instant.MAX, traceparent, traceparent);
    context.operation(operation);
    context.run(() -> work.accept(RequestContext.current()));
    return ended(context, outcome);
  }

  static FinishedContext task(String id, String operation, String outcome, @Nullable String link) {
    RequestContext context = RequestContext.root(id, Kind.TASK, Instant.MAX, link);
    context.operation(operation);
    return ended(context, outcome);
  }

  /// Ends it and gives what observers were told.
  private static FinishedContext ended(RequestContext context, String outcome) {
    AtomicReference<FinishedContext> told = new AtomicReference<>();
    ContextObserver ear =
        finished -> {
          if (finished.id().equals(context.id())) {
            told.set(finished);
          }
        };
    Ledger.current().add(ear);
    try {
      context.finish(outcome);
    } finally {
      Ledger.current().remove(ear);
    }
    return told.get();
  }
}
