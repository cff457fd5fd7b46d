package org.ashlar.base.gate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Says which instance of one api all gates call. Only the swap coordinator writes it.
public final class SelectionCell {
  private static final long OLDEST = -1;
  private static final long NONE = -2;

  private final String api;
  private volatile long selected = OLDEST;
  private volatile long changes;
  private final Set<Instance> instances = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();

  SelectionCell(String api) {
    this.api = api;
  }

  /// The api.
  ///
  /// @return its name
  public String api() {
    return api;
  }

  /// Switches all gates of the api to an instance with one write.
  ///
  /// @param instance what to call from now on
  public synchronized void select(Instance instance) {
    selected = instance.serviceId();
    changes++;
    notifyAll();
  }

  /// Goes back to the rule that holds without a swap: the oldest ready instance serves.
  public synchronized void selectOldest() {
    selected = OLDEST;
    changes++;
    notifyAll();
  }

  /// Lets no call pass until the next selection: callers wait. For the moment of a hand-over, when
  /// requests wait at the intake; what wakes up by itself waits here.
  public synchronized void hold() {
    selected = NONE;
    changes++;
    notifyAll();
  }

  /// Tells whether an instance is the one that was selected.
  ///
  /// @param instance an instance
  /// @return true when gates call it and no other
  public boolean isSelected(Instance instance) {
    return selected == instance.serviceId();
  }

  /// The instances that some gate could call.
  ///
  /// @return a copy; two during a swap, none when the part is missing
  public Set<Instance> instances() {
    return Set.copyOf(instances);
  }

  /// Calls that wait for an instance at all gates of the api.
  ///
  /// @return 0 or more
  public int waiting() {
    return waiting.get();
  }

  void offered(Instance instance) {
    instances.add(instance);
  }

  void vanished(Instance instance) {
    instances.remove(instance);
  }

  void beginWaiting() {
    waiting.incrementAndGet();
  }

  void endWaiting() {
    waiting.decrementAndGet();
  }

  boolean hasSelection() {
    return selected != OLDEST;
  }

  long changes() {
    return changes;
  }

  /// Wakes gates that wait for an instance.
  synchronized void changed() {
    changes++;
    notifyAll();
  }

  /// Waits until something changed, at most a time.
  synchronized void await(long seen, long nanos) throws InterruptedException {
    if (changes == seen && nanos > 0) {
      wait(Math.max(1, nanos / 1_000_000));
    }
  }
}
