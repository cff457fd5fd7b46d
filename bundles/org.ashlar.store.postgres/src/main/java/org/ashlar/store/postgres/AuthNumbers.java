package org.ashlar.store.postgres;

import java.util.HashMap;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;

/// Checks that numbers rise along auth edges: the auth difference walks down the chains by number
/// and would miss an event that is numbered before one that it names. Remembers a number for each
/// state event and each event that is named.
final class AuthNumbers {
  private final Map<EventId, Long> numbers = new HashMap<>();
  private final Map<EventId, Long> first = new HashMap<>();

  /// Takes an event, in any order.
  void add(long nid, Event event) {
    if (event.isState()) {
      numbers.put(event.id(), nid);
    }
    event.authEvents().forEach(auth -> first.merge(auth, nid, Math::min));
  }

  /// Tells of those that are named by an event with a lesser number.
  void finish(Findings findings) {
    first.forEach(
        (auth, nid) -> {
          Long number = numbers.get(auth);
          findings.check(
              number == null || number < nid,
              "auth edges",
              auth + " is numbered after event " + nid + ", which it authorizes");
        });
  }
}
