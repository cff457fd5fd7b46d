package org.ashlar.store.postgres;

import java.util.List;
import org.ashlar.store.PublishedQuery;
import org.ashlar.store.PublishedQuery.Place;
import org.ashlar.store.PublishedRoom;

/// The public list of rooms. Any thread.
final class PublishedRooms {
  private final Pool pool;

  PublishedRooms(Pool pool) {
    this.pool = pool;
  }

  void publish(long roomNid, boolean published) {
    pool.<PublishedMapper, Integer>run(
        PublishedMapper.class, mapper -> mapper.publish(roomNid, published));
  }

  boolean isPublished(long roomNid) {
    return !pool.<PublishedMapper, List<Long>>run(
            PublishedMapper.class, mapper -> mapper.published(roomNid))
        .isEmpty();
  }

  List<PublishedRoom> page(PublishedQuery query) {
    PublishedMapper.Query row = row(query);
    List<PublishedMapper.Row> rows =
        pool.run(
            PublishedMapper.class,
            mapper -> query.backward() ? mapper.before(row) : mapper.after(row));
    List<PublishedRoom> rooms = rows.stream().map(PublishedMapper.Row::room).toList();
    return query.backward() ? rooms.reversed() : rooms;
  }

  long count(PublishedQuery query) {
    PublishedMapper.Query row = row(query);
    return pool.<PublishedMapper, Long>run(PublishedMapper.class, mapper -> mapper.count(row));
  }

  private static PublishedMapper.Query row(PublishedQuery query) {
    long edge = query.backward() ? -1 : Long.MAX_VALUE;
    Place from = query.from() == null ? new Place(edge, edge) : query.from();
    String term = query.term();
    List<String> types = query.roomTypes();
    return new PublishedMapper.Query(
        term == null,
        term == null ? "" : StoredText.encode(term),
        types == null,
        types == null
            ? new String[0]
            : types.stream().map(StoredText::encode).toArray(String[]::new),
        from.joined(),
        from.roomNid(),
        query.limit());
  }
}
