package org.ashlar.room.resolve;

import java.util.Map;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.StateResolver;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The resolver as a service. One resolution uses one version of the authorization rules
/// throughout.
@Component(service = StateResolver.class, immediate = true)
public final class GatedStateResolver implements StateResolver {
  private final Gate<AuthRules> rules;
  private final String revision;

  /// @param context the bundle whose version is the revision
  /// @param selections makes the gate to the rules
  @Activate
  public GatedStateResolver(BundleContext context, @Reference Selections selections) {
    this.rules = selections.gate(AuthRules.class);
    this.revision = context.getBundle().getVersion().toString();
  }

  @Reference(
      service = AuthRules.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  public void bindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.bind(reference, service);
  }

  public void unbindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.unbind(reference, service);
  }

  @Override
  public boolean supports(RoomVersion version) {
    return StateResolution.supports(version);
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public Map<StateKey, EventId> resolve(ResolutionRequest request) {
    return rules.call(service -> new StateResolution(service).resolve(request));
  }
}
