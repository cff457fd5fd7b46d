package org.ashlar.http.jetty;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.http.Networks;

/// Proxies whose word about a client's address counts.
final class TrustedProxies {
  private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+):[0-9]{1,5}");

  private final Networks networks;

  private TrustedProxies(Networks networks) {
    this.networks = networks;
  }

  /// @throws IllegalArgumentException with a sentence for the operator
  static TrustedProxies of(String... entries) {
    try {
      return new TrustedProxies(Networks.of(entries));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("http.trustedProxies: " + e.getMessage());
    }
  }

  /// The address that a request comes from: that of the connection, or, when a trusted proxy
  /// connected, the last one in its headers that is not a trusted proxy itself.
  ///
  /// @param forwarded the values of all headers, in their order: some proxies add one of their own
  String client(String connected, List<String> forwarded) {
    if (forwarded.isEmpty() || networks.isEmpty() || !networks.contains(connected)) {
      return connected;
    }
    String client = connected;
    String[] hops = String.join(",", forwarded).split(",");
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = withoutPort(hops[i].strip());
      if (!Networks.isAddress(hop)) {
        return client;
      }
      client = hop;
      if (!networks.contains(hop)) {
        return client;
      }
    }
    return client;
  }

  /// Some proxies add the port to an IPv4 address.
  private static String withoutPort(String hop) {
    Matcher matcher = WITH_PORT.matcher(hop);
    return matcher.matches() ? matcher.group(1) : hop;
  }
}
