package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.List;

/// Where rooms stand after a commit: those that were there, and new ones.
@SuppressWarnings("ArrayRecordComponent")
record HeadRows(
    long[] nids, long[] epochs, long[] roots, long[] bumps, String[] extremities, Created created) {

  static HeadRows of(List<Row> rows) {
    List<Row> known = rows.stream().filter(row -> !row.created).toList();
    return new HeadRows(
        longs(known, Row::nid),
        longs(known, Row::epoch),
        longs(known, Row::root),
        longs(known, Row::bump),
        texts(known, row -> Columns.numberArray(row.extremities)),
        Created.of(rows.stream().filter(Row::created).toList()));
  }

  /// One room.
  record Row(
      long nid,
      String id,
      String version,
      boolean created,
      long epoch,
      long root,
      long bump,
      long[] extremities) {}

  /// New rooms.
  record Created(
      long[] nids,
      long[] epochs,
      long[] roots,
      long[] bumps,
      String[] extremities,
      String[] ids,
      String[] versions) {

    static Created of(List<Row> rows) {
      return new Created(
          longs(rows, Row::nid),
          longs(rows, Row::epoch),
          longs(rows, Row::root),
          longs(rows, Row::bump),
          texts(rows, row -> Columns.numberArray(row.extremities)),
          texts(rows, Row::id),
          texts(rows, Row::version));
    }
  }
}
