package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.bytes;
import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.store.Redacted;

/// Rows of `redactions`, and new bytes of redacted events.
@SuppressWarnings("ArrayRecordComponent")
record RedactionRows(
    long[] events, long[] rooms, String[] names, long[] targets, long[] by, byte[][] json) {

  static RedactionRows of(List<Name> names, List<Row> redacted) {
    return new RedactionRows(
        longs(names, Name::eventNid),
        longs(names, Name::roomNid),
        texts(names, name -> name.target.value()),
        longs(redacted, Row::target),
        longs(redacted, Row::by),
        bytes(redacted, Row::json));
  }

  boolean isEmpty() {
    return events.length == 0 && targets.length == 0;
  }

  /// A redaction and the event that it names.
  record Name(long roomNid, long eventNid, EventId target) {}

  /// An event that loses its content.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(long target, long by, byte[] json) {
    static Row of(Redacted redacted) {
      return new Row(redacted.target().nid(), redacted.by().nid(), redacted.event().bytes());
    }
  }
}
