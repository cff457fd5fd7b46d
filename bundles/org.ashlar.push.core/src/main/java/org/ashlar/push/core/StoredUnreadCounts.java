package org.ashlar.push.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.push.Checkpoint;
import org.ashlar.push.CheckpointStore;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.push.RoomCounts;
import org.ashlar.push.UnreadCounts;
import org.ashlar.push.core.Checkpoints.Held;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomViews;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineSpan;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Counts from the last checkpoint on, all rooms of a reader together.
@Component(service = UnreadCounts.class, immediate = true)
public final class StoredUnreadCounts implements UnreadCounts {
  private static final int FIRST_PAGE = 100;
  private static final int PAGE = 1000;

  private final Sources sources;
  private final ReaderRules rules;
  private final Receipts receipts;
  private final Checkpoints checkpoints;
  private final Arrivals arrivals;
  private final JoinedCounts joined;
  private final Threads threads;

  /// @param selections where gates come from
  @Activate
  public StoredUnreadCounts(@Reference Selections selections) {
    this(Sources.of(selections));
  }

  StoredUnreadCounts(Sources sources) {
    this.sources = sources;
    this.rules = new ReaderRules(sources);
    this.receipts = new Receipts(sources);
    this.checkpoints = new Checkpoints(sources);
    this.arrivals = new Arrivals(sources);
    this.joined = new JoinedCounts(sources);
    this.threads = new Threads(sources);
  }

  @Override
  public Map<RoomId, RoomCounts> counts(
      UserId reader, Collection<RoomCountQuery> rooms, Position upTo) {
    if (rooms.isEmpty()) {
      return Map.of();
    }
    RoomScan.Reader who = new RoomScan.Reader(reader, rules.of(reader), sources);
    Map<RoomId, ReadTo> readTo = receipts.of(reader, rooms);
    Map<RoomId, Held> known = checkpoints.of(reader, rooms);
    Map<RoomId, Held> counted = new HashMap<>();
    List<RoomScan> scans = new ArrayList<>();
    for (RoomCountQuery room : rooms) {
      Held last = known.get(room.room());
      ReadTo read = readTo.getOrDefault(room.room(), ReadTo.NOTHING);
      ReadTo furthest = last == null ? read : read.atLeast(last.checkpoint());
      Checkpoint base = last == null ? null : Tally.read(last.checkpoint(), furthest);
      if (last != null && base != null && !hasNews(base, upTo)) {
        counted.put(room.room(), new Held(base, last.unsaved()));
      } else {
        scans.add(new RoomScan(who, room, furthest, base, upTo));
      }
    }
    scan(reader, scans, upTo);
    finish(scans, known, counted);
    checkpoints.keep(reader, counted.values());
    Map<RoomId, RoomCounts> counts = new HashMap<>();
    counted.forEach((room, held) -> counts.put(room, Tally.counts(held.checkpoint())));
    return counts;
  }

  private boolean hasNews(Checkpoint base, Position upTo) {
    Position counted = new Position(upTo.writer(), base.countedTo());
    return base.countedTo() < upTo.number()
        && sources
            .hub()
            .call(hub -> hub.changedSince(Stream.EVENTS, StreamHub.roomKey(base.room()), counted));
  }

  private void scan(UserId reader, List<RoomScan> scans, Position upTo) {
    for (RoomScan scan : scans) {
      long after = scan.after();
      List<Arrival> recent = scan.isDone() ? null : arrivals.recent(scan.room(), after, upTo);
      if (recent != null) {
        scan.take(recent, true, new Once(() -> joined.after(recent, after, scan.room(), upTo)));
      }
    }
    settle(reader, scans);
    Map<RoomScan, LongSupplier> open = new LinkedHashMap<>();
    for (RoomScan scan : scans) {
      if (!scan.isDone()) {
        open.put(scan, new Once(() -> joined.at(scan.room(), upTo)));
      }
    }
    for (int limit = FIRST_PAGE; !open.isEmpty(); limit = PAGE) {
      read(open, limit);
      settle(reader, open.keySet());
      open.keySet().removeIf(RoomScan::isDone);
    }
  }

  private void read(Map<RoomScan, LongSupplier> open, int limit) {
    List<TimelineSpan> spans = open.keySet().stream().map(RoomScan::rest).toList();
    Map<Long, List<Arrival>> pages = arrivals.stored(spans, limit);
    open.forEach(
        (scan, joinedNow) -> {
          List<Arrival> page = pages.getOrDefault(scan.room().roomNid(), List.of());
          scan.take(page, page.size() < limit, joinedNow);
        });
  }

  /// Drops what is invisible and puts the rest into threads.
  private void settle(UserId reader, Collection<RoomScan> scans) {
    dropInvisible(reader, scans);
    Map<Arrival, String> found = threads.of(scans);
    scans.forEach(scan -> scan.sort(found));
  }

  private void finish(List<RoomScan> scans, Map<RoomId, Held> known, Map<RoomId, Held> counted) {
    Map<Long, Set<Long>> redacted = redacted(scans);
    for (RoomScan scan : scans) {
      Set<Long> gone = redacted.getOrDefault(scan.room().roomNid(), Set.of());
      Held last = known.get(scan.room().room());
      long unsaved = (last == null ? 0 : last.unsaved()) + scan.examined();
      counted.put(scan.room().room(), new Held(Tally.counted(scan, gone), unsaved));
    }
  }

  /// What is in memory is there for members; what is older is asked for.
  private void dropInvisible(UserId reader, Collection<RoomScan> scans) {
    List<StoredEvent> events = new ArrayList<>();
    for (RoomScan scan : scans) {
      for (RoomScan.Noted noted : scan.noted()) {
        @Nullable StoredEvent stored = noted.arrival().stored();
        if (stored != null) {
          events.add(stored);
        }
      }
    }
    if (events.isEmpty()) {
      return;
    }
    Requester requester = new Requester(reader, null, false);
    Set<Long> visible = new HashSet<>();
    sources
        .views()
        .call(views -> views.visible(requester, events))
        .forEach(event -> visible.add(event.nid()));
    for (RoomScan scan : scans) {
      scan.noted()
          .removeIf(
              noted ->
                  noted.arrival().stored() != null && !visible.contains(noted.arrival().nid()));
    }
  }

  /// The positions of events that were in fact redacted, by the number of their room.
  private Map<Long, Set<Long>> redacted(List<RoomScan> scans) {
    Set<EventId> targets = new HashSet<>();
    scans.forEach(scan -> targets.addAll(scan.redactions()));
    Map<Long, Set<Long>> redacted = new HashMap<>();
    if (!targets.isEmpty()) {
      for (StoredEvent event : sources.store().call(store -> store.events(targets)).values()) {
        Position position = event.position();
        if (event.redactedBy() != 0 && position != null) {
          redacted.computeIfAbsent(event.roomNid(), _ -> new HashSet<>()).add(position.number());
        }
      }
    }
    return redacted;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    sources.store().bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    sources.store().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    sources.views().bind(reference, service);
  }

  void unbindViews(ServiceReference<RoomViews> reference, RoomViews service) {
    sources.views().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    sources.hub().bind(reference, service);
  }

  void unbindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    sources.hub().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindUserData(ServiceReference<UserData> reference, UserData service) {
    sources.userData().bind(reference, service);
  }

  void unbindUserData(ServiceReference<UserData> reference, UserData service) {
    sources.userData().unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCheckpoints(ServiceReference<CheckpointStore> reference, CheckpointStore service) {
    sources.checkpoints().bind(reference, service);
  }

  void unbindCheckpoints(ServiceReference<CheckpointStore> reference, CheckpointStore service) {
    sources.checkpoints().unbind(reference, service);
  }
}
