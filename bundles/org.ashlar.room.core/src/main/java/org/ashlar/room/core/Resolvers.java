package org.ashlar.room.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolution.StateResolver;
import org.osgi.framework.ServiceReference;

/// The way to the resolver of each algorithm, and to the one on trial beside it. Any thread.
final class Resolvers {
  private final Selections selections;
  private final ConcurrentMap<String, Gate<StateResolver>> gates = new ConcurrentHashMap<>();
  private final ShadowRun shadows;

  /// @param selections makes the gates
  Resolvers(Selections selections) {
    this(selections, System::nanoTime);
  }

  /// @param selections makes the gates
  /// @param nanos a clock of trials, in nanoseconds from anywhere
  Resolvers(Selections selections, LongSupplier nanos) {
    this.selections = selections;
    this.shadows = new ShadowRun(nanos);
  }

  /// Lets no more trials begin.
  void close() {
    shadows.close();
  }

  void bind(ServiceReference<StateResolver> reference, StateResolver service) {
    gate(variant(reference)).bind(reference, service);
  }

  void unbind(ServiceReference<StateResolver> reference, StateResolver service) {
    gate(variant(reference)).unbind(reference, service);
  }

  /// Resolves by the algorithm of the room's version. Where another resolver is on trial for it,
  /// that one is asked too, by a thread of its own, and nobody waits for its answer.
  ///
  /// @param request the branches
  /// @param apart makes a copy of the request that another thread may read; called at once, and
  ///   only when there is a trial
  /// @return the answer of the resolver that serves
  Map<StateKey, EventId> resolve(ResolutionRequest request, Supplier<ResolutionRequest> apart) {
    String algorithm = request.version().resolution();
    Map<StateKey, EventId> answer = gate(algorithm).call(resolver -> resolver.resolve(request));
    Gate<StateResolver> shadow = gates.get(algorithm + StateResolver.SHADOW);
    if (shadow != null && shadow.isOpen()) {
      shadows.compare(shadow, apart, answer);
    }
    return answer;
  }

  /// Resolves once more, to see how.
  ///
  /// @param request the branches
  /// @param trace is told each step
  /// @return the answer of the resolver that serves
  Map<StateKey, EventId> explain(ResolutionRequest request, ResolutionTrace trace) {
    return gate(request.version().resolution()).call(resolver -> resolver.resolve(request, trace));
  }

  /// What the resolvers on trial have shown.
  ShadowRun shadows() {
    return shadows;
  }

  private Gate<StateResolver> gate(String variant) {
    return gates.computeIfAbsent(variant, name -> selections.gate(StateResolver.class, name));
  }

  private static String variant(ServiceReference<StateResolver> reference) {
    return reference.getProperty(Selections.VARIANT) instanceof String variant ? variant : "";
  }
}
