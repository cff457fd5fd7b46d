package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.bytes;
import static org.ashlar.store.postgres.Columns.ints;
import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.List;
import org.ashlar.store.NewEvent;

/// Rows of `events`.
@SuppressWarnings("ArrayRecordComponent")
record EventRows(
    long[] nids,
    long[] rooms,
    long[] positions,
    long[] depths,
    long[] times,
    long[] before,
    long[] after,
    int[] statuses,
    String[] ids,
    String[] types,
    String[] senders,
    byte[][] json) {

  static EventRows of(List<Row> rows) {
    return new EventRows(
        longs(rows, row -> row.event.ref().nid()),
        longs(rows, Row::roomNid),
        longs(rows, row -> row.event.ref().position()),
        longs(rows, row -> row.event.event().depth()),
        longs(rows, row -> row.event.event().originServerTs()),
        longs(rows, row -> row.event.before().nid()),
        longs(rows, row -> row.event.after().nid()),
        ints(rows, row -> row.event.status().code()),
        texts(rows, row -> row.event.event().id().value()),
        texts(rows, row -> StoredText.encode(row.event.event().type())),
        texts(rows, row -> row.event.event().sender().value()),
        bytes(rows, row -> row.event.event().bytes()));
  }

  /// One event, numbered.
  record Row(long roomNid, NewEvent event) {}
}
