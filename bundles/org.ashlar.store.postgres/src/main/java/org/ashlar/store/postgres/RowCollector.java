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

  RowCollector(long lastKnownRoom) {
    this.lastKnownRoom = lastKnownRoom;
  }

  void add(Entry entry) {
    Append append = entry.append();
    long roomNid = append.room().nid();
    graph.add(append);
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
    heads.put(roomNid, head(append, roomNid));
    Transaction transaction = append.transaction();
    if (transaction != null) {
      long last = append.events().getLast().ref().nid();
      transactions.add(new TransactionRows.Row(last, transaction));
    }
    Span span = Span.of(append.events());
    for (StateDelta delta : append.deltas()) {
      addDelta(roomNid, delta, span);
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
        graph.rows());
  }

  private HeadRows.Row head(Append append, long roomNid) {
    return new HeadRows.Row(
        roomNid,
        append.room().id().value(),
        append.room().version().id(),
        roomNid > lastKnownRoom,
        append.epoch(),
        append.current().nid(),
        Span.of(append.events()).last,
        append.extremities().stream().mapToLong(EventRef::nid).toArray());
  }

  private void addDelta(long roomNid, StateDelta delta, Span span) {
    EventRef ref = delta.ref();
    long eventNid = ref == null ? 0 : ref.nid();
    long position = ref == null ? span.first : span.place(ref.position());
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

  /// The positions of one append. A change of state that comes with it, but not by one of its own
  /// events, is placed before all of them: no reader sees an event without its state.
  private record Span(long first, long last) {
    static Span of(List<NewEvent> events) {
      long first = 0;
      long last = 0;
      for (NewEvent event : events) {
        long position = Math.max(0, event.ref().position());
        first = first == 0 ? position : first;
        last = Math.max(last, position);
      }
      return new Span(first, last);
    }

    long place(long position) {
      return position >= first && position <= last ? position : first;
    }
  }

  private record DeltaKey(long roomNid, long position, long keyNid) {}

  private record MemberKey(long roomNid, String user) {}

  private record HostKey(long roomNid, String server) {}
}
