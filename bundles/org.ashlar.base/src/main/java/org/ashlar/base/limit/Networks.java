package org.ashlar.base.limit;

import java.util.Locale;

/// The networks that addresses belong to.
public final class Networks {
  private static final int NETWORK_PARTS = 4;

  private Networks() {}

  /// Who has an IPv6 address has 2^64 of them: they count as one sender.
  ///
  /// @param address an IP address as text
  /// @return the /64 network of an IPv6 address, every other text as it is
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    if (address.indexOf('.') > 0) {
      return address.substring(address.lastIndexOf(':') + 1);
    }
    int gap = address.indexOf("::");
    String[] head = (gap < 0 ? address : address.substring(0, gap)).split(":");
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_PARTS; i++) {
      boolean given = i < head.length && !head[i].isEmpty();
      network.append(given ? head[i].toLowerCase(Locale.ROOT) : "0").append(':');
    }
    return network.toString();
  }
}
