package org.ashlar.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;

/// The relations of a [MemoryEventStore], which guards it.
final class MemoryRelations {
  private static final Set<String> SUMMED =
      Set.of(RelationSummary.THREAD, RelationSummary.REPLACE, RelationSummary.REFERENCE);
  private static final Comparator<TimelinePoint> BY_DEPTH =
      Comparator.comparingLong(TimelinePoint::depth).thenComparingLong(TimelinePoint::number);

  private final List<Row> rows = new ArrayList<>();
  private final List<Row> hidden = new ArrayList<>();

  /// A relation of a shown event.
  private record Row(long room, long nid, Event event, Relation relation, TimelinePoint point) {
    UserId sender() {
      return event.sender();
    }
  }

  void add(long room, NewEvent event) {
    Relation relation = event.relation();
    hidden.removeIf(row -> row.nid == event.ref().nid());
    if (relation != null) {
      TimelinePoint point = new TimelinePoint(event.event().depth(), event.ref().position());
      Row row = new Row(room, event.ref().nid(), event.event(), relation, point);
      (event.status().isShown() ? rows : hidden).add(row);
    }
  }

  /// Shows a related event from now on, or no longer.
  void replaced(Replacement by) {
    long nid = by.ref().nid();
    List<Row> from = by.status().isShown() ? hidden : rows;
    List<Row> moved = from.stream().filter(row -> row.nid == nid).toList();
    from.removeAll(moved);
    for (Row row : moved) {
      TimelinePoint point =
          by.moved() ? new TimelinePoint(row.point.depth(), by.ref().position()) : row.point;
      (by.status().isShown() ? rows : hidden)
          .add(new Row(row.room, row.nid, row.event, row.relation, point));
    }
  }

  boolean isRelated(long room, UserId sender, String type, Relation relation) {
    return rows.stream()
        .anyMatch(
            row ->
                row.room == room
                    && row.sender().equals(sender)
                    && row.event.type().equals(type)
                    && row.relation.equals(relation));
  }

  void remove(long nid) {
    rows.removeIf(row -> row.nid == nid);
    hidden.removeIf(row -> row.nid == nid);
  }

  /// The numbers of a page of related events.
  List<Long> page(RelationQuery query) {
    TimelineQuery page = query.page();
    TimelinePoint to = page.to();
    Comparator<Row> order = Comparator.comparing(Row::point, BY_DEPTH);
    return related(query).stream()
        .filter(row -> isAfter(row, page.from(), page.backward()))
        .filter(row -> to == null || !isAfter(row, to, page.backward()))
        .sorted(page.backward() ? order.reversed() : order)
        .limit(page.limit())
        .map(Row::nid)
        .toList();
  }

  private Collection<Row> related(RelationQuery query) {
    Map<Long, Row> found = new LinkedHashMap<>();
    Set<EventId> targets = Set.of(query.target());
    for (int level = 0; level < query.levels(); level++) {
      Set<EventId> next = new HashSet<>();
      for (Row row : rows) {
        if (row.room == query.page().roomNid()
            && targets.contains(row.relation.target())
            && (query.relType() == null || query.relType().equals(row.relation.type()))
            && (query.eventType() == null || query.eventType().equals(row.event.type()))) {
          found.put(row.nid, row);
          next.add(row.event.id());
        }
      }
      targets = next;
    }
    return found.values();
  }

  private static boolean isAfter(Row row, TimelinePoint point, boolean backward) {
    int compared = BY_DEPTH.compare(row.point, point);
    return backward ? compared <= 0 : compared > 0;
  }

  List<RelationSummary> summaries(RelationSummaryQuery query) {
    List<RelationSummary> summaries = new ArrayList<>();
    for (RelationSummaryQuery.Parent parent : query.parents()) {
      for (String type : SUMMED) {
        List<Row> counted =
            rows.stream()
                .filter(row -> row.room == parent.roomNid() && row.point.number() <= parent.upTo())
                .filter(row -> row.relation.target().equals(parent.id()))
                .filter(row -> row.relation.type().equals(type))
                .filter(row -> !query.ignored().contains(row.sender()))
                .filter(
                    row ->
                        !type.equals(RelationSummary.REPLACE)
                            || (row.sender().equals(parent.sender())
                                && row.event.type().equals(parent.type())))
                .sorted(order(type))
                .toList();
        if (!counted.isEmpty()) {
          summaries.add(summary(parent.id(), type, counted, query.reader()));
        }
      }
    }
    return summaries;
  }

  private static RelationSummary summary(
      EventId target, String type, List<Row> counted, UserId reader) {
    int most =
        switch (type) {
          case RelationSummary.THREAD -> RelationSummary.THREAD_EVENTS;
          case RelationSummary.REPLACE -> RelationSummary.REPLACEMENTS;
          default -> RelationSummary.REFERENCES;
        };
    return new RelationSummary(
        target,
        type,
        counted.size(),
        counted.stream().anyMatch(row -> row.sender().equals(reader)),
        counted.stream().limit(most).map(Row::nid).toList());
  }

  private static Comparator<Row> order(String type) {
    Comparator<Row> byDepth = Comparator.comparing(Row::point, BY_DEPTH);
    return switch (type) {
      case RelationSummary.THREAD -> byDepth.reversed();
      case RelationSummary.REPLACE ->
          Comparator.<Row>comparingLong(row -> row.event.originServerTs())
              .thenComparing(row -> row.point.number())
              .reversed();
      default -> byDepth;
    };
  }

  List<ThreadRow> threads(ThreadQuery query, LongFunction<StoredEvent> events, Ids ids) {
    Predicate<Row> inThread =
        row ->
            row.room == query.roomNid()
                && row.relation.type().equals(RelationSummary.THREAD)
                && row.point.number() <= query.upTo();
    Map<EventId, TimelinePoint> last = new LinkedHashMap<>();
    rows.stream()
        .filter(inThread)
        .filter(row -> !query.ignored().contains(row.sender()))
        .forEach(
            row ->
                last.merge(
                    row.relation.target(),
                    row.point,
                    (one, other) -> BY_DEPTH.compare(one, other) > 0 ? one : other));
    List<ThreadRow> threads = new ArrayList<>();
    last.forEach(
        (root, point) -> {
          Long nid = ids.nid(root);
          StoredEvent event = nid == null ? null : events.apply(nid);
          if (event != null
              && event.roomNid() == query.roomNid()
              && BY_DEPTH.compare(point, query.from()) <= 0
              && (query.participant() == null
                  || event.event().sender().equals(query.participant())
                  || rows.stream()
                      .filter(inThread)
                      .filter(row -> row.relation.target().equals(root))
                      .anyMatch(row -> row.sender().equals(query.participant())))) {
            threads.add(new ThreadRow(nid, point));
          }
        });
    return threads.stream()
        .sorted(Comparator.comparing(ThreadRow::last, BY_DEPTH).reversed())
        .limit(query.limit())
        .toList();
  }

  /// Numbers of events.
  interface Ids {
    Long nid(EventId id);
  }
}
