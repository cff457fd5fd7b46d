package org.ashlar.base.gate;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/// The selection cells of all apis and the instances behind them.
///
/// A service of the bundle `swap`, one per process; consumers take it to make their gates.
public final class Selections {
  /// The service property of an api of which several variants serve side by side, such as one for
  /// each algorithm. Each variant has a cell of its own, so that it is selected and swapped apart.
  public static final String VARIANT = "org.ashlar.variant";

  private final ConcurrentMap<String, SelectionCell> cells = new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, Instance> instances = new ConcurrentHashMap<>();
  private final Set<String> expectedRoutes = ConcurrentHashMap.newKeySet();
  private final Intake intake = new Intake();
  private volatile Duration patience = Duration.ofSeconds(2);
  private volatile boolean callsAbandoned;

  /// Selections of a process in which nothing has been selected yet.
  public Selections() {}

  /// A gate for an api.
  ///
  /// @param api the api's type
  /// @param <T> the api
  /// @return a gate without candidates
  public <T> Gate<T> gate(Class<T> api) {
    return gate(api.getName());
  }

  /// A gate for one variant of an api; see [#VARIANT].
  ///
  /// @param api the api's type
  /// @param variant the variant
  /// @param <T> the api
  /// @return a gate without candidates
  public <T> Gate<T> gate(Class<T> api, String variant) {
    return gate(api.getName() + ":" + variant);
  }

  /// A gate for an api that is not named by a type.
  ///
  /// @param api the cell's name, such as `routes:OWNER`
  /// @param <T> what the gate leads to
  /// @return a gate without candidates
  public <T> Gate<T> gate(String api) {
    return new Gate<>(cell(api), this);
  }

  /// The cell of an api.
  ///
  /// @param api the api's name; `routes:OWNER` for a route set, `TYPE:VARIANT` for a variant
  /// @return the one cell of that api
  public SelectionCell cell(String api) {
    return cells.computeIfAbsent(api, SelectionCell::new);
  }

  /// The cells that some gate or the coordinator has asked for.
  ///
  /// @return a view of all cells, by name
  public Map<String, SelectionCell> cells() {
    return Collections.unmodifiableMap(cells);
  }

  /// How long a call waits for an instance that is not there.
  ///
  /// @return 2 s unless the coordinator has said otherwise
  public Duration patience() {
    return patience;
  }

  /// Sets how long calls wait for an instance; only the swap coordinator does, while parts are
  /// prepared at the start and need each other.
  ///
  /// @param duration how long from now on
  public void patience(Duration duration) {
    patience = duration;
  }

  /// Says that the process ends and that the calls still in flight will not: nothing waits for them
  /// any more.
  public void abandonCalls() {
    callsAbandoned = true;
  }

  /// Whether nothing waits for calls in flight any more.
  ///
  /// @return true at the end of a process in which calls hang
  public boolean areCallsAbandoned() {
    return callsAbandoned;
  }

  /// The valve in front of everything: requests and tasks wait there while a swap needs it.
  ///
  /// @return the one intake of the process
  public Intake intake() {
    return intake;
  }

  /// Announces that the routes of an owner leave and come back: while they are away, requests for
  /// them wait and are not told that the path is unknown.
  ///
  /// @param owner the route set's owner
  /// @param expected whether they are expected to come back
  public void expectRoutes(String owner, boolean expected) {
    if (expected) {
      expectedRoutes.add(owner);
    } else {
      expectedRoutes.remove(owner);
    }
  }

  /// Tells whether routes that are away were announced to come back.
  ///
  /// @param owner the route set's owner
  /// @return true between the two calls of [#expectRoutes]
  public boolean areRoutesExpected(String owner) {
    return expectedRoutes.contains(owner);
  }

  /// The instance behind a reference. One that takes part in swaps ([SwapParticipant]) is not ready
  /// before the coordinator has prepared it.
  ///
  /// @param reference a registered service
  /// @return the one instance of that registration
  public Instance instance(ServiceReference<?> reference) {
    Long id = (Long) reference.getProperty(Constants.SERVICE_ID);
    return instances.computeIfAbsent(id, key -> new Instance(key, !isParticipant(reference)));
  }

  /// Says that an instance has been prepared and may be chosen, or that it may no longer be.
  ///
  /// @param instance the instance
  /// @param ready whether gates may choose it
  public void markReady(Instance instance, boolean ready) {
    instance.markReady(ready);
    cells.values().forEach(SelectionCell::changed);
  }

  /// Forgets an instance whose service is gone. Where it was selected, the oldest serves again.
  ///
  /// @param serviceId the number of the registration that is gone
  public void vanished(long serviceId) {
    Instance instance = instances.remove(serviceId);
    if (instance != null) {
      cells.values().forEach(cell -> cell.vanished(instance));
      cells.values().stream()
          .filter(cell -> cell.isSelected(instance))
          .forEach(SelectionCell::selectOldest);
    }
  }

  private static boolean isParticipant(ServiceReference<?> reference) {
    if (reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types) {
      for (String type : types) {
        if (type.equals(SwapParticipant.class.getName())) {
          return true;
        }
      }
    }
    return false;
  }
}
