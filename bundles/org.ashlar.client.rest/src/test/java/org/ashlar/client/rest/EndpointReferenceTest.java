package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Route;
import org.junit.jupiter.api.Test;

/// The list of what is served is made of the routes and never out of date.
class EndpointReferenceTest {
  private static final Path PAGE = Path.of("../../docs/reference/endpoints.md");

  @Test
  void theReferenceSaysWhatIsServed() throws IOException {
    // Given
    List<Route> routes =
        new ClientHouse()
            .routes.endpoints().stream()
                .map(Endpoint::route)
                .filter(route -> !route.path().startsWith("/_matrix/client/r0/"))
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .toList();
    // When
    String page = page(routes);
    // Then
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/reference/endpoints.md; write it anew with -Dreference.write=true")
        .isEqualTo(page);
  }

  private static String page(List<Route> routes) {
    long described =
        routes.stream().filter(route -> route.spec().contains("spec.matrix.org")).count();
    StringBuilder page = new StringBuilder();
    page.append("# What the client API serves\n\n")
        .append("Made of the routes of org.ashlar.client.rest; do not edit. ")
        .append(routes.size() + " paths and methods, " + described)
        .append(" of them in the specification. Paths below `/_matrix/client/v3` are also served ")
        .append("below `/_matrix/client/r0`.\n\n")
        .append("Who: NONE anybody, OPTIONAL anybody but a token must be valid, GUEST users and ")
        .append("guests, USER users, ADMIN administrators. Rate: the limit of section ")
        .append("`rate_limits` that counts it; [limits.md](../limits.md) says what each takes.\n\n")
        .append("| method | path | who | rate |\n|---|---|---|---|\n");
    for (Route route : routes) {
      page.append("| ")
          .append(route.method())
          .append(" | [`")
          .append(route.path())
          .append("`](")
          .append(route.spec())
          .append(") | ")
          .append(route.auth())
          .append(" | ")
          .append(route.rate())
          .append(" |\n");
    }
    return page.toString();
  }
}
