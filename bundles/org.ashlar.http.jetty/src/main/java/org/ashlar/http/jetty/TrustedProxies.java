package org.ashlar.http.jetty;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Proxies whose word about a client's address counts.
final class TrustedProxies {
  private final List<Network> networks;

  private TrustedProxies(List<Network> networks) {
    this.networks = networks;
  }

  /// @throws IllegalArgumentException with a sentence for the operator
  static TrustedProxies of(String... entries) {
    List<Network> networks = new ArrayList<>();
    for (String entry : entries) {
      networks.add(Network.parse(entry.strip()));
    }
    return new TrustedProxies(List.copyOf(networks));
  }

  /// The address that a request comes from: that of the connection, or, when a trusted proxy
  /// connected, the last one in its header that is not a trusted proxy itself.
  String client(String connected, @Nullable String forwarded) {
    if (forwarded == null || networks.isEmpty() || !isTrusted(connected)) {
      return connected;
    }
    String client = connected;
    String[] hops = forwarded.split(",");
    for (int i = hops.length - 1; i >= 0; i--) {
      byte[] address = literal(hops[i].strip());
      if (address == null) {
        return client;
      }
      client = hops[i].strip();
      if (!isTrusted(address)) {
        return client;
      }
    }
    return client;
  }

  private boolean isTrusted(String address) {
    byte[] bytes = literal(address);
    return bytes != null && isTrusted(bytes);
  }

  private boolean isTrusted(byte[] address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// The bytes of a literal address, or null: names are never looked up.
  private static byte @Nullable [] literal(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    try {
      return InetAddress.ofLiteral(bare).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Network(byte[] address, int bits) {
    static Network parse(String text) {
      int slash = text.indexOf('/');
      byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
      if (address != null) {
        int bits = slash < 0 ? address.length * 8 : bits(text.substring(slash + 1));
        if (bits >= 0 && bits <= address.length * 8) {
          return new Network(address, bits);
        }
      }
      throw new IllegalArgumentException(
          "http.trustedProxies has `" + text + "`, which is no address and no network.");
    }

    private static int bits(String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        return -1;
      }
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit += 8) {
        int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
