package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.UserId;
import org.ashlar.room.RelatedPage;
import org.ashlar.room.RelatedQuery;
import org.ashlar.room.Requester;
import org.ashlar.room.ThreadsPage;
import org.ashlar.room.ThreadsQuery;
import org.ashlar.store.EventStore;
import org.ashlar.store.RelationQuery;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.ThreadQuery;
import org.ashlar.store.ThreadRow;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;

/// Pages through what relates to an event, and through the threads of a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#relationships-api Relationships API
final class RelationPages {
  private static final int LEVELS = 3;
  private static final int MAX_PAGES = 20;

  private final Gate<EventStore> store;
  private final StateAccess events;
  private final Points points;
  private final Sight sight;
  private final Renderer renderer;

  RelationPages(
      Gate<EventStore> store, StateAccess events, Points points, Sight sight, Renderer renderer) {
    this.store = store;
    this.events = events;
    this.points = points;
    this.sight = sight;
    this.renderer = renderer;
  }

  RelatedPage relations(Requester reader, Access.View view, RelatedQuery query) {
    boolean backward = query.backward();
    int levels = query.recurse() ? LEVELS : 1;
    TimelinePoint to = points.limit(view, query.to(), backward);
    String from = query.from();
    TimelinePoint start = points.start(view, from, backward);
    Scan scan =
        new Scan(
            backward,
            query.limit(),
            (at, size) -> related(view, query, levels, page(view, at, to, backward, size)),
            page -> sight.visible(reader.user(), view, page));
    Scan.Found found = scan.from(start);
    return new RelatedPage(
        renderer.timeline(reader, view, found.events()),
        found.more() ? RoomToken.topological(found.end()).encode() : null,
        from,
        levels);
  }

  private static TimelineQuery page(
      Access.View view, TimelinePoint at, @Nullable TimelinePoint to, boolean backward, int size) {
    return new TimelineQuery(view.roomNid(), TimelineOrder.TOPOLOGICAL, at, to, backward, size);
  }

  private List<StoredEvent> related(
      Access.View view, RelatedQuery query, int levels, TimelineQuery page) {
    RelationQuery asked =
        new RelationQuery(page, query.event(), query.relType(), query.eventType(), levels);
    return store.call(service -> service.relations(asked));
  }

  /// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidthreads
  ///   Threads
  ThreadsPage threads(Requester reader, Access.View view, ThreadsQuery query) {
    String from = query.from();
    TimelinePoint at = from == null ? TimelinePoint.END : points.start(view, from, true);
    List<StoredEvent> roots = new ArrayList<>();
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      int size = query.limit() - roots.size() + 1;
      List<ThreadRow> rows = rows(reader, view, query, at, size);
      Map<Long, StoredEvent> stored = events.events(rows.stream().map(ThreadRow::rootNid).toList());
      Set<Long> permitted = new HashSet<>();
      sight
          .permitted(reader.user(), view, List.copyOf(stored.values()))
          .forEach(event -> permitted.add(event.nid()));
      for (ThreadRow row : rows) {
        if (roots.size() == query.limit()) {
          return page(reader, view, roots, at);
        }
        at = new TimelinePoint(row.last().depth(), row.last().number() - 1);
        StoredEvent root = stored.get(row.rootNid());
        if (root != null && permitted.contains(row.rootNid())) {
          roots.add(root);
        }
      }
      if (rows.size() < size) {
        return page(reader, view, roots, null);
      }
    }
    return page(reader, view, roots, at);
  }

  private List<ThreadRow> rows(
      Requester reader, Access.View view, ThreadsQuery query, TimelinePoint at, int size) {
    ThreadQuery asked =
        new ThreadQuery(
            view.roomNid(),
            at,
            query.participated() ? reader.user() : null,
            sight.senders().ignored(reader.user()),
            view.end(),
            size);
    return store.call(service -> service.threads(asked));
  }

  private ThreadsPage page(
      Requester reader, Access.View view, List<StoredEvent> roots, @Nullable TimelinePoint next) {
    Set<UserId> ignored = sight.senders().ignored(reader.user());
    List<StoredEvent> shown =
        roots.stream()
            .map(root -> ignored.contains(root.event().sender()) ? redacted(root) : root)
            .toList();
    return new ThreadsPage(
        renderer.timeline(reader, view, shown),
        next == null ? null : RoomToken.topological(next).encode());
  }

  private static StoredEvent redacted(StoredEvent stored) {
    return new StoredEvent(
        stored.nid(),
        stored.roomNid(),
        stored.position(),
        stored.rootBefore(),
        stored.rootAfter(),
        stored.status(),
        stored.event().redacted(),
        stored.redactedBy());
  }
}
