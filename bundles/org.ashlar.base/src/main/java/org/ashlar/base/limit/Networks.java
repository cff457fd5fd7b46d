package org.ashlar.base.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The networks that addresses belong to.
public final class Networks {
  private static final int NETWORK_PARTS = 4;
  private static final Pattern WITH_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[^\\]]*)?\\]|[0-9.]+):[0-9]{1,5}");
  private static final Pattern WITH_ZONE = Pattern.compile("(\\[?)([0-9A-Fa-f:.]+)%[^\\]]+(\\]?)");

  private Networks() {}

  /// Who has an IPv6 address has 2^64 of them: they count as one sender, however each is written.
  ///
  /// @param address an IP address as text; may have a port, then an IPv6 address is in brackets
  /// @return the /64 network of an IPv6 address; an IPv4 address, also of one that is mapped into
  ///   IPv6, without the port; every other text as it is
  public static String of(String address) {
    Matcher port = WITH_PORT.matcher(address);
    String host = port.matches() ? port.group(1) : address;
    Matcher zone = WITH_ZONE.matcher(host);
    String bare = zone.matches() ? zone.group(1) + zone.group(2) + zone.group(3) : host;
    return org.ashlar.base.http.Networks.address(bare).map(Networks::network).orElse(address);
  }

  private static String network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_PARTS; i++) {
      network.append(Integer.toHexString(Short.toUnsignedInt(bytes.getShort()))).append(':');
    }
    return network.toString();
  }
}
