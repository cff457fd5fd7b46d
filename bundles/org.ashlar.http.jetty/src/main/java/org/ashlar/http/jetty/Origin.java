package org.ashlar.http.jetty;

import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// What a request says of where it comes from. Malformed ids are ignored: they are no fault of the
/// client's, as proxies add them.
///
/// @param requestId the id that a proxy or client gave in `X-Request-Id`: 1 to 128 letters, digits
///   and `-_.:/+=@`; or null
/// @param traceparent the trace of which it is a part, or null
/// @spec https://www.w3.org/TR/trace-context/#traceparent-header traceparent
record Origin(@Nullable String requestId, @Nullable String traceparent) {
  private static final int MAX_ID = 128;
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  static Origin of(HttpFields headers) {
    String id = headers.get("X-Request-Id");
    String trace = headers.get("traceparent");
    return new Origin(
        id != null && isId(id) ? id : null,
        trace != null && TRACEPARENT.matcher(trace.toLowerCase(Locale.ROOT)).matches()
            ? trace.toLowerCase(Locale.ROOT)
            : null);
  }

  /// What lines of the log name as the origin.
  @Nullable String link() {
    return requestId == null ? traceparent : requestId;
  }

  private static boolean isId(String id) {
    if (id.isEmpty() || id.length() > MAX_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!plain && "-_.:/+=@".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
