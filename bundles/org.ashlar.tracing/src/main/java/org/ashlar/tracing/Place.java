package org.ashlar.tracing;

/// Where a span is found.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId 16 hexadecimal digits
record Place(String traceId, String spanId) {}
