package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.ClientEvent;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoredEvent;

/// What those see of a room who are invited to it, or knock at it.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#stripped-state Stripped state
final class StrippedStates {
  private static final List<StateKey> SHOWN =
      List.of(
          StateKey.CREATE,
          new StateKey(EventTypes.JOIN_RULES, ""),
          CanonicalAlias.KEY,
          new StateKey("m.room.avatar", ""),
          new StateKey("m.room.name", ""),
          new StateKey("m.room.encryption", ""),
          new StateKey("m.room.topic", ""));

  private final StateAccess events;
  private final StateBatch states;

  StrippedStates(StateAccess events, StateBatch states) {
    this.events = events;
    this.states = states;
  }

  /// For each membership, the state before it, and it.
  List<List<JsonObject>> of(List<MembershipRow> memberships) {
    List<Long> nids = memberships.stream().map(MembershipRow::eventNid).toList();
    Map<Long, StoredEvent> found = events.events(nids);
    List<StoredEvent> members = new ArrayList<>();
    for (long nid : nids) {
      StoredEvent member = found.get(nid);
      members.add(member == null ? events.event(nid) : member);
    }
    List<Map<StateKey, StoredEvent>> before =
        states.read(members.stream().map(StrippedStates::query).toList());
    List<List<JsonObject>> stripped = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      List<JsonObject> shown = new ArrayList<>();
      before.get(i).values().forEach(event -> shown.add(ClientEvent.stripped(event.event())));
      shown.add(ClientEvent.stripped(members.get(i).event()));
      stripped.add(shown);
    }
    return stripped;
  }

  private static StateQuery query(StoredEvent member) {
    Set<StateKey> keys = new LinkedHashSet<>(SHOWN);
    keys.add(StateKey.member(member.event().sender()));
    return StateQuery.of(member.roomNid(), member.rootBefore(), keys);
  }
}
