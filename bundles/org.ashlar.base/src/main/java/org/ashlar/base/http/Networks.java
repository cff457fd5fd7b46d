package org.ashlar.base.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Addresses and networks as an operator writes them: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
/// Immutable; any thread.
public final class Networks {
  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = networks;
  }

  /// Reads addresses and networks.
  ///
  /// @param entries each an address, or an address, `/` and a number of bits
  /// @return the networks
  /// @throws IllegalArgumentException with the entry that is neither, in a sentence
  public static Networks of(String... entries) {
    List<Network> networks = new ArrayList<>();
    for (String entry : entries) {
      networks.add(Network.parse(entry.strip()));
    }
    return new Networks(List.copyOf(networks));
  }

  /// Whether there is none.
  ///
  /// @return true when nothing is contained
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /// Tells whether an address is in one of the networks.
  ///
  /// @param address a literal address; names are never looked up
  /// @return false also when it is no address
  public boolean contains(String address) {
    byte[] bytes = literal(address);
    return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
  }

  /// Tells whether a text is an address.
  ///
  /// @param text a text; an IPv6 address may stand in brackets
  /// @return false for names
  public static boolean isAddress(String text) {
    return literal(text) != null;
  }

  /// The address that a text is. Names are never looked up.
  ///
  /// @param text a text; an IPv6 address may stand in brackets
  /// @return the address, an IPv4 address also for one that is mapped into IPv6; empty for names
  public static Optional<InetAddress> address(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte @Nullable [] literal(String text) {
    return address(text).map(InetAddress::getAddress).orElse(null);
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
      throw new IllegalArgumentException("`" + text + "` is no address and no network.");
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
      int whole = bits / 8;
      int mask = 0xff << 8 - bits % 8 & 0xff;
      return Arrays.equals(address, 0, whole, other, 0, whole)
          && (bits % 8 == 0 || (address[whole] & mask) == (other[whole] & mask));
    }
  }
}
