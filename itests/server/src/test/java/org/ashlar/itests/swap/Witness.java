package org.ashlar.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.itests.server.MatrixClient;
import org.jspecify.annotations.Nullable;

/// Sees every request of a load: counts them, remembers what failed and during which swap, and how
/// long the longest took. Any thread.
final class Witness {
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> longest = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private volatile String during = "the beginning";

  /// A request.
  @FunctionalInterface
  interface Call {
    MatrixClient.Answer make();
  }

  /// From now on something else is being swapped.
  void during(String bundle) {
    during = bundle;
  }

  /// Makes a request that must be answered with 200.
  ///
  /// @return the answer, or null after a fault
  @Nullable JsonNode ask(String what, Call call) {
    return ask(what, 0, call);
  }

  /// Makes a request that may take as long as it was told to wait.
  ///
  /// @param wait milliseconds that do not count
  /// @return the answer, or null after a fault
  @Nullable JsonNode ask(String what, long wait, Call call) {
    String part = during;
    long start = System.nanoTime();
    try {
      MatrixClient.Answer answer = call.make();
      requests.incrementAndGet();
      long millis = (System.nanoTime() - start) / 1_000_000 - wait;
      longest.merge(part, Math.max(0, millis), Math::max);
      if (answer.status() == 200) {
        return answer.body();
      }
      fault(what + ": " + answer);
    } catch (RuntimeException e) {
      fault(what + ": " + e);
    }
    return null;
  }

  /// Something is not as it must be.
  void fault(String what) {
    faults.add("during " + during + ": " + what);
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  long requests() {
    return requests.get();
  }

  /// The longest request that began during each swap, in milliseconds.
  Map<String, Long> longestMillis() {
    return new TreeMap<>(longest);
  }
}
