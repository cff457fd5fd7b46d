package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.StateKey;
import org.ashlar.store.StoredEvent;
import org.ashlar.sync.Chronicle.Moment;
import org.ashlar.sync.ModelClient.RoomModel;
import org.ashlar.sync.NaiveSync.Ask;

/// Which member events a reader who loads them lazily needs, and which it must not get.
record NaiveMembers(Chronicle chronicle, Ask ask) {
  /// What of a room was told.
  record Told(RoomId room, long after, long end, boolean whole, List<Moment> shown) {}

  void check(Told told, Map<StateKey, String> given, Set<String> heroes) {
    String about = told.room() + " for " + ask;
    Set<String> related = new HashSet<>(heroes);
    Set<String> inTimeline = new HashSet<>();
    for (Moment moment : told.shown()) {
      related.add(moment.event().event().sender().value());
      if (moment.event().event().isState() && StateMaps.isMember(moment.event().event().key())) {
        inTimeline.add(moment.event().event().stateKey());
      }
    }
    Map<StateKey, String> right = right(told);
    Set<String> changed = changed(told);
    given.forEach(
        (key, id) -> {
          boolean wanted =
              related.contains(key.key())
                  || changed.contains(key.key())
                  || inTimeline.contains(key.key())
                  || key.key().equals(ask.user().value());
          assertThat(wanted).as(key + " is told without need of " + about).isTrue();
          if (!chronicle.isForked(told.room())) {
            assertThat(id).as(key + " of " + about).isEqualTo(right.get(key));
          }
        });
    if (chronicle.isForked(told.room())) {
      return;
    }
    Map<StateKey, String> needed = new HashMap<>(right);
    needed.keySet().removeIf(key -> !isNeeded(key, told, related, changed, right));
    needed
        .values()
        .removeIf(
            id -> {
              StoredEvent event = event(told, id);
              return !ask.filter().part("state").wants(told.room().value(), event);
            });
    assertThat(given).as("members of " + about).containsAllEntriesOf(needed);
  }

  private boolean isNeeded(
      StateKey key,
      Told told,
      Set<String> related,
      Set<String> changed,
      Map<StateKey, String> right) {
    String user = key.key();
    if (changed.contains(user)) {
      return true;
    }
    boolean own = told.whole() && user.equals(ask.user().value());
    return own || related.contains(user) && (isRedundantWanted() || !isKnown(key, told, right));
  }

  private boolean isRedundantWanted() {
    return ask.filter().part("state").redundant();
  }

  private boolean isKnown(StateKey key, Told told, Map<StateKey, String> right) {
    RoomModel room = ask.client().rooms.get(told.room().value());
    return !told.whole() && room != null && right.get(key).equals(room.state.get(key));
  }

  /// Members as they were before the timeline, or after it.
  private Map<StateKey, String> right(Told told) {
    Map<StateKey, StoredEvent> right = new HashMap<>(chronicle.state(told.room(), told.end()));
    if (!ask.client().stateAfter && !told.shown().isEmpty()) {
      Map<StateKey, StoredEvent> start = told.shown().getFirst().before();
      for (Moment moment : told.shown()) {
        if (moment.event().event().isState()) {
          StateKey key = moment.event().event().key();
          right.remove(key);
          if (start.containsKey(key)) {
            right.put(key, start.get(key));
          }
        }
      }
    }
    Map<StateKey, String> ids = StateMaps.ids(right);
    ids.keySet().removeIf(key -> !StateMaps.isMember(key));
    return ids;
  }

  /// Members that changed after what the reader knows and are not told by the timeline.
  private Set<String> changed(Told told) {
    Set<String> changed = new HashSet<>();
    if (told.after() == 0) {
      return changed;
    }
    Map<StateKey, String> before = StateMaps.ids(chronicle.state(told.room(), told.after()));
    right(told)
        .forEach(
            (key, id) -> {
              if (!id.equals(before.get(key))) {
                changed.add(key.key());
              }
            });
    return changed;
  }

  private StoredEvent event(Told told, String id) {
    return chronicle.between(told.room(), 0, told.end()).stream()
        .map(Moment::event)
        .filter(event -> event.event().id().value().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
