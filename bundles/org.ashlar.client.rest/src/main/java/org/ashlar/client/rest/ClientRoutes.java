package org.ashlar.client.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.RouteSet;
import org.ashlar.base.install.Installation;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.client.rest.account.AccountEndpoints;
import org.ashlar.client.rest.directory.DirectoryEndpoints;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.GuardedEndpoint;
import org.ashlar.client.rest.presence.PresenceEndpoints;
import org.ashlar.client.rest.push.PushEndpoints;
import org.ashlar.client.rest.room.RoomEndpoints;
import org.ashlar.client.rest.server.ServerEndpoints;
import org.ashlar.client.rest.sync.SyncEndpoints;
import org.ashlar.client.rest.user.ProfileSettings;
import org.ashlar.client.rest.user.UserEndpoints;
import org.ashlar.directory.Directory;
import org.ashlar.directory.InvitationLookup;
import org.ashlar.presence.Presence;
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
    configurationPid = {
      RateLimitOptions.RATE_LIMITS_PID,
      SupportOptions.SUPPORT_PID,
      ProfileOptions.PROFILES_PID
    })
public final class ClientRoutes implements RouteSet {
  private static final String V3 = "/_matrix/client/v3/";
  private static final String R0 = "/_matrix/client/r0/";
  private static final String OWNER = "org.ashlar.client.rest";

  private final ClientServices services;
  private final RateLimits limits;
  private final List<Endpoint> endpoints;
  private volatile Settings settings;

  /// @param selections where gates come from
  /// @param installation what this server is
  /// @param rateLimits the section `rate_limits`
  /// @param support the section `support`
  /// @param profiles the section `profiles`
  @Activate
  public ClientRoutes(
      @Reference Selections selections,
      @Reference Installation installation,
      RateLimitOptions rateLimits,
      SupportOptions support,
      ProfileOptions profiles) {
    this(selections, installation, RateLimits.current(), Settings.of(support, profiles));
    RateSettings.of(rateLimits).apply(limits);
  }

  ClientRoutes(
      Selections selections, Installation installation, RateLimits limits, Settings settings) {
    this.limits = limits;
    this.settings = settings;
    Supplier<ProfileSettings> profiles = () -> this.settings.profiles();
    services = ClientServices.of(selections);
    List<ClientEndpoint> all = new ArrayList<>();
    all.addAll(
        ServerEndpoints.all(services, installation, () -> this.settings.support(), profiles));
    all.addAll(AccountEndpoints.all(services, installation));
    all.addAll(UserEndpoints.all(services, profiles));
    all.addAll(PushEndpoints.all(services));
    all.addAll(RoomEndpoints.all(services));
    all.addAll(DirectoryEndpoints.all(services, installation));
    all.addAll(PresenceEndpoints.all(services));
    all.addAll(SyncEndpoints.all(services));
    endpoints = guarded(all);
  }

  @Modified
  void modified(RateLimitOptions rateLimits, SupportOptions support, ProfileOptions profiles) {
    RateSettings.of(rateLimits).apply(limits);
    apply(Settings.of(support, profiles));
  }

  void apply(Settings newSettings) {
    settings = newSettings;
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

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDirectory(ServiceReference<Directory> reference, Directory service) {
    services.directory().bind(reference, service);
  }

  void unbindDirectory(ServiceReference<Directory> reference, Directory service) {
    services.directory().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindPresence(ServiceReference<Presence> reference, Presence service) {
    services.presence().bind(reference, service);
  }

  void unbindPresence(ServiceReference<Presence> reference, Presence service) {
    services.presence().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindLookup(ServiceReference<InvitationLookup> reference, InvitationLookup service) {
    services.lookup().bind(reference, service);
  }

  void unbindLookup(ServiceReference<InvitationLookup> reference, InvitationLookup service) {
    services.lookup().unbind(reference, service);
  }

  private List<Endpoint> guarded(List<ClientEndpoint> all) {
    List<Endpoint> guarded = new ArrayList<>();
    for (ClientEndpoint endpoint : all) {
      Route route = endpoint.route();
      guarded.add(new GuardedEndpoint(endpoint, route, services.accounts(), limits));
      if (route.path().startsWith(V3)) {
        guarded.add(
            new GuardedEndpoint(
                endpoint,
                route.at(R0 + route.path().substring(V3.length())),
                services.accounts(),
                limits));
      }
    }
    return List.copyOf(guarded);
  }
}
