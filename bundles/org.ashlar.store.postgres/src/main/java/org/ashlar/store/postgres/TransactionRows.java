package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.List;
import org.ashlar.store.Transaction;

/// Rows of `transactions`.
@SuppressWarnings("ArrayRecordComponent")
record TransactionRows(
    long[] events,
    long[] devices,
    long[] hashes,
    long now,
    String[] users,
    String[] deviceIds,
    String[] scopes,
    String[] ids) {

  static TransactionRows of(List<Row> rows, long now) {
    return new TransactionRows(
        longs(rows, Row::eventNid),
        longs(rows, row -> deviceHash(row.key.user().value(), row.key.device())),
        longs(rows, row -> row.key.hash()),
        now,
        texts(rows, row -> row.key.user().value()),
        texts(rows, row -> StoredText.encode(row.key.device())),
        texts(rows, row -> StoredText.encode(row.key.scope())),
        texts(rows, row -> StoredText.encode(row.key.transactionId())));
  }

  static long deviceHash(String user, String device) {
    return Hash64.of(user, device);
  }

  /// One transaction and the event that it made.
  record Row(long eventNid, Transaction key) {}
}
