package org.ashlar.client.rest.endpoint;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.base.limit.Charge;

/// One operation of the client api. What its route demands of the token and the rate has been
/// checked when it is called.
public interface ClientEndpoint {
  /// Where it is and what guards it; always the same.
  ///
  /// @return the route
  Route route();

  /// What a request takes from the rate limits before it is handled. To be overridden where that
  /// depends on more than the route. Tokens of failures are given back unless the answer is a
  /// denial: 401 or 403 with an error code.
  ///
  /// @param request the request with its caller; its body may be malformed
  /// @return what is taken from each bucket
  default List<Charge> charges(ClientRequest request) {
    return Charges.usual(route().rate(), request);
  }

  /// Answers a request. Never blocks to wait for events: it returns a wait instead.
  ///
  /// @param request the request with its caller
  /// @return the answer, or what to wait for
  /// @throws org.ashlar.base.error.MatrixException for an answer that is an error
  Outcome handle(ClientRequest request);
}
