package org.ashlar.outbound;

import java.net.InetAddress;

/// A network, such as `10.0.0.0/8` or `::1/128`.
///
/// @param address its first address
/// @param bits how many leading bits all its addresses share
record Network(InetAddress address, int bits) {
  /// Reads a network; a lone address is a network of one.
  ///
  /// @throws IllegalArgumentException when it is none
  static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address =
        InetAddress.ofLiteral(slash < 0 ? text.strip() : text.substring(0, slash).strip());
    int most = address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1).strip());
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    return new Network(address, bits);
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] its = other.getAddress();
    if (mine.length != its.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
