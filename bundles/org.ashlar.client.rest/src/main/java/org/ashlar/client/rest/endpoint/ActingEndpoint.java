package org.ashlar.client.rest.endpoint;

import java.util.List;
import java.util.function.BiConsumer;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.limit.Charge;
import org.ashlar.presence.Presence;

/// Stands in front of an endpoint by which users do something: whom it let do it was there just
/// now. Costs a look into memory.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#last-active-ago Last active ago
public final class ActingEndpoint implements ClientEndpoint {
  private final ClientEndpoint endpoint;
  private final Gate<Presence> presence;
  private final BiConsumer<Presence, UserId> act;

  private ActingEndpoint(
      ClientEndpoint endpoint, Gate<Presence> presence, BiConsumer<Presence, UserId> act) {
    this.endpoint = endpoint;
    this.presence = presence;
    this.act = act;
  }

  /// Endpoints by which users do something.
  ///
  /// @param presence who is told
  /// @param endpoints the endpoints, whose routes demand a token
  /// @return the same, watched
  public static List<ClientEndpoint> acting(
      Gate<Presence> presence, List<ClientEndpoint> endpoints) {
    return watched(presence, endpoints, Presence::acted);
  }

  /// Endpoints by which users come into rooms.
  ///
  /// @param presence who is told
  /// @param endpoints the endpoints, whose routes demand a token
  /// @return the same, watched
  public static List<ClientEndpoint> joining(
      Gate<Presence> presence, List<ClientEndpoint> endpoints) {
    return watched(presence, endpoints, Presence::joined);
  }

  private static List<ClientEndpoint> watched(
      Gate<Presence> presence, List<ClientEndpoint> endpoints, BiConsumer<Presence, UserId> act) {
    return endpoints.stream()
        .<ClientEndpoint>map(endpoint -> new ActingEndpoint(endpoint, presence, act))
        .toList();
  }

  @Override
  public Route route() {
    return endpoint.route();
  }

  @Override
  public List<Charge> charges(ClientRequest request) {
    return endpoint.charges(request);
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Outcome outcome = endpoint.handle(request);
    UserId user = request.user();
    presence.tryRun(service -> act.accept(service, user));
    return outcome;
  }
}
