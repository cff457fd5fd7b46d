package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.ashlar.store.Extremity;

/// Chooses which forward extremities an event of this server names, where there are many: half of
/// them the newest, the rest at random, so that old ones are joined some day too.
final class PreviousEvents {
  /// The most that an event names. The specification sets this limit for all servers.
  ///
  /// @spec https://spec.matrix.org/v1.19/server-server-api/#pdus PDUs
  static final int MOST = 20;

  private static final int NEWEST = 10;

  private PreviousEvents() {}

  static List<Extremity> choose(List<Extremity> extremities) {
    if (extremities.size() <= MOST) {
      return extremities;
    }
    List<Extremity> rest = new ArrayList<>(extremities);
    rest.sort(Comparator.comparingLong(Extremity::depth).reversed());
    List<Extremity> chosen = new ArrayList<>(rest.subList(0, NEWEST));
    rest.subList(0, NEWEST).clear();
    while (chosen.size() < MOST) {
      chosen.add(rest.remove(ThreadLocalRandom.current().nextInt(rest.size())));
    }
    return chosen;
  }
}
