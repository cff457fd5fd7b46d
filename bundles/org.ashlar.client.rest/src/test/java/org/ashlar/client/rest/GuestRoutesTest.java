package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Route;
import org.junit.jupiter.api.Test;

/// What guests may call.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#guest-access Guest access
class GuestRoutesTest {
  /// What the specification lets guests do, as far as it may ever be served.
  private static final Set<String> ALLOWED =
      Set.of(
          "GET rooms/{}/state",
          "GET rooms/{}/context/{}",
          "GET rooms/{}/event/{}",
          "GET rooms/{}/state/{}",
          "GET rooms/{}/state/{}/",
          "GET rooms/{}/state/{}/{}",
          "GET rooms/{}/messages",
          "GET rooms/{}/members",
          "GET rooms/{}/initialSync",
          "GET sync",
          "GET events",
          "POST rooms/{}/join",
          "POST rooms/{}/leave",
          "PUT rooms/{}/send/{}/{}",
          "PUT rooms/{}/state/{}",
          "PUT rooms/{}/state/{}/",
          "PUT rooms/{}/state/{}/{}",
          "PUT profile/{}/{}",
          "DELETE profile/{}/{}",
          "GET devices",
          "GET devices/{}",
          "PUT devices/{}",
          "GET account/whoami");

  /// What we let them do as well: logging out, joining by alias, and searching the public rooms,
  /// which anybody may list.
  private static final Set<String> ALSO =
      Set.of("POST logout", "POST logout/all", "POST join/{}", "POST publicRooms");

  @Test
  void guestsMayCallWhatTheSpecificationLetsThem() {
    assertThat(routes(Route.Auth.USER, Route.Auth.ADMIN)).doesNotContainAnyElementsOf(ALLOWED);
  }

  @Test
  void guestsMayCallNothingElse() {
    assertThat(routes(Route.Auth.GUEST))
        .isSubsetOf(Stream.concat(ALLOWED.stream(), ALSO.stream()).collect(Collectors.toSet()));
  }

  private static Set<String> routes(Route.Auth... auth) {
    String prefix = "/_matrix/client/v3/";
    return new ClientHouse()
        .routes.endpoints().stream()
            .map(Endpoint::route)
            .filter(route -> Set.of(auth).contains(route.auth()))
            .filter(route -> route.path().startsWith(prefix))
            .map(route -> route.method() + " " + route.path().substring(prefix.length()))
            .map(place -> place.replaceAll("\\{[^}]*}", "{}"))
            .collect(Collectors.toSet());
  }
}
