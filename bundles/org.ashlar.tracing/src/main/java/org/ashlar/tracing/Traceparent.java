package org.ashlar.tracing;

/// The trace of a caller.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId the caller's span, 16 hexadecimal digits
/// @param sampled whether the caller records it
/// @spec https://www.w3.org/TR/trace-context/#traceparent-header traceparent
record Traceparent(String traceId, String spanId, boolean sampled) {
  private static final int TRACE = 3;
  private static final int SPAN = TRACE + 32 + 1;
  private static final int FLAGS = SPAN + 16 + 1;

  /// @param text valid by W3C Trace Context
  static Traceparent of(String text) {
    int flags = Integer.parseInt(text, FLAGS, FLAGS + 2, 16);
    return new Traceparent(
        text.substring(TRACE, SPAN - 1), text.substring(SPAN, FLAGS - 1), (flags & 1) != 0);
  }
}
