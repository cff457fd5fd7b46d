package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.state.EventRef;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.NewEvent;
import org.ashlar.store.PartialChange;
import org.ashlar.store.Position;
import org.ashlar.store.Redacted;
import org.ashlar.store.StateDelta;
import org.ashlar.stream.RingEvent;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the stream hub what has been committed. If the hub is away nothing is lost: readers then
/// read from the store.
final class RingFeed implements Consumer<List<PendingAppend>> {
  private static final Logger LOG = LoggerFactory.getLogger(RingFeed.class);

  private final Gate<StreamHub> hub;
  private final Consumer<Collection<Long>> redactions;
  private final ServerName server;

  /// @param redactions hears the numbers of events that have lost their content
  /// @param server this server, whose users are told of their memberships
  RingFeed(Gate<StreamHub> hub, Consumer<Collection<Long>> redactions, ServerName server) {
    this.server = server;
    this.hub = hub;
    this.redactions = redactions;
  }

  @Override
  public void accept(List<PendingAppend> stored) {
    forgetRedacted(stored);
    stored.forEach(this::forgetReplaced);
    List<RingEvent> events = new ArrayList<>();
    for (PendingAppend pending : stored) {
      List<NewEvent> appended = pending.append().events();
      for (int i = 0; i < appended.size(); i++) {
        if (isNews(appended.get(i))) {
          boolean last = i == appended.size() - 1;
          events.add(ringEvent(pending, appended.get(i), pending.shown().get(i), last));
        }
      }
    }
    if (!events.isEmpty() && !hub.tryRun(service -> service.publish(events))) {
      LOG.warn("The stream hub is away: {} events are found in the store", events.size());
    }
    stored.forEach(this::tellReplaced);
  }

  /// What was cached of events has their states of before.
  private void forgetReplaced(PendingAppend pending) {
    PartialChange.Replace replaced = pending.append().replaced();
    if (replaced != null) {
      redactions.accept(replaced.events().stream().map(each -> each.ref().nid()).toList());
    }
  }

  /// Wakes the readers of a room whose states were replaced, and those of our users whose
  /// memberships that changed. No stretch of events that has this place is given from memory.
  private void tellReplaced(PendingAppend pending) {
    if (pending.append().replaced() == null
        || !(pending.result() instanceof AppendResult.Stored at)) {
      return;
    }
    Set<String> keys = new HashSet<>();
    String room = StreamHub.roomKey(pending.append().room().id());
    keys.add(room);
    for (StateDelta delta : pending.append().deltas()) {
      if (delta.key().type().equals(EventTypes.MEMBER)) {
        UserId.parse(delta.key().key())
            .filter(user -> user.isOn(server))
            .ifPresent(user -> keys.add(StreamHub.userKey(user)));
      }
    }
    hub.tryRun(service -> service.changed(Stream.EVENTS, at.last(), keys));
    Position completed = at.completed();
    if (completed != null) {
      hub.tryRun(service -> service.changed(Stream.COMPLETED_ROOMS, completed, Set.of(room)));
    }
  }

  private void forgetRedacted(List<PendingAppend> stored) {
    for (PendingAppend pending : stored) {
      List<Redacted> redacted = pending.append().redacted();
      if (!redacted.isEmpty()) {
        redactions.accept(redacted.stream().map(each -> each.target().nid()).toList());
        RoomId room = pending.append().room().id();
        List<EventId> ids = redacted.stream().map(each -> each.event().id()).toList();
        hub.tryRun(service -> service.redacted(room, ids));
      }
    }
  }

  /// History that comes later is no news.
  private static boolean isNews(NewEvent event) {
    return event.status().isShown() && !event.arrival().backfilled();
  }

  private static RingEvent ringEvent(
      PendingAppend pending, NewEvent appended, Shown shown, boolean last) {
    Event event = appended.event();
    boolean member = event.isState() && event.type().equals(EventTypes.MEMBER);
    return new RingEvent(
        new Position(writer(pending), appended.ref().position()),
        appended.ref().nid(),
        pending.append().room().id(),
        pending.append().room().nid(),
        event.id(),
        event.type(),
        event.stateKey(),
        event.sender(),
        member ? event.content().string("membership").orElse(null) : null,
        shown.shared(),
        shown.prevContent(),
        shown.replaces(),
        last ? pending.append().transaction() : null,
        event.originServerTs(),
        isResolved(pending.append()) || isDoubtful(appended, pending.append()));
  }

  /// Whether only the store knows how an event is shown: a redaction that waits for its target, or
  /// a target that came after its redaction.
  private static boolean isDoubtful(NewEvent appended, Append append) {
    boolean waits =
        !appended.event().isState()
            && Redactions.isRedaction(appended.event())
            && append.redacted().stream().noneMatch(each -> each.by().equals(appended.ref()));
    return waits
        || append.redacted().stream().anyMatch(each -> each.target().equals(appended.ref()));
  }

  /// Whether the current state became something else than what the events put in, or is not the
  /// state that the last of them leaves.
  private static boolean isResolved(Append append) {
    if (append.events().getLast().after().nid() != append.current().nid()) {
      return true;
    }
    Set<EventRef> changes = new HashSet<>();
    append.deltas().forEach(delta -> changes.add(delta.ref()));
    Set<EventRef> events = new HashSet<>();
    for (NewEvent appended : append.events()) {
      if (appended.event().isState() && appended.status().isShown()) {
        events.add(appended.ref());
      }
    }
    return !changes.equals(events);
  }

  private static int writer(PendingAppend pending) {
    return pending.result() instanceof AppendResult.Stored at ? at.first().writer() : 1;
  }
}
