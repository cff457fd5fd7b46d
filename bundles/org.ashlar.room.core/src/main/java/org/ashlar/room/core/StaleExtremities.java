package org.ashlar.room.core;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.ashlar.event.Event;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Extremity;
import org.jspecify.annotations.Nullable;

/// Drops forward extremities that have lost: those whose state resolution has not kept, when it has
/// kept the state of another one as it is. All of them go, or none: none while one is young or made
/// here.
final class StaleExtremities {
  private static final long AGE = Duration.ofDays(1).toMillis();
  private static final long DEPTH = 100;

  private final Parts parts;
  private final InstantSource clock;

  StaleExtremities(Parts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /// The extremities that stay.
  ///
  /// @param made the one that is new, or null
  /// @param current the resolved state of all
  List<Extremity> without(
      List<Extremity> extremities, @Nullable Extremity made, StateRoot current, StateTrie trie) {
    if (made == null || extremities.size() < 2) {
      return extremities;
    }
    List<Extremity> lost =
        extremities.stream()
            .filter(each -> !trie.difference(each.after(), current).isEmpty())
            .toList();
    boolean dropped =
        lost.size() < extremities.size()
            && !lost.isEmpty()
            && lost.stream().allMatch(each -> isStale(each, made));
    return dropped
        ? extremities.stream().filter(each -> !lost.contains(each)).toList()
        : extremities;
  }

  private boolean isStale(Extremity extremity, Extremity made) {
    if (extremity.equals(made)
        || extremity.ref().nid() == 0
        || extremity.depth() > made.depth() - DEPTH) {
      return false;
    }
    Event event = parts.state().event(extremity.ref().nid()).event();
    return !event.sender().isOn(parts.server()) && event.originServerTs() < clock.millis() - AGE;
  }
}
