package org.ashlar.room.resolve.v2;

import java.util.Map;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.room.resolve.GatedResolver;
import org.ashlar.room.resolve.second.SecondResolution;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The algorithm `v2` as a service.
@Component(service = StateResolver.class, immediate = true, property = Selections.VARIANT + "=v2")
public final class StateResolverV2 implements StateResolver {
  private final GatedResolver resolver;

  /// @param context the bundle whose version is the revision
  /// @param selections makes the gate to the rules
  @Activate
  public StateResolverV2(BundleContext context, @Reference Selections selections) {
    resolver = new GatedResolver(context, selections, "v2", SecondResolution.v2());
  }

  @Override
  public boolean supports(RoomVersion version) {
    return resolver.supports(version);
  }

  @Override
  public String revision() {
    return resolver.revision();
  }

  @Override
  public Map<StateKey, EventId> resolve(ResolutionRequest request, ResolutionTrace trace) {
    return resolver.resolve(request, trace);
  }

  @Reference(
      service = AuthRules.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  public void bindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    resolver.bind(reference, service);
  }

  public void unbindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    resolver.unbind(reference, service);
  }
}
