package org.ashlar.http.jetty;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.gate.Intake;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Takes every request in, and has what all of them share.
final class FrontDoor extends Handler.Abstract {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

  private final Routes routes;
  private final Intake intake;
  private final WaitBook waits;
  private final TimeoutQueue timeouts;
  private final AccessLog log = new AccessLog();
  private final Executor executor;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong active = new AtomicLong();
  private final AtomicLong vanished = new AtomicLong();
  private final Lot lot;
  private final Admission admission;
  private volatile HttpSettings settings;
  private volatile boolean closing;

  /// @param executor starts a virtual thread for each task
  FrontDoor(Routes routes, Intake intake, Waiting waiting, Executor executor, HttpSettings first) {
    this.routes = routes;
    this.intake = intake;
    this.waits = waiting.waits();
    this.timeouts = waiting.timeouts();
    this.executor = executor;
    this.settings = first;
    this.lot = new Lot();
    this.admission = waiting.admission();
    admission.apply(first.shedding());
    routes.onChange(lot::open);
  }

  /// What keeps requests that wait.
  record Waiting(WaitBook waits, TimeoutQueue timeouts, Admission admission) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    active.incrementAndGet();
    String method = request.getMethod();
    String known = METHODS.contains(method) ? method : "OTHER";
    Origin origin = Origin.of(request.getHeaders());
    RequestContext context =
        RequestContext.root(
            known + "-" + numbers.incrementAndGet(),
            RequestContext.Kind.REQUEST,
            Instant.now().plus(settings.times().deadline()),
            origin.link(),
            origin.traceparent());
    context.operation(known.equals("OPTIONS") ? "OPTIONS" : known + " unrecognized");
    Exchange exchange =
        new Exchange(this, new Exchange.Parts(request, response, callback), context);
    context.run(exchange::begin);
    return true;
  }

  void settings(HttpSettings changed) {
    settings = changed;
    admission.apply(changed.shedding());
  }

  HttpSettings settings() {
    return settings;
  }

  Routes routes() {
    return routes;
  }

  Intake intake() {
    return intake;
  }

  WaitBook waits() {
    return waits;
  }

  TimeoutQueue timeouts() {
    return timeouts;
  }

  AccessLog log() {
    return log;
  }

  Executor executor() {
    return executor;
  }

  Lot lot() {
    return lot;
  }

  Admission admission() {
    return admission;
  }

  void ended() {
    active.decrementAndGet();
  }

  void vanish() {
    vanished.incrementAndGet();
  }

  /// Requests that have begun and not ended, those that wait included.
  long active() {
    return active.get();
  }

  /// Requests whose client left before they were answered.
  long vanished() {
    return vanished.get();
  }

  /// From now on connections end with their answer, and nobody waits.
  void beginClosing() {
    closing = true;
    timeouts.expireAll();
  }

  boolean isClosing() {
    return closing;
  }
}
