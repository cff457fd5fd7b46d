package org.ashlar.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.jspecify.annotations.Nullable;

/// The events of a [MemoryEventStore], by number.
final class MemoryEvents {
  private final TreeMap<Long, Row> rows = new TreeMap<>();
  private final Map<EventId, Long> ids = new HashMap<>();

  /// An event with what a query asks of it, so that no query parses it.
  private record Row(StoredEvent event, long depth, long number) {
    boolean isShown() {
      return number != 0 && event.status().isShown();
    }

    TimelinePoint point() {
      return new TimelinePoint(depth, number);
    }
  }

  boolean has(EventId id) {
    return ids.containsKey(id);
  }

  boolean isOutlier(EventId id) {
    Long nid = ids.get(id);
    return nid != null && rows.get(nid).event().status() == EventStatus.OUTLIER;
  }

  OptionalLong minDepth(long roomNid) {
    return rows.values().stream()
        .filter(row -> row.event().roomNid() == roomNid && row.isShown())
        .mapToLong(Row::depth)
        .min();
  }

  int size() {
    return ids.size();
  }

  StoredEvent event(long nid) {
    return rows.get(nid).event();
  }

  @Nullable Long nid(EventId id) {
    return ids.get(id);
  }

  void put(StoredEvent event, long depth) {
    Position position = event.position();
    ids.put(event.event().id(), event.nid());
    rows.put(event.nid(), new Row(event, depth, position == null ? 0 : position.number()));
  }

  /// Replaces the bytes of an event.
  ///
  /// @return the event as it was
  StoredEvent redact(Redacted redacted) {
    Row row = rows.get(redacted.target().nid());
    StoredEvent old = row.event();
    StoredEvent stripped =
        new StoredEvent(
            old.nid(),
            old.roomNid(),
            old.position(),
            old.rootBefore(),
            old.rootAfter(),
            old.status(),
            redacted.event(),
            old.redactedBy() == 0 ? redacted.by().nid() : old.redactedBy());
    rows.put(old.nid(), new Row(stripped, row.depth(), row.number()));
    return old;
  }

  /// Gives an event the states and the status that are right.
  void replace(Replacement by) {
    Row row = rows.get(by.ref().nid());
    StoredEvent old = row.event();
    Position position = by.moved() ? new Position(1, by.ref().position()) : old.position();
    StoredEvent full =
        new StoredEvent(
            old.nid(),
            old.roomNid(),
            position,
            by.before().nid(),
            by.after().nid(),
            by.status(),
            old.event(),
            old.redactedBy());
    rows.put(old.nid(), new Row(full, row.depth(), position.number()));
  }

  List<StoredEvent> partial(long roomNid, int limit) {
    return placed(roomNid, Long.MIN_VALUE, Integer.MAX_VALUE).stream()
        .filter(event -> event.status().isPartial())
        .limit(limit)
        .toList();
  }

  List<StoredEvent> placed(long roomNid, long after, int limit) {
    return rows.values().stream()
        .filter(row -> row.event().roomNid() == roomNid)
        .filter(row -> row.number() != 0 && row.number() > after)
        .sorted(Comparator.comparingLong(Row::number))
        .limit(limit)
        .map(Row::event)
        .toList();
  }

  Extremity extremity(long nid) {
    Row row = rows.get(nid);
    StoredEvent event = row.event();
    return new Extremity(
        event.event().id(), EventRef.stored(nid), row.depth(), StateRoot.stored(event.rootAfter()));
  }

  static long[] transactionHashes(Set<Transaction> made, UserId user, String device) {
    return made.stream()
        .filter(known -> known.user().equals(user) && known.device().equals(device))
        .mapToLong(Transaction::hash)
        .toArray();
  }

  Map<Long, String> transactionIds(
      Map<Transaction, EventId> made, UserId user, String device, Collection<Long> nids) {
    Map<Long, String> found = new HashMap<>();
    made.forEach(
        (transaction, id) -> {
          Long nid = ids.get(id);
          if (nids.contains(nid)
              && transaction.user().equals(user)
              && transaction.device().equals(device)) {
            found.put(nid, transaction.transactionId());
          }
        });
    return found;
  }

  Map<EventId, StoredEvent> byId(Collection<EventId> wanted) {
    Map<EventId, StoredEvent> found = new HashMap<>();
    for (EventId id : wanted) {
      Long nid = ids.get(id);
      if (nid != null) {
        found.put(id, rows.get(nid).event());
      }
    }
    return found;
  }

  Map<Long, StoredEvent> byNid(Collection<Long> nids) {
    Map<Long, StoredEvent> found = new HashMap<>();
    for (Long nid : nids) {
      Row row = rows.get(nid);
      if (row != null) {
        found.put(nid, row.event());
      }
    }
    return found;
  }

  List<StoredEvent> redactionsOf(Collection<EventId> targets) {
    return rows.values().stream()
        .map(Row::event)
        .filter(row -> row.event().redacts() != null && targets.contains(row.event().redacts()))
        .toList();
  }

  List<StoredEvent> timeline(TimelineQuery query) {
    Comparator<TimelinePoint> order =
        query.order() == TimelineOrder.STREAM
            ? Comparator.comparingLong(TimelinePoint::number)
            : Comparator.comparingLong(TimelinePoint::depth)
                .thenComparingLong(TimelinePoint::number);
    Comparator<TimelinePoint> direction = query.backward() ? order.reversed() : order;
    TimelinePoint to = query.to();
    return rows.values().stream()
        .filter(row -> row.event().roomNid() == query.roomNid() && row.isShown())
        .filter(row -> isAfter(row, query.from(), query.backward(), order))
        .filter(row -> to == null || !isAfter(row, to, query.backward(), order))
        .sorted((left, right) -> direction.compare(left.point(), right.point()))
        .limit(query.limit())
        .map(Row::event)
        .toList();
  }

  private static boolean isAfter(
      Row row, TimelinePoint point, boolean backward, Comparator<TimelinePoint> order) {
    int compared = order.compare(row.point(), point);
    return backward ? compared <= 0 : compared > 0;
  }

  List<StoredEvent> closest(long roomNid, long timestamp, boolean backward, int limit) {
    Comparator<Row> order =
        Comparator.<Row>comparingLong(row -> row.event().event().originServerTs())
            .thenComparing(Row::depth)
            .thenComparing(Row::number);
    return rows.values().stream()
        .filter(row -> row.event().roomNid() == roomNid && row.isShown())
        .filter(
            row ->
                backward
                    ? row.event().event().originServerTs() <= timestamp
                    : row.event().event().originServerTs() >= timestamp)
        .sorted(backward ? order.reversed() : order)
        .limit(limit)
        .map(Row::event)
        .toList();
  }

  List<StoredEvent> stream(Position after, Position upTo, int limit) {
    return rows.values().stream()
        .filter(Row::isShown)
        .filter(row -> row.number() > after.number() && row.number() <= upTo.number())
        .sorted(Comparator.comparingLong(Row::number))
        .limit(limit)
        .map(Row::event)
        .toList();
  }
}
