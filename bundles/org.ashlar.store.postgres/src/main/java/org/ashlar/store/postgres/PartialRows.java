package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.ints;
import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.id.ServerName;
import org.ashlar.state.EventRef;
import org.ashlar.store.Append;
import org.ashlar.store.PartialChange;
import org.ashlar.store.Replacement;

/// What only partial rooms change: rows of `partial_rooms` and `completed_rooms`, and the states of
/// events that are replaced.
///
/// @param partial rooms that must be partial, as something of the batch was judged so
@SuppressWarnings("ArrayRecordComponent")
record PartialRows(
    long[] begun,
    long[] joins,
    String[] servers,
    long[] partial,
    long[] nids,
    long[] rooms,
    long[] positions,
    long[] before,
    long[] after,
    int[] statuses,
    long[] endRooms,
    long[] ends,
    String[] extremities,
    long[] completed,
    long[] completedAt,
    long[] completions) {

  boolean isEmpty() {
    return begun.length == 0 && partial.length == 0;
  }

  /// Gathers them from appends, in order.
  static final class Collector {
    private final List<Begun> begun = new ArrayList<>();
    private final Set<Long> partial = new LinkedHashSet<>();
    private final List<Replaced> replaced = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private final List<Completed> completed = new ArrayList<>();

    void add(Entry entry) {
      Append append = entry.append();
      long roomNid = append.room().nid();
      if (append.events().stream().anyMatch(event -> event.status().isPartial())) {
        partial.add(roomNid);
      }
      switch (append.partial()) {
        case null -> {}
        case PartialChange.Begin(EventRef join, List<ServerName> servers) ->
            begun.add(
                new Begun(roomNid, join.nid(), servers.stream().map(ServerName::value).toList()));
        case PartialChange.Replace(List<Replacement> events, boolean last) -> {
          partial.add(roomNid);
          events.forEach(event -> replaced.add(new Replaced(roomNid, event)));
          long[] nids = append.extremities().stream().mapToLong(EventRef::nid).sorted().toArray();
          ends.add(new End(roomNid, entry.span().last(), nids));
          if (last) {
            completed.add(new Completed(roomNid, entry.span().first(), entry.completion()));
          }
        }
      }
    }

    PartialRows rows() {
      return new PartialRows(
          longs(begun, Begun::roomNid),
          longs(begun, Begun::join),
          texts(begun, row -> Columns.textArray(row.servers)),
          partial.stream().mapToLong(Long::longValue).toArray(),
          longs(replaced, row -> row.event.ref().nid()),
          longs(replaced, Replaced::roomNid),
          longs(replaced, row -> row.event.moved() ? row.event.ref().position() : 0),
          longs(replaced, row -> row.event.before().nid()),
          longs(replaced, row -> row.event.after().nid()),
          ints(replaced, row -> row.event.status().code()),
          longs(ends, End::roomNid),
          longs(ends, End::upTo),
          texts(ends, row -> Columns.numberArray(row.extremities)),
          longs(completed, Completed::roomNid),
          longs(completed, Completed::place),
          longs(completed, Completed::position));
    }
  }

  private record Begun(long roomNid, long join, List<String> servers) {}

  private record Replaced(long roomNid, Replacement event) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record End(long roomNid, long upTo, long[] extremities) {}

  private record Completed(long roomNid, long place, long position) {}
}
