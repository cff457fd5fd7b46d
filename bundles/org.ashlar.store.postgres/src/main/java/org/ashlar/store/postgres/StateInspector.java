package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.ibatis.session.SqlSession;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateDifference;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Holds the state of a room against its events, and what is derived from it against the state.
final class StateInspector {
  private static final int PAGE = 1_000;
  private static final int NODES = 20_000;

  private final InspectMapper mapper;
  private final StateMapper state;
  private final EventMapper events;
  private final UpkeepMapper upkeep;
  private final InspectMapper.RoomRow room;
  private final Findings findings;
  private final BoundedCache<Long, byte[]> nodes = new BoundedCache<>(NODES);
  private final StateTrie trie;

  StateInspector(SqlSession session, InspectMapper.RoomRow room, Findings findings) {
    this.mapper = session.getMapper(InspectMapper.class);
    this.state = session.getMapper(StateMapper.class);
    this.events = session.getMapper(EventMapper.class);
    this.upkeep = session.getMapper(UpkeepMapper.class);
    this.room = room;
    this.findings = findings;
    this.trie =
        new StateTrie(
            InstallationRecord.placement(session.getMapper(InstallationMapper.class).row()),
            this::nodes);
  }

  /// An event that changes the state.
  record Step(long nid, EventId id, StateKey key, long before, long after) {}

  void inspect(List<Step> steps) {
    ReachableNodes reachable = new ReachableNodes(state, upkeep, room.nid());
    reachable.walk();
    Set<Long> missing = reachable.missing();
    missing.forEach(nid -> findings.wrong("state_nodes", "node " + nid + " is missing"));
    List<Long> lost = reachable.unreachable();
    findings.check(
        lost.isEmpty(),
        "state_nodes",
        lost.size() + " nodes are not reached from any state; a sweep frees them");
    if (missing.isEmpty()) {
      checkSteps(steps);
      checkCurrent();
    }
  }

  private void checkSteps(List<Step> steps) {
    Map<Long, StateKey> keys = new HashMap<>();
    for (Step step : steps) {
      List<StateDifference> changes =
          trie.difference(StateRoot.stored(step.before), StateRoot.stored(step.after));
      EventRef now = changes.size() == 1 ? changes.getFirst().right() : null;
      if (now == null || now.nid() != step.nid) {
        findings.wrong("E5", step.id + " does not put itself, and only itself, into the state");
      } else {
        keys.put(changes.getFirst().keyNid(), step.key);
      }
    }
    Map<Long, StateKey> named = keys(keys.keySet());
    keys.forEach(
        (nid, key) ->
            findings.check(
                key.equals(named.get(nid)), "E5", "key " + nid + " is not that of its events"));
  }

  private void checkCurrent() {
    Map<Long, Long> entries = new LinkedHashMap<>();
    trie.forEach(StateRoot.stored(room.root()), (key, event) -> entries.put(key, event.nid()));
    Map<Long, Long> folded = new HashMap<>();
    for (InspectMapper.EntryRow row : mapper.newestDeltas(room.nid())) {
      if (row.event() != 0) {
        folded.put(row.key(), row.event());
      }
    }
    findings.check(
        folded.equals(entries),
        "state_deltas",
        "the changes of the state do not add up to the current one");
    SummaryRows.Row facts = new SummaryRows.Row(room.nid());
    Map<String, Member> members = new HashMap<>();
    Map<Long, StateKey> keys = keys(entries.keySet());
    Map<Long, Event> current = read(entries.values());
    entries.forEach(
        (keyNid, nid) -> {
          Event event = current.get(nid);
          StateKey key = keys.get(keyNid);
          if (event == null || key == null || !event.isState() || !event.key().equals(key)) {
            findings.wrong("E6", "the state has something else than an event under " + key);
          } else if (key.type().equals(EventTypes.MEMBER)) {
            UserId.parse(key.key())
                .ifPresent(
                    user ->
                        members.put(
                            user.value(), new Member(nid, user, StoredMembership.of(event))));
          } else {
            facts.redacted(event);
          }
        });
    checkMembers(members);
    checkSummary(members.values(), facts);
  }

  private record Member(long event, UserId user, StoredMembership membership) {}

  private void checkMembers(Map<String, Member> members) {
    Map<String, Member> left = new HashMap<>(members);
    for (InspectMapper.MemberRow row : mapper.members(room.nid())) {
      Member member = left.remove(row.user());
      if (member == null) {
        findings.check(
            row.membership() == StoredMembership.LEAVE.code(),
            "memberships",
            row.user() + " is not in the state and has not left");
      } else {
        findings.check(
            row.membership() == member.membership.code() && row.event() == member.event,
            "memberships",
            row.user() + " has another membership in the state");
      }
    }
    left.keySet()
        .forEach(user -> findings.wrong("memberships", user + " is in the state and has no row"));
  }

  private void checkSummary(Collection<Member> members, SummaryRows.Row facts) {
    Map<String, Long> hosts = new HashMap<>();
    long joined = 0;
    long invited = 0;
    for (Member member : members) {
      if (member.membership == StoredMembership.JOIN) {
        joined++;
        hosts.merge(member.user.server().value(), 1L, Long::sum);
      }
      invited += member.membership == StoredMembership.INVITE ? 1 : 0;
    }
    Map<String, Long> counted = new HashMap<>();
    mapper.hosts(room.nid()).forEach(row -> counted.put(row.server(), row.joined()));
    findings.check(
        hosts.equals(counted), "joined_hosts", "the servers are not those of the joined members");
    InspectMapper.SummaryRow row = mapper.summary(room.nid());
    if (row == null) {
      findings.wrong("room_summaries", "the room has no summary");
      return;
    }
    findings.check(
        row.joined() == joined && row.invited() == invited,
        "room_summaries",
        "%d are said to be joined and %d invited, and there are %d and %d"
            .formatted(row.joined(), row.invited(), joined, invited));
    checkFact(facts, SummaryRows.Fact.NAME, row.name());
    checkFact(facts, SummaryRows.Fact.ALIAS, row.alias());
    checkFact(facts, SummaryRows.Fact.TOPIC, row.topic());
    checkFact(facts, SummaryRows.Fact.AVATAR, row.avatar());
    checkFact(facts, SummaryRows.Fact.ENCRYPTION, row.encryption());
    checkFact(facts, SummaryRows.Fact.ROOM_TYPE, row.roomType());
    checkFact(facts, SummaryRows.Fact.JOIN_RULE, row.joinRule());
    checkFact(facts, SummaryRows.Fact.GUEST_ACCESS, row.guestAccess());
    checkFact(facts, SummaryRows.Fact.HISTORY_VISIBILITY, row.historyVisibility());
  }

  private void checkFact(SummaryRows.Row facts, SummaryRows.Fact fact, @Nullable String kept) {
    findings.check(
        Objects.equals(facts.text(fact), kept),
        "room_summaries",
        fact + " is not that of the state");
  }

  private Map<Long, StateKey> keys(Collection<Long> nids) {
    Map<Long, StateKey> found = new HashMap<>();
    for (List<Long> page : pages(nids)) {
      for (StateMapper.KeyRow row : state.keys(RoomReads.numbers(page))) {
        found.put(
            row.nid(), new StateKey(StoredText.decode(row.type()), StoredText.decode(row.key())));
      }
    }
    return found;
  }

  private Map<Long, Event> read(Collection<Long> nids) {
    Map<Long, Event> found = new HashMap<>();
    for (List<Long> page : pages(nids)) {
      for (StoredEvent row : events.byNids(RoomReads.numbers(page))) {
        if (row.roomNid() == room.nid()) {
          found.put(row.nid(), row.event());
        }
      }
    }
    return found;
  }

  private Map<Long, byte[]> nodes(Collection<Long> wanted) {
    Map<Long, byte[]> found = new HashMap<>();
    List<Long> missing = new ArrayList<>();
    for (Long nid : wanted) {
      byte[] known = nodes.get(nid);
      if (known == null) {
        missing.add(nid);
      } else {
        found.put(nid, known);
      }
    }
    if (!missing.isEmpty()) {
      for (StateMapper.NodeRow row : state.nodes(room.nid(), RoomReads.numbers(missing))) {
        found.put(row.nid(), row.bytes());
        nodes.put(row.nid(), row.bytes());
      }
    }
    return found;
  }

  private static List<List<Long>> pages(Collection<Long> all) {
    List<Long> list = List.copyOf(all);
    List<List<Long>> pages = new ArrayList<>();
    for (int from = 0; from < list.size(); from += PAGE) {
      pages.add(list.subList(from, Math.min(list.size(), from + PAGE)));
    }
    return pages;
  }
}
