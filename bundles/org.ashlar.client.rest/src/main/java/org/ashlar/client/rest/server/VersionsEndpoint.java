package org.ashlar.client.rest.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ashlar.account.Accounts;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.stream.Stream;

/// Tells which versions of the specification the server serves; 503 while a part is missing.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions Versions
final class VersionsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/versions",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientversions");
  private static final String LAST_OF_R0 = "r0.6.1";
  private static final int NEWEST = 19;
  private static final List<Stream> STREAMS =
      List.of(Stream.EVENTS, Stream.ACCOUNT_DATA, Stream.RECEIPTS);
  private static final Reply VERSIONS = versions();

  private final ClientServices services;

  VersionsEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    if (!isReady()) {
      throw MatrixException.unavailable("The server is starting; try again in a moment.");
    }
    return VERSIONS;
  }

  private boolean isReady() {
    return services.store().isOpen()
        && services.rooms().isOpen()
        && services.views().isOpen()
        && services.sync().isOpen()
        && services.userData().isOpen()
        && services.accounts().isOpen()
        && services.accounts().call(Accounts::isReady)
        && services.hub().isOpen()
        && services.hub().call(h -> STREAMS.stream().allMatch(s -> h.position(s).isPresent()));
  }

  private static Reply versions() {
    List<String> versions = new ArrayList<>();
    versions.add(LAST_OF_R0);
    IntStream.rangeClosed(1, NEWEST).forEach(i -> versions.add("v1." + i));
    return Reply.ok(
        JsonObject.builder()
            .put("versions", JsonArray.ofStrings(versions))
            .put("unstable_features", JsonObject.EMPTY)
            .build());
  }
}
