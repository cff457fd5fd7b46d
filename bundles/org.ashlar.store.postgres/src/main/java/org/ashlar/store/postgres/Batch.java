package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.id.RoomId;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.NewEvent;
import org.ashlar.store.PartialChange;
import org.ashlar.store.Position;
import org.ashlar.store.Replacement;

/// Appends that are stored in one commit. Numbers are given as they are added, and can be taken
/// back as long as nothing was stored.
final class Batch {
  private final int writer;
  private final Numbers before;
  private final Set<RoomId> failed = new HashSet<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<StateRows.Node> nodes = new ArrayList<>();
  private long room;
  private long event;
  private long node;
  private long position;
  private long backfill;
  private long completion;

  Batch(int writer, Numbers before) {
    this.writer = writer;
    this.before = before;
    this.room = before.room();
    this.event = before.event();
    this.node = before.node();
    this.position = before.position();
    this.backfill = before.backfill();
    this.completion = before.completion();
  }

  /// Numbers an append. Fails it when it builds on something that has no number, and those that
  /// follow it in its room.
  void add(Entry entry) {
    if (failed.contains(entry.room())) {
      entry.failAfterAnother();
      return;
    }
    Mark mark = new Mark(room, node, position, backfill, completion, nodes.size());
    number(entry);
    if (entry.isGrounded() && storedRoots(entry.append())) {
      entries.add(entry);
    } else {
      failed.add(entry.room());
      position = mark.position;
      backfill = mark.backfill;
      completion = mark.completion;
      nodes.subList(mark.nodes, nodes.size()).clear();
      revoke(entry.append(), mark);
      entry.fail("it builds on something that is not stored", true);
    }
  }

  private void number(Entry entry) {
    Append append = entry.append();
    if (append.room().nid() == 0) {
      append.room().assign(++room);
    }
    for (NewEvent each : append.events()) {
      long nid = each.arrival().wasOutlier() ? each.ref().nid() : ++event;
      each.ref().assign(nid, place(each));
    }
    PartialChange.Replace replaced = append.replaced();
    if (replaced == null) {
      entry.placed(Entry.Span.of(append.events()), 0);
    } else {
      entry.placed(place(replaced), replaced.last() ? ++completion : 0);
    }
  }

  /// Changes of the state come first, then the events that are shown from now on.
  private Entry.Span place(PartialChange.Replace replaced) {
    long first = ++position;
    for (Replacement each : replaced.events()) {
      if (each.moved()) {
        each.ref().assign(each.ref().nid(), ++position);
      }
    }
    return new Entry.Span(first, position);
  }

  private long place(NewEvent event) {
    if (!event.isPlaced()) {
      return 0;
    }
    return event.arrival().backfilled() ? - ++backfill : ++position;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Entry> entries() {
    return entries;
  }

  /// How many events it stores, those among them that were known as outliers.
  int events() {
    return entries.stream().mapToInt(entry -> entry.append().events().size()).sum();
  }

  /// The numbers after the commit.
  Numbers after() {
    return new Numbers(before.commit() + 1, room, event, node, position, backfill, completion);
  }

  /// The numbers that were given in memory, whether it came to a commit or not.
  Numbers given() {
    return new Numbers(
        before.commit(),
        room,
        event,
        node,
        before.position(),
        before.backfill(),
        before.completion());
  }

  BatchRows rows(long now) {
    BatchRows.Advance advance = new BatchRows.Advance(writer, before.commit(), after());
    RowCollector rows = new RowCollector(before.room());
    entries.forEach(rows::add);
    return rows.rows(advance, nodes, now);
  }

  /// Says that all is durable.
  void settle() {
    for (Entry entry : entries) {
      entry.stored(stored(entry));
    }
  }

  private AppendResult.Stored stored(Entry entry) {
    List<NewEvent> events = entry.append().events();
    if (entry.append().replaced() == null) {
      return new AppendResult.Stored(position(events.getFirst()), position(events.getLast()));
    }
    Position completed = entry.completion() == 0 ? null : new Position(writer, entry.completion());
    return new AppendResult.Stored(
        new Position(writer, entry.span().first()),
        new Position(writer, entry.span().last()),
        completed);
  }

  /// Takes all numbers back.
  void revoke() {
    Mark start =
        new Mark(
            before.room(),
            before.node(),
            before.position(),
            before.backfill(),
            before.completion(),
            0);
    entries.forEach(entry -> revoke(entry.append(), start));
  }

  private Position position(NewEvent event) {
    return new Position(writer, event.ref().position() == 0 ? position : event.ref().position());
  }

  /// A state that refers to an event without a number can not be written.
  private boolean storedRoots(Append append) {
    long roomNid = append.room().nid();
    StateTrie.NodeSink sink = (nid, bytes) -> nodes.add(new StateRows.Node(roomNid, nid, bytes));
    try {
      for (NewEvent each : append.events()) {
        store(each.before(), sink);
        store(each.after(), sink);
      }
      for (Replacement each : replacements(append)) {
        store(each.before(), sink);
        store(each.after(), sink);
      }
      store(append.current(), sink);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void store(StateRoot root, StateTrie.NodeSink sink) {
    StateTrie.store(root, () -> ++node, sink);
  }

  private static void revoke(Append append, Mark mark) {
    for (NewEvent each : append.events()) {
      each.ref().assign(each.arrival().wasOutlier() ? each.ref().nid() : 0, 0);
      StateTrie.unstore(each.before(), mark.node + 1);
      StateTrie.unstore(each.after(), mark.node + 1);
    }
    for (Replacement each : replacements(append)) {
      if (each.moved()) {
        each.ref().assign(each.ref().nid(), 0);
      }
      StateTrie.unstore(each.before(), mark.node + 1);
      StateTrie.unstore(each.after(), mark.node + 1);
    }
    StateTrie.unstore(append.current(), mark.node + 1);
    if (append.room().nid() > mark.room) {
      append.room().assign(0);
    }
  }

  private static List<Replacement> replacements(Append append) {
    PartialChange.Replace replaced = append.replaced();
    return replaced == null ? List.of() : replaced.events();
  }

  /// Where the numbers stood.
  private record Mark(
      long room, long node, long position, long backfill, long completion, int nodes) {}
}
