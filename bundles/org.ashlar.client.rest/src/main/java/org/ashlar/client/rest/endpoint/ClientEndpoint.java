package org.ashlar.client.rest.endpoint;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;

/// One operation of the client api. What its route demands of the token and the rate has been
/// checked when it is called.
public interface ClientEndpoint {
  /// Where it is and what guards it; always the same.
  ///
  /// @return the route
  Route route();

  /// Answers a request. Never blocks to wait for events: it returns a wait instead.
  ///
  /// @param request the request with its caller
  /// @return the answer, or what to wait for
  /// @throws org.ashlar.base.error.MatrixException for an answer that is an error
  Outcome handle(ClientRequest request);
}
