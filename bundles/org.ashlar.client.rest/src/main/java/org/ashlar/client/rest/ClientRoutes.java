package org.ashlar.client.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.RouteSet;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.GuardedEndpoint;
import org.ashlar.client.rest.endpoint.RateLimits;
import org.ashlar.client.rest.endpoint.RateLimits.Limit;
import org.ashlar.client.rest.room.RoomEndpoints;
import org.ashlar.client.rest.sync.SyncEndpoints;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.store.EventStore;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncService;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The whole client api as one set of routes. Holds the gates through which all endpoints call.
@Component(
    service = RouteSet.class,
    immediate = true,
    configurationPid = RateLimitOptions.RATE_LIMITS_PID)
public final class ClientRoutes implements RouteSet {
  private static final String OWNER = "org.ashlar.client.rest";
  private static final String STABLE = "/_matrix/client/v3/";
  private static final String OLD = "/_matrix/client/r0/";

  private final ClientServices services;
  private final RateLimits limits;
  private final List<Endpoint> endpoints;

  /// @param selections where gates come from
  /// @param rateLimits the section `rate_limits`
  @Activate
  public ClientRoutes(@Reference Selections selections, RateLimitOptions rateLimits) {
    services = ClientServices.of(selections);
    limits = new RateLimits(settings(rateLimits), System::nanoTime);
    List<ClientEndpoint> all = new ArrayList<>();
    all.addAll(RoomEndpoints.all(services));
    all.addAll(SyncEndpoints.all(services));
    endpoints = guarded(all);
  }

  @Modified
  void modified(RateLimitOptions rateLimits) {
    limits.apply(settings(rateLimits));
  }

  @Override
  public String owner() {
    return OWNER;
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    services.accounts().bind(reference, service);
  }

  void unbindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    services.accounts().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindUserData(ServiceReference<UserData> reference, UserData service) {
    services.userData().bind(reference, service);
  }

  void unbindUserData(ServiceReference<UserData> reference, UserData service) {
    services.userData().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    services.hub().bind(reference, service);
  }

  void unbindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    services.hub().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindRooms(ServiceReference<Rooms> reference, Rooms service) {
    services.rooms().bind(reference, service);
  }

  void unbindRooms(ServiceReference<Rooms> reference, Rooms service) {
    services.rooms().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    services.views().bind(reference, service);
  }

  void unbindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    services.views().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindSync(ServiceReference<SyncService> reference, SyncService service) {
    services.sync().bind(reference, service);
  }

  void unbindSync(ServiceReference<SyncService> reference, SyncService service) {
    services.sync().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    services.store().bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    services.store().unbind(reference, service);
  }

  /// Old clients still ask below `r0`, where the same operations are.
  private List<Endpoint> guarded(List<ClientEndpoint> all) {
    List<Endpoint> result = new ArrayList<>(2 * all.size());
    for (ClientEndpoint endpoint : all) {
      Route route = endpoint.route();
      result.add(new GuardedEndpoint(endpoint, route, services.accounts(), limits));
      if (route.path().startsWith(STABLE)) {
        Route old =
            new Route(
                route.method(),
                OLD + route.path().substring(STABLE.length()),
                route.auth(),
                route.rate(),
                route.spec(),
                route.maxBody());
        result.add(new GuardedEndpoint(endpoint, old, services.accounts(), limits));
      }
    }
    return List.copyOf(result);
  }

  private static RateLimits.Settings settings(RateLimitOptions options) {
    return new RateLimits.Settings(
        options.enabled(),
        Map.of(
            Route.Rate.MESSAGE, new Limit(options.messagePerSecond(), options.messageBurst()),
            Route.Rate.LOGIN, new Limit(options.loginPerSecond(), options.loginBurst()),
            Route.Rate.REGISTRATION,
                new Limit(options.registrationPerSecond(), options.registrationBurst()),
            Route.Rate.JOIN, new Limit(options.joinPerSecond(), options.joinBurst()),
            Route.Rate.INVITE, new Limit(options.invitePerSecond(), options.inviteBurst()),
            Route.Rate.OTHER, new Limit(options.otherPerSecond(), options.otherBurst())));
  }
}
