package org.ashlar.room.core;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.room.StateQuery;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;

/// Lists members of a room, now or at a point of its timeline. Only members are read, whatever else
/// is in the state.
final class MemberLists {
  private final Gate<EventStore> store;
  private final StateAccess events;
  private final StateBatch states;
  private final Points points;
  private final Sight sight;

  MemberLists(
      Gate<EventStore> store, StateAccess events, StateBatch states, Points points, Sight sight) {
    this.store = store;
    this.events = events;
    this.states = states;
    this.points = points;
    this.sight = sight;
  }

  /// Which memberships are wanted: either condition suffices.
  record Choice(@Nullable String membership, @Nullable String notMembership) {
    static final Choice JOINED = new Choice("join", null);

    boolean accepts(String found) {
      return (membership == null && notMembership == null)
          || found.equals(membership)
          || (notMembership != null && !found.equals(notMembership));
    }
  }

  /// The member events.
  ///
  /// @param at a token, or null for the newest state that the reader sees
  List<StoredEvent> members(
      Requester reader, Access.View view, @Nullable String at, Choice choice) {
    if (at == null) {
      return view.departed() ? ofState(view, view.root(), choice) : current(view, choice);
    }
    RoomToken token = points.parse(at);
    if (view.departed() && token.point().number() > view.until()) {
      return ofState(view, view.root(), choice);
    }
    StoredEvent last = points.lastBefore(view, token);
    if (last == null) {
      return List.of();
    }
    if (sight.permitted(reader.user(), view, List.of(last)).isEmpty()) {
      throw MatrixException.forbidden("You may not see who was in the room then.");
    }
    return ofState(view, last.rootAfter(), choice);
  }

  /// The joined members with their profiles in the room, in the order of their ids.
  Map<String, JsonObject> joined(Access.View view) {
    Map<String, JsonObject> members = new LinkedHashMap<>();
    for (StoredEvent stored : current(view, Choice.JOINED)) {
      JsonObject content = stored.event().content();
      members.put(
          stored.event().key().key(),
          JsonObject.builder()
              .putIfPresent("display_name", content.string("displayname").orElse(null))
              .putIfPresent("avatar_url", content.string("avatar_url").orElse(null))
              .build());
    }
    return members;
  }

  private List<StoredEvent> current(Access.View view, Choice choice) {
    List<Long> nids =
        rows(view).stream()
            .filter(row -> row.eventNid() != 0 && choice.accepts(row.membership()))
            .map(MembershipRow::eventNid)
            .toList();
    return sorted(events.events(nids).values().stream().toList());
  }

  private List<StoredEvent> ofState(Access.View view, long root, Choice choice) {
    Set<StateKey> keys = new HashSet<>();
    rows(view).forEach(row -> keys.add(StateKey.member(row.user())));
    return sorted(
        states.read(List.of(StateQuery.of(view.roomNid(), root, keys))).getFirst().values().stream()
            .filter(stored -> choice.accepts(membership(stored)))
            .toList());
  }

  /// Everybody who ever had to do with the room.
  private List<MembershipRow> rows(Access.View view) {
    return store.call(service -> service.members(view.roomNid(), List.of()));
  }

  private static List<StoredEvent> sorted(List<StoredEvent> members) {
    return members.stream()
        .sorted(Comparator.comparing(stored -> stored.event().key().key()))
        .toList();
  }

  private static String membership(StoredEvent stored) {
    return stored.event().content().string("membership").orElse("");
  }
}
