package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.ints;
import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.List;
import org.ashlar.store.NewEvent;
import org.ashlar.store.Relation;

/// Rows of `relations` and `mentions`.
@SuppressWarnings("ArrayRecordComponent")
record AnnotationRows(
    long[] events,
    long[] rooms,
    String[] targets,
    String[] types,
    String[] keys,
    String[] senders,
    long[] depths,
    long[] positions,
    long[] times,
    String[] eventTypes,
    long[] mentionEvents,
    long[] mentionRooms,
    int[] wholeRoom,
    String[] users) {

  static AnnotationRows of(List<EventRows.Row> all) {
    List<Related> related =
        all.stream()
            .<Related>mapMulti(
                (row, sink) -> {
                  Relation relation = row.event().relation();
                  if (relation != null) {
                    sink.accept(new Related(row.roomNid(), row.event(), relation));
                  }
                })
            .toList();
    List<EventRows.Row> mentions = all.stream().filter(AnnotationRows::notifies).toList();
    return new AnnotationRows(
        longs(related, row -> row.event.ref().nid()),
        longs(related, Related::roomNid),
        texts(related, row -> row.relation.target().value()),
        texts(related, row -> StoredText.encode(row.relation.type())),
        texts(related, row -> StoredText.encodeNullable(row.relation.key())),
        texts(related, row -> row.event.event().sender().value()),
        longs(related, row -> row.event.event().depth()),
        longs(related, row -> row.event.status().isShown() ? row.event.ref().position() : 0),
        longs(related, row -> row.event.event().originServerTs()),
        texts(related, row -> StoredText.encode(row.event.event().type())),
        longs(mentions, row -> row.event().ref().nid()),
        longs(mentions, EventRows.Row::roomNid),
        ints(mentions, row -> row.event().mentions().room() ? 1 : 0),
        texts(mentions, row -> Columns.textArray(row.event().mentions().users())));
  }

  boolean isEmpty() {
    return events.length == 0 && mentionEvents.length == 0;
  }

  private static boolean notifies(EventRows.Row row) {
    return !row.event().mentions().isEmpty();
  }

  private record Related(long roomNid, NewEvent event, Relation relation) {}
}
