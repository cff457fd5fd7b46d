package org.ashlar.room.core;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.ashlar.base.id.UserId;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// What one reader sees of events: by the rooms' history visibility, without redactions that are
/// not applied, and without what ignored senders said.
final class Sight {
  private final Access access;
  private final Visibility visibility;
  private final AppliedRedactions redactions;
  private final Senders senders;

  Sight(Access access, Visibility visibility, AppliedRedactions redactions, Senders senders) {
    this.access = access;
    this.visibility = visibility;
    this.redactions = redactions;
    this.senders = senders;
  }

  Access access() {
    return access;
  }

  Senders senders() {
    return senders;
  }

  /// The events of any rooms that a reader sees.
  List<StoredEvent> visible(UserId reader, List<StoredEvent> events) {
    return events.isEmpty() ? events : heard(reader, permitted(reader, events));
  }

  /// The events of a room that a reader sees.
  List<StoredEvent> visible(UserId reader, Access.View view, List<StoredEvent> events) {
    return heard(reader, permitted(reader, view, events));
  }

  /// The events of any rooms that a reader may see, those of ignored senders included.
  List<StoredEvent> permitted(UserId reader, List<StoredEvent> events) {
    return events.isEmpty()
        ? events
        : permitted(reader, access.bounds(reader, rooms(events)), events);
  }

  /// The events of a room that a reader may see, those of ignored senders included.
  List<StoredEvent> permitted(UserId reader, Access.View view, List<StoredEvent> events) {
    return permitted(reader, (long _) -> view.until(), events);
  }

  /// The same with the bounds of rooms known.
  List<StoredEvent> permitted(UserId reader, LongUnaryOperator until, List<StoredEvent> events) {
    return redactions.shown(visibility.visible(reader, until, events));
  }

  /// The bounds of a reader in the rooms of some events, read when first asked for.
  LongUnaryOperator bounds(UserId reader, List<StoredEvent> events) {
    AtomicReference<@Nullable LongUnaryOperator> read = new AtomicReference<>();
    return room -> {
      LongUnaryOperator known = read.get();
      if (known == null) {
        known = access.bounds(reader, rooms(events));
        read.set(known);
      }
      return known.applyAsLong(room);
    };
  }

  /// State events are never left out.
  private List<StoredEvent> heard(UserId reader, List<StoredEvent> events) {
    Set<UserId> ignored = senders.ignored(reader);
    return ignored.isEmpty()
        ? events
        : events.stream()
            .filter(
                stored -> stored.event().isState() || !ignored.contains(stored.event().sender()))
            .toList();
  }

  private static Set<Long> rooms(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::roomNid).collect(Collectors.toSet());
  }
}
