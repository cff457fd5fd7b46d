package org.ashlar.store.postgres;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ashlar.base.id.EventId;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.store.TimelineSpan;

/// Reads of events. Any thread.
final class EventReads {
  private final Pool pool;

  EventReads(Pool pool) {
    this.pool = pool;
  }

  Map<EventId, StoredEvent> byId(Collection<EventId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    String[] texts = ids.stream().map(EventId::value).distinct().toArray(String[]::new);
    Map<EventId, StoredEvent> found = HashMap.newHashMap(texts.length);
    read(mapper -> mapper.byIds(texts)).forEach(event -> found.put(event.event().id(), event));
    return found;
  }

  Map<Long, StoredEvent> byNid(Collection<Long> nids) {
    if (nids.isEmpty()) {
      return Map.of();
    }
    long[] numbers = nids.stream().mapToLong(Long::longValue).distinct().toArray();
    Map<Long, StoredEvent> found = HashMap.newHashMap(numbers.length);
    read(mapper -> mapper.byNids(numbers)).forEach(event -> found.put(event.nid(), event));
    return found;
  }

  List<StoredEvent> redactionsOf(Collection<EventId> targets) {
    String[] texts = targets.stream().map(EventId::value).distinct().toArray(String[]::new);
    return read(mapper -> mapper.redactionsOf(texts));
  }

  List<StoredEvent> timeline(TimelineQuery query) {
    TimelinePoint to = query.to();
    TimelinePoint low = query.from();
    TimelinePoint high = to == null ? TimelinePoint.END : to;
    if (query.backward()) {
      low = to == null ? TimelinePoint.START : to;
      high = query.from();
    }
    EventMapper.Page page = new EventMapper.Page(query.roomNid(), low, high, query.limit());
    boolean topological = query.order() == TimelineOrder.TOPOLOGICAL;
    return read(
        mapper -> {
          if (query.backward()) {
            return topological ? mapper.topologicalBackward(page) : mapper.streamBackward(page);
          }
          return topological ? mapper.topologicalForward(page) : mapper.streamForward(page);
        });
  }

  List<StoredEvent> closest(long roomNid, long time, boolean backward, int limit) {
    return read(
        mapper ->
            backward ? mapper.until(roomNid, time, limit) : mapper.since(roomNid, time, limit));
  }

  List<StoredEvent> stream(Position after, Position upTo, int limit) {
    return read(mapper -> mapper.stream(upTo.writer(), after.number(), upTo.number(), limit));
  }

  List<StoredEvent> partial(long roomNid, int limit) {
    return read(mapper -> mapper.partial(roomNid, limit));
  }

  List<StoredEvent> placed(long roomNid, long after, int limit) {
    return read(mapper -> mapper.placed(roomNid, after, limit));
  }

  List<StoredEvent> stateChanges(Collection<TimelineSpan> spans) {
    if (spans.isEmpty()) {
      return List.of();
    }
    List<TimelineSpan> rows = List.copyOf(spans);
    long[] rooms = Columns.longs(rows, TimelineSpan::roomNid);
    long[] afters = Columns.longs(rows, TimelineSpan::after);
    long[] upTos = Columns.longs(rows, TimelineSpan::upTo);
    return read(mapper -> mapper.stateChanges(rooms, afters, upTos));
  }

  List<StoredEvent> newest(Collection<TimelineSpan> spans, int limit) {
    if (spans.isEmpty()) {
      return List.of();
    }
    List<TimelineSpan> rows = List.copyOf(spans);
    long[] rooms = Columns.longs(rows, TimelineSpan::roomNid);
    long[] afters = Columns.longs(rows, TimelineSpan::after);
    long[] upTos = Columns.longs(rows, TimelineSpan::upTo);
    return read(mapper -> mapper.newest(rooms, afters, upTos, limit));
  }

  private List<StoredEvent> read(Function<EventMapper, List<StoredEvent>> statement) {
    return pool.run(EventMapper.class, statement);
  }
}
