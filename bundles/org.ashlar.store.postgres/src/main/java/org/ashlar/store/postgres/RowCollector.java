package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.EventTypes;
import org.ashlar.state.EventRef;
import org.ashlar.store.Append;
import org.ashlar.store.NewEvent;
import org.ashlar.store.Redacted;
import org.ashlar.store.StateDelta;
import org.ashlar.store.Transaction;

/// Turns numbered appends into rows. What several of them say of one row is said once.
final class RowCollector {
  private final long lastKnownRoom;
  private final Map<Long, HeadRows.Row> heads = new LinkedHashMap<>();
  private final List<EventRows.Row> events = new ArrayList<>();
  private final List<RedactionRows.Name> redactions = new ArrayList<>();
  private final Map<Long, RedactionRows.Row> redacted = new LinkedHashMap<>();
  private final List<TransactionRows.Row> transactions = new ArrayList<>();
  private final Map<DeltaKey, StateRows.Delta> deltas = new LinkedHashMap<>();
  private final Map<MemberKey, MemberRows.Member> members = new LinkedHashMap<>();
  private final Map<HostKey, Long> hosts = new LinkedHashMap<>();
  private final Map<Long, SummaryRows.Row> summaries = new LinkedHashMap<>();
  private final GraphRows.Collector graph = new GraphRows.Collector();
  private final PartialRows.Collector partial = new PartialRows.Collector();

  RowCollector(long lastKnownRoom) {
    this.lastKnownRoom = lastKnownRoom;
  }

  void add(Entry entry) {
    Append append = entry.append();
    long roomNid = append.room().nid();
    graph.add(append);
    partial.add(entry);
    for (NewEvent event : append.events()) {
      if (event.arrival().wasOutlier()) {
        continue;
      }
      events.add(new EventRows.Row(roomNid, event));
      EventId target = event.event().redacts();
      if (target != null) {
        redactions.add(new RedactionRows.Name(roomNid, event.ref().nid(), target));
      }
    }
    heads.put(roomNid, head(entry, roomNid));
    Transaction transaction = append.transaction();
    if (transaction != null) {
      long last = append.events().getLast().ref().nid();
      transactions.add(new TransactionRows.Row(last, transaction));
    }
    for (StateDelta delta : append.deltas()) {
      addDelta(roomNid, delta, entry.span());
    }
    for (Redacted each : append.redacted()) {
      redacted.putIfAbsent(each.target().nid(), RedactionRows.Row.of(each));
      if (each.current() && each.event().isState()) {
        summary(roomNid).redacted(each.event());
      }
    }
  }

  BatchRows rows(BatchRows.Advance advance, List<StateRows.Node> nodes, long now) {
    List<MemberRows.Host> changedHosts = new ArrayList<>();
    hosts.forEach(
        (key, change) -> {
          if (change != 0) {
            changedHosts.add(new MemberRows.Host(key.roomNid, key.server, change));
          }
        });
    return new BatchRows(
        advance,
        HeadRows.of(List.copyOf(heads.values())),
        EventRows.of(events),
        TransactionRows.of(transactions, now),
        StateRows.of(nodes, List.copyOf(deltas.values())),
        MemberRows.of(List.copyOf(members.values()), changedHosts),
        SummaryRows.of(summaries.values()),
        AnnotationRows.of(events),
        RedactionRows.of(redactions, List.copyOf(redacted.values())),
        graph.rows(),
        partial.rows());
  }

  private HeadRows.Row head(Entry entry, long roomNid) {
    Append append = entry.append();
    HeadRows.Row earlier = heads.get(roomNid);
    return new HeadRows.Row(
        roomNid,
        append.room().id().value(),
        append.room().version().id(),
        roomNid > lastKnownRoom,
        append.epoch(),
        append.current().nid(),
        Math.max(entry.bump(), earlier == null ? 0 : earlier.bump()),
        append.extremities().stream().mapToLong(EventRef::nid).toArray());
  }

  private void addDelta(long roomNid, StateDelta delta, Entry.Span span) {
    EventRef ref = delta.ref();
    long eventNid = ref == null ? 0 : ref.nid();
    long position = ref == null ? span.first() : span.place(ref.position());
    deltas.put(
        new DeltaKey(roomNid, position, delta.keyNid()),
        new StateRows.Delta(roomNid, position, delta.keyNid(), eventNid));
    if (delta.key().type().equals(EventTypes.MEMBER)) {
      UserId.parse(delta.key().key()).ifPresent(user -> member(roomNid, user, delta, position));
    } else {
      summary(roomNid).state(delta);
    }
  }

  private void member(long roomNid, UserId user, StateDelta delta, long position) {
    StoredMembership before = StoredMembership.of(delta.previous());
    StoredMembership after = StoredMembership.of(delta.event());
    EventRef ref = delta.ref();
    members.put(
        new MemberKey(roomNid, user.value()),
        new MemberRows.Member(
            roomNid,
            user.value(),
            after,
            position,
            ref == null ? 0 : ref.nid(),
            delta.event() == null ? "" : delta.event().id().value()));
    summary(roomNid).count(before, after);
    int joined =
        (after == StoredMembership.JOIN ? 1 : 0) - (before == StoredMembership.JOIN ? 1 : 0);
    hosts.merge(new HostKey(roomNid, user.server().value()), (long) joined, Long::sum);
  }

  private SummaryRows.Row summary(long roomNid) {
    return summaries.computeIfAbsent(roomNid, SummaryRows.Row::new);
  }

  private record DeltaKey(long roomNid, long position, long keyNid) {}

  private record MemberKey(long roomNid, String user) {}

  private record HostKey(long roomNid, String server) {}
}
