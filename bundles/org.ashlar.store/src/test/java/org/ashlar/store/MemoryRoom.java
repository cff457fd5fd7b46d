package org.ashlar.store;

import java.util.List;
import java.util.Map;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.state.StateRoot;

/// A room; the facts are its current state but for the members.
record MemoryRoom(
    RoomRef room,
    List<Extremity> extremities,
    long current,
    long epoch,
    long lastBump,
    Map<StateKey, Event> facts) {

  RoomHead head(MemoryGraph graph, MemoryPartial partial) {
    return new RoomHead(
        room,
        extremities,
        StateRoot.stored(current),
        epoch,
        graph.gaps(room.nid()),
        partial.room(room.nid()));
  }

  RoomSummary summary(MemoryMembers members) {
    long nid = room.nid();
    return new RoomSummary(
        nid,
        members.count(nid, "join"),
        members.count(nid, "invite"),
        members.heroes(nid),
        fact("m.room.name", "name"),
        fact("m.room.canonical_alias", "alias"),
        fact("m.room.topic", "topic"),
        fact("m.room.avatar", "url"),
        fact("m.room.encryption", "algorithm"),
        fact(EventTypes.CREATE, "type"),
        lastBump);
  }

  PublishedRoom published(MemoryMembers members) {
    RoomSummary summary = summary(members);
    return new PublishedRoom(
        room.id(),
        summary.roomNid(),
        summary.joined(),
        summary.name(),
        summary.canonicalAlias(),
        summary.topic(),
        summary.avatar(),
        fact("m.room.join_rules", "join_rule"),
        fact("m.room.guest_access", "guest_access"),
        fact("m.room.history_visibility", "history_visibility"),
        summary.roomType());
  }

  private String fact(String type, String member) {
    return MemoryPublished.fact(facts, type, member);
  }
}
