package org.ashlar.base.http;

import org.osgi.annotation.versioning.ConsumerType;

/// One operation of an HTTP api; any thread.
@ConsumerType
public interface Endpoint {
  /// Where it is and what guards it; always the same.
  ///
  /// @return the route
  Route route();

  /// Answers a request. Never blocks to wait for events: it returns a [Wait] instead.
  ///
  /// @param request the request, its body read whole
  /// @return the answer, or what to wait for before asking again
  /// @throws org.ashlar.base.error.MatrixException for an answer that is an error
  Outcome handle(Request request);
}
