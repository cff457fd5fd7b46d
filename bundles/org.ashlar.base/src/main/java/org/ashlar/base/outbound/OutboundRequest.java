package org.ashlar.base.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A request to somebody else.
///
/// @param method the HTTP method
/// @param uri an `http` or `https` address
/// @param headers its headers
/// @param body its body, empty for none
/// @param limits how long and how much is waited for
@SuppressWarnings("ArrayRecordComponent")
public record OutboundRequest(
    String method, URI uri, Map<String, String> headers, byte[] body, Limits limits) {
  /// Copies the headers.
  public OutboundRequest {
    headers = Map.copyOf(headers);
  }

  /// What the answer may take.
  ///
  /// @param time until the whole answer is there
  /// @param bytes the most bytes of its body
  public record Limits(Duration time, long bytes) {}
}
