package org.ashlar.tracing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The section `tracing` as it holds now.
///
/// @param enabled whether traces are sent
/// @param endpoint where to, with its path
/// @param sampleRatio which part of those without a caller's trace, 0 to 1
/// @param headers what is sent along, secret
/// @param people what of people is told
record Settings(
    boolean enabled, URI endpoint, double sampleRatio, Map<String, String> headers, People people) {
  private static final String PATH = "/v1/traces";
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

  /// What the client sets itself, or does not let be set.
  private static final Set<String> TAKEN =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  /// What of people leaves the server.
  ///
  /// @param users whether who asked is told
  /// @param rooms whether of which room is told
  record People(boolean users, boolean rooms) {}

  /// @throws IllegalArgumentException with a sentence for the operator, without a secret
  static Settings of(TracingOptions options) {
    double ratio = options.sampleRatio();
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException(
          "tracing.sample_ratio is " + ratio + "; 0 to 1 it may be.");
    }
    return new Settings(
        options.enabled(),
        endpoint(options.endpoint()),
        ratio,
        headers(options.headers()),
        new People(options.withUsers(), options.withRooms()));
  }

  private static URI endpoint(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw badEndpoint();
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
      throw badEndpoint();
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "tracing.endpoint has a user or password; they belong into tracing.headers.");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("tracing.endpoint may have no ? and no #.");
    }
    String path = uri.getRawPath().replaceAll("/+$", "");
    return URI.create(
        scheme + "://" + uri.getRawAuthority() + (path.endsWith(PATH) ? path : path + PATH));
  }

  /// Says nothing of what was there: it may hold a password.
  private static IllegalArgumentException badEndpoint() {
    return new IllegalArgumentException(
        "tracing.endpoint is no address such as http://127.0.0.1:4318.");
  }

  private static Map<String, String> headers(String[] entries) {
    Map<String, String> headers = new TreeMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String name = (equals < 0 ? "" : entry.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
      String value = entry.substring(equals + 1).strip();
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("tracing.headers has a name that no header can have.");
      }
      if (TAKEN.contains(name)) {
        throw new IllegalArgumentException("tracing.headers." + name + " can not be set.");
      }
      if (!VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "tracing.headers." + name + " has a character that no header may have.");
      }
      headers.put(name, value);
    }
    return Map.copyOf(headers);
  }

  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "Settings[enabled=" + enabled + ", endpoint=" + endpoint + "]";
  }
}
