package org.ashlar.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The networks to which no connection is made.
///
/// @param networks the networks
/// @param everything whether there is no telling what was meant, so that nothing is allowed
record DenyList(List<Network> networks, boolean everything) {
  /// Denies everything.
  static final DenyList ALL = new DenyList(List.of(), true);

  private static final Logger LOG = LoggerFactory.getLogger(DenyList.class);

  static DenyList of(String key, String[] texts) {
    List<Network> networks = new ArrayList<>(texts.length);
    for (String text : texts) {
      try {
        networks.add(Network.parse(text));
      } catch (IllegalArgumentException e) {
        LOG.error(
            "outbound.{}: '{}' is no network such as 10.0.0.0/8; until this is mended, no such"
                + " connections are made",
            key,
            text);
        return ALL;
      }
    }
    return new DenyList(List.copyOf(networks), false);
  }

  boolean denies(InetAddress address) {
    return everything || networks.stream().anyMatch(network -> network.contains(address));
  }
}
