package org.ashlar.swap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.task.Tasks;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Prepares every participant that appears outside of a swap: at the start, and when a component
/// came back. Those of a bundle that is being swapped in are left to the swap.
final class Participants
    implements ServiceTrackerCustomizer<SwapParticipant, Participants.Preparation> {
  /// How far one participant is.
  enum State {
    WAITING,
    PREPARING,
    READY,
    FAILED
  }

  /// The preparation of one participant.
  static final class Preparation {
    private final String name;
    private volatile State state = State.WAITING;
    private volatile String reason = "";

    Preparation(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    State state() {
      return state;
    }

    String reason() {
      return reason;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Participants.class);
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final BundleContext context;
  private final Selections selections;
  private final Tasks tasks;
  private final Steps steps;
  private final Set<Long> reserved = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Long, Preparation> preparations = new ConcurrentHashMap<>();
  private final ServiceTracker<SwapParticipant, Preparation> tracker;

  Participants(BundleContext context, Selections selections, Tasks tasks) {
    this.context = context;
    this.selections = selections;
    this.tasks = tasks;
    this.steps = new Steps(tasks, Limits.USUAL);
    this.tracker = new ServiceTracker<>(context, SwapParticipant.class, this);
  }

  void open() {
    tracker.open(true);
  }

  void close() {
    tracker.close();
  }

  /// Leaves the participants of a bundle to a swap; to be called before it is started.
  void reserve(Bundle bundle) {
    reserved.add(bundle.getBundleId());
  }

  /// Takes care again of participants of the bundle that come from now on.
  void release(Bundle bundle) {
    reserved.remove(bundle.getBundleId());
  }

  /// All that are there, with their states.
  List<Preparation> all() {
    return List.copyOf(preparations.values());
  }

  /// Those that are not ready yet and have not failed.
  List<Preparation> pending() {
    List<Preparation> pending = new ArrayList<>();
    for (Preparation preparation : preparations.values()) {
      if (preparation.state == State.WAITING || preparation.state == State.PREPARING) {
        pending.add(preparation);
      }
    }
    return pending;
  }

  @Override
  public Preparation addingService(ServiceReference<SwapParticipant> reference) {
    Bundle bundle = reference.getBundle();
    Preparation preparation = new Preparation(bundle.getSymbolicName() + " " + bundle.getVersion());
    if (!reserved.contains(bundle.getBundleId())) {
      preparations.put(Services.id(reference), preparation);
      tasks.background("prepare", () -> prepare(reference, preparation));
    }
    return preparation;
  }

  @Override
  public void modifiedService(
      ServiceReference<SwapParticipant> reference, Preparation preparation) {}

  @Override
  public void removedService(ServiceReference<SwapParticipant> reference, Preparation preparation) {
    preparations.remove(Services.id(reference), preparation);
  }

  private void prepare(ServiceReference<SwapParticipant> reference, Preparation preparation) {
    long start = System.nanoTime();
    preparation.state = State.PREPARING;
    SwapParticipant participant = context.getService(reference);
    if (participant == null) {
      preparations.remove(Services.id(reference), preparation);
      return;
    }
    try {
      steps.run("preparing " + preparation.name, LIMIT, participant::prepare);
      steps.run("starting the role of " + preparation.name, LIMIT, participant::activateRole);
      selections.markReady(selections.instance(reference), true);
      preparation.state = State.READY;
      LOG.info("{} is ready after {} ms", preparation.name, millisSince(start));
    } catch (SwapFailure e) {
      if (isLeaving(reference)) {
        LOG.debug("{} was stopped before it was ready", preparation.name, e);
        preparations.remove(Services.id(reference), preparation);
        return;
      }
      preparation.reason = e.sentence();
      preparation.state = State.FAILED;
      LOG.error("{} cannot serve: {}", preparation.name, e.sentence(), e.getCause());
    } finally {
      unget(reference);
    }
  }

  /// What is stopped while it prepares itself has not failed.
  private boolean isLeaving(ServiceReference<SwapParticipant> reference) {
    Bundle bundle = reference.getBundle();
    return bundle == null
        || bundle.getState() == Bundle.STOPPING
        || Thread.currentThread().isInterrupted();
  }

  private void unget(ServiceReference<SwapParticipant> reference) {
    try {
      context.ungetService(reference);
    } catch (IllegalStateException e) {
      LOG.debug("The house is closed already");
    }
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
