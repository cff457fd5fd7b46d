package org.ashlar.itests.forks;

import java.util.List;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.RouteSet;
import org.ashlar.base.install.Installation;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.store.EventStore;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The endpoints of this bundle, and the gates to what they use.
@Component(service = RouteSet.class, immediate = true)
public final class ForkRoutes implements RouteSet {
  /// The resolver of the rooms that are forked.
  private static final String RESOLVER = "v2.1";

  private final Services services;
  private final List<Endpoint> endpoints;

  /// @param selections makes the gates
  /// @param installation names the server
  @Activate
  public ForkRoutes(@Reference Selections selections, @Reference Installation installation) {
    services =
        new Services(
            selections.gate(EventStore.class),
            selections.gate(AuthRules.class),
            selections.gate(StateResolver.class, RESOLVER),
            selections.gate(Rooms.class),
            selections.gate(RoomViews.class));
    endpoints =
        List.of(
            new ForkEndpoint(services, installation.serverName()),
            new HangEndpoint(services.store()),
            new BooksEndpoint());
  }

  @Override
  public String owner() {
    return "org.ashlar.itests.forks";
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Reference(
      service = EventStore.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    services.store().bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    services.store().unbind(reference, service);
  }

  @Reference(
      service = AuthRules.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    services.rules().bind(reference, service);
  }

  void unbindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    services.rules().unbind(reference, service);
  }

  @Reference(
      service = StateResolver.class,
      target = "(" + Selections.VARIANT + "=" + RESOLVER + ")",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindResolver(ServiceReference<StateResolver> reference, StateResolver service) {
    services.resolver().bind(reference, service);
  }

  void unbindResolver(ServiceReference<StateResolver> reference, StateResolver service) {
    services.resolver().unbind(reference, service);
  }

  @Reference(
      service = Rooms.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindRooms(ServiceReference<Rooms> reference, Rooms service) {
    services.rooms().bind(reference, service);
  }

  void unbindRooms(ServiceReference<Rooms> reference, Rooms service) {
    services.rooms().unbind(reference, service);
  }

  @Reference(
      service = RoomViews.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    services.views().bind(reference, service);
  }

  void unbindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    services.views().unbind(reference, service);
  }
}
