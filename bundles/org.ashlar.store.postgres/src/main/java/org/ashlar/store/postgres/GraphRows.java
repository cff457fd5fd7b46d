package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.ints;
import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.state.EventRef;
import org.ashlar.store.Append;
import org.ashlar.store.Gap;
import org.ashlar.store.NewEvent;
import org.jspecify.annotations.Nullable;

/// What only forks, gaps, backfill and former outliers change: rows of `backward_extremities` and
/// `extremity_history`, and the places of outliers.
@SuppressWarnings("ArrayRecordComponent")
record GraphRows(
    boolean backfills,
    long[] nids,
    long[] rooms,
    long[] positions,
    long[] before,
    long[] after,
    int[] statuses,
    long[] closedRooms,
    String[] closed,
    long[] openedRooms,
    int[] covered,
    String[] opened,
    long[] historyRooms,
    long[] historyPositions,
    String[] extremities) {

  boolean isEmpty() {
    return !backfills
        && nids.length == 0
        && closed.length == 0
        && opened.length == 0
        && extremities.length == 0;
  }

  /// Gathers them from appends, in order. What several of them say of one gap is said once.
  static final class Collector {
    private final List<EventRows.Row> placed = new ArrayList<>();
    private final Map<GapKey, @Nullable Boolean> gaps = new LinkedHashMap<>();
    private final Set<GapKey> reset = new HashSet<>();
    private final List<History> history = new ArrayList<>();
    private boolean backfills;

    void add(Append append) {
      long roomNid = append.room().nid();
      NewEvent newest = null;
      for (NewEvent event : append.events()) {
        backfills |= event.isPlaced() && event.arrival().backfilled();
        if (event.arrival().wasOutlier()) {
          placed.add(new EventRows.Row(roomNid, event));
        }
        newest = event.status().isShown() && !event.arrival().backfilled() ? event : newest;
      }
      for (EventId id : append.gaps().closed()) {
        gaps.put(new GapKey(roomNid, id), null);
        reset.add(new GapKey(roomNid, id));
      }
      for (Gap gap : append.gaps().opened()) {
        gaps.merge(new GapKey(roomNid, gap.id()), gap.covered(), Boolean::logicalOr);
      }
      if (newest != null && !append.extremities().equals(List.of(newest.ref()))) {
        long[] nids = append.extremities().stream().mapToLong(EventRef::nid).sorted().toArray();
        history.add(new History(roomNid, newest.ref().position(), nids));
      }
    }

    GraphRows rows() {
      List<GapKey> closed = new ArrayList<>();
      List<Opened> opened = new ArrayList<>();
      gaps.forEach(
          (key, covered) -> {
            if (covered == null) {
              closed.add(key);
            } else {
              opened.add(new Opened(key, covered));
              if (reset.contains(key)) {
                closed.add(key);
              }
            }
          });
      return new GraphRows(
          backfills,
          longs(placed, row -> row.event().ref().nid()),
          longs(placed, EventRows.Row::roomNid),
          longs(placed, row -> row.event().ref().position()),
          longs(placed, row -> row.event().before().nid()),
          longs(placed, row -> row.event().after().nid()),
          ints(placed, row -> row.event().status().code()),
          longs(closed, GapKey::roomNid),
          texts(closed, key -> key.id.value()),
          longs(opened, gap -> gap.key.roomNid),
          ints(opened, gap -> gap.covered ? 1 : 0),
          texts(opened, gap -> gap.key.id.value()),
          longs(history, History::roomNid),
          longs(history, History::position),
          texts(history, row -> Columns.numberArray(row.extremities)));
    }
  }

  private record GapKey(long roomNid, EventId id) {}

  private record Opened(GapKey key, boolean covered) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record History(long roomNid, long position, long[] extremities) {}
}
