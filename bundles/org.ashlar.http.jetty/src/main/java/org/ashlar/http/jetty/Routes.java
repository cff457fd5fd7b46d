package org.ashlar.http.jetty;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.RouteSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The route sets that are there, the table made of them, and a gate for each owner. Any thread.
final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final Selections selections;
  private final Map<String, Gate<RouteSet>> gates = new ConcurrentHashMap<>();
  private final SortedMap<Long, RouteSet> sets = new TreeMap<>();
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile RoutingTable table = new RoutingTable(List.of(), null);

  Routes(Selections selections) {
    this.selections = selections;
  }

  /// Has an action run after each change of the table.
  void onChange(Runnable action) {
    listeners.add(action);
  }

  void bind(ServiceReference<RouteSet> reference, RouteSet set) {
    synchronized (this) {
      sets.put(id(reference), set);
      rebuild();
      String reason = table.refused().get(set);
      if (reason != null) {
        LOG.error("The routes of {} are refused: {}", set.owner(), reason);
      }
    }
    gate(set.owner()).bind(reference, set);
    listeners.forEach(Runnable::run);
  }

  /// Waits up to 3 s for the calls in a set that goes unplanned.
  void unbind(ServiceReference<RouteSet> reference, RouteSet set) {
    synchronized (this) {
      if (!sets.remove(id(reference), set)) {
        return;
      }
      rebuild();
    }
    gate(set.owner()).unbind(reference, set);
    listeners.forEach(Runnable::run);
  }

  RoutingTable.Target find(String method, String[] segments) {
    return table.find(method, segments);
  }

  /// Tells whether requests for an owner whose set is away may hope.
  boolean isExpected(String owner) {
    return selections.areRoutesExpected(owner);
  }

  /// Calls the selected version of an owner's set.
  ///
  /// @param owner whose path it is
  /// @param work the call; gets the endpoints of the version, and must not keep them
  /// @return the outcome, null when no version is ready
  @Nullable Outcome call(String owner, Function<CompiledSet, Outcome> work) {
    Call call = new Call(work);
    gate(owner).tryRun(call::run);
    return call.outcome;
  }

  private Gate<RouteSet> gate(String owner) {
    return gates.computeIfAbsent(owner, key -> selections.gate("routes:" + key));
  }

  private void rebuild() {
    table = new RoutingTable(sets.values(), table);
  }

  private static long id(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  /// Carries the outcome out of the gate.
  private final class Call {
    private final Function<CompiledSet, Outcome> work;
    private @Nullable Outcome outcome;

    Call(Function<CompiledSet, Outcome> work) {
      this.work = work;
    }

    void run(RouteSet set) {
      CompiledSet endpoints = table.compiled(set);
      outcome = endpoints == null ? null : work.apply(endpoints);
    }
  }
}
