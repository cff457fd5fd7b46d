package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.ibatis.session.SqlSession;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.Event;
import org.ashlar.event.ReferenceHash;
import org.ashlar.event.RoomVersion;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Gap;

/// Holds a room against the invariants, in one snapshot. Which is which: E2 nothing above the
/// positions given; E3 forward extremities; E4 and E5 the states before and after each event; E6
/// the current state, as far as it follows without resolution; E7 backward extremities; E8 ids and
/// bytes. Of E1 and E9 it finds the traces of a breach, see [OriginInspector]. E10 needs the rules
/// of authorization, which are not at hand here: room.core looks.
final class RoomInspector {
  private final SqlSession session;
  private final RoomId room;
  private final InspectMapper mapper;
  private final Findings findings = new Findings();
  private final GraphScan graph = new GraphScan();
  private final AuthNumbers numbers = new AuthNumbers();
  private final OriginInspector origins;
  private final Set<Long> extremities = new HashSet<>();
  private final Map<Long, EventId> accepted = new HashMap<>();
  private final Map<Long, Long> rootsAfter = new HashMap<>();
  private final List<StateInspector.Step> steps = new ArrayList<>();

  RoomInspector(SqlSession session, RoomId room) {
    this.session = session;
    this.room = room;
    this.mapper = session.getMapper(InspectMapper.class);
    this.origins = new OriginInspector(session, findings);
  }

  List<String> inspect() {
    InspectMapper.RoomRow row = mapper.room(room.value());
    if (row == null) {
      return List.of("the room " + room + " is unknown");
    }
    RoomVersion version = RoomVersion.find(row.version()).orElseThrow();
    for (String nid : row.extremities().replaceAll("[{}]", "").split(",")) {
      if (!nid.isEmpty()) {
        extremities.add(Long.parseLong(nid));
      }
    }
    mapper.events(row.nid(), context -> inspect(context.getResultObject(), version));
    graph.finish();
    numbers.finish(findings);
    origins.inspect(row.nid());
    checkEnds(row);
    mapper
        .misplaced(row.nid())
        .forEach(id -> findings.wrong("E2", id + " has a place that was not given, or not alone"));
    mapper.partial(row.nid()).forEach(sentence -> findings.wrong("partial_rooms", sentence));
    mapper.dangling(row.nid()).stream()
        .filter(table -> table.rows() > 0)
        .forEach(
            table ->
                findings.wrong(
                    table.name(), table.rows() + " rows do not agree with their events"));
    new StateInspector(session, row, findings).inspect(steps);
    return findings.all();
  }

  private void inspect(InspectMapper.EventRow row, RoomVersion version) {
    Event event;
    try {
      event = Event.read(new EventId(row.id()), row.json(), version);
      EventId derived = ReferenceHash.eventId(event.pdu(), version);
      findings.check(
          derived.equals(event.id()), "E8", row.id() + " has the bytes of another event");
      findings.check(
          event.roomId().equals(room), "E8", row.id() + " says that it is of another room");
    } catch (MatrixException | IllegalArgumentException e) {
      findings.wrong("E8", row.id() + " can not be read: " + e.getMessage());
      return;
    }
    numbers.add(row.nid(), event);
    origins.inspect(row, event);
    EventStatus status = EventStatus.of(row.status());
    if (status == EventStatus.OUTLIER) {
      findings.check(
          row.position() == 0 && !row.written() && row.before() == 0 && row.after() == 0,
          "E4",
          row.id() + " is an outlier and has a place or a state");
      return;
    }
    findings.check(
        row.position() != 0 && row.written(), "E4", row.id() + " is no outlier and has no place");
    findings.check(
        row.after() != 0 && (row.before() != 0 || event.prevEvents().isEmpty()),
        "E4",
        row.id() + " has a place and no state");
    boolean changes = event.isState() && !status.isRejected();
    if (changes) {
      steps.add(
          new StateInspector.Step(row.nid(), event.id(), event.key(), row.before(), row.after()));
    } else {
      findings.check(
          row.before() == row.after(), "E5", row.id() + " changes the state and may not");
    }
    if (status.isShown()) {
      accepted.put(row.nid(), event.id());
      if (extremities.contains(row.nid())) {
        rootsAfter.put(row.nid(), row.after());
      }
    }
    graph.add(event, status);
  }

  private void checkEnds(InspectMapper.RoomRow row) {
    findings.check(!extremities.isEmpty(), "E3", "the room has no forward extremity");
    for (Long nid : extremities) {
      EventId id = accepted.get(nid);
      if (id == null) {
        findings.wrong("E3", "the forward extremity " + nid + " is no accepted event of the room");
      } else if (graph.isCovered(id)) {
        findings.wrong("E3", "the forward extremity " + id + " is followed by an accepted event");
      }
    }
    if (rootsAfter.size() == 1 && extremities.size() == 1) {
      findings.check(
          rootsAfter.containsValue(row.root()),
          "E6",
          "the current state is not the one after the only forward extremity");
    }
    findings.check(
        row.lastBump() >= row.newest(),
        "rooms",
        "the room is said to be older than its last event");
    checkGaps(row);
  }

  private void checkGaps(InspectMapper.RoomRow row) {
    Map<EventId, Boolean> kept = new HashMap<>();
    mapper.gaps(row.nid()).forEach(gap -> kept.put(new EventId(gap.id()), gap.covered()));
    for (Gap gap : graph.gaps()) {
      Boolean covered = kept.remove(gap.id());
      if (covered == null) {
        findings.wrong("E7", gap.id() + " is missing and no backward extremity");
      } else {
        findings.check(
            covered == gap.covered(), "E7", gap.id() + " is wrongly said to be followed or not");
      }
    }
    kept.keySet()
        .forEach(id -> findings.wrong("E7", id + " is a backward extremity and not missing"));
  }
}
