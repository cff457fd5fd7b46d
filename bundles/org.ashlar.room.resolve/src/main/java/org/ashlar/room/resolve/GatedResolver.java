package org.ashlar.room.resolve;

import java.util.Map;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolution.StateResolver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/// An algorithm as a service. One resolution uses one version of the authorization rules
/// throughout.
public final class GatedResolver implements StateResolver {
  private final Gate<AuthRules> rules;
  private final String revision;
  private final String name;
  private final Algorithm algorithm;

  /// @param context the bundle whose version is the revision
  /// @param selections makes the gate to the rules
  /// @param name the algorithm's name
  /// @param algorithm the algorithm
  public GatedResolver(
      BundleContext context, Selections selections, String name, Algorithm algorithm) {
    this.rules = selections.gate(AuthRules.class);
    this.revision = context.getBundle().getVersion().toString();
    this.name = name;
    this.algorithm = algorithm;
  }

  /// Resolves what differs.
  @FunctionalInterface
  public interface Algorithm {
    /// @param request the branches
    /// @param rules what allows events
    /// @param trace is told each step
    /// @return the entries to lay over the common state
    Map<StateKey, EventId> resolve(
        ResolutionRequest request, AuthRules rules, ResolutionTrace trace);
  }

  /// Takes rules as a candidate.
  public void bind(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.bind(reference, service);
  }

  /// Drops a candidate.
  public void unbind(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.unbind(reference, service);
  }

  @Override
  public boolean supports(RoomVersion version) {
    return version.resolution().equals(name);
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public Map<StateKey, EventId> resolve(ResolutionRequest request, ResolutionTrace trace) {
    if (!supports(request.version())) {
      throw new IllegalArgumentException(name + " does not resolve version " + request.version());
    }
    return rules.call(service -> algorithm.resolve(request, service, trace));
  }
}
