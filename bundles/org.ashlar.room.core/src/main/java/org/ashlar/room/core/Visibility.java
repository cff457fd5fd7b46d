package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.ashlar.base.id.UserId;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// The one function that says which events a reader may see.
///
/// It judges by the states before and after an event: the more favorable one decides, so that one
/// sees one's own join and leave, and the event that changes the visibility. What came after the
/// reader was last joined is seen only where all the world may read.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-history-visibility History
///   visibility
final class Visibility {
  private static final StateKey HISTORY = new StateKey(EventTypes.HISTORY_VISIBILITY, "");

  private final StateBatch batch;

  Visibility(StateBatch batch) {
    this.batch = batch;
  }

  /// Leaves out what a reader may not see.
  ///
  /// @param user the reader
  /// @param until for the number of each room, up to which position the reader was joined at some
  ///   time later or is; see [Access.View#until]
  /// @param events events of any rooms
  List<StoredEvent> visible(UserId user, LongUnaryOperator until, List<StoredEvent> events) {
    if (events.isEmpty()) {
      return events;
    }
    Map<Root, Moment> moments = moments(user, events);
    List<StoredEvent> visible = new ArrayList<>(events.size());
    for (StoredEvent event : events) {
      if (isVisible(until.applyAsLong(event.roomNid()), event, moments)) {
        visible.add(event);
      }
    }
    return visible;
  }

  private static boolean isVisible(long until, StoredEvent event, Map<Root, Moment> moments) {
    Position position = event.position();
    if (position == null || !event.status().isShown()) {
      return false;
    }
    boolean joinedLater = position.number() <= until;
    return moment(event, event.rootAfter(), moments).shows(joinedLater)
        || (event.rootBefore() != event.rootAfter()
            && moment(event, event.rootBefore(), moments).shows(joinedLater));
  }

  private static Moment moment(StoredEvent event, long root, Map<Root, Moment> moments) {
    return moments.getOrDefault(new Root(event.roomNid(), root), Moment.NOTHING);
  }

  /// What decides, in all states before and after the events.
  private Map<Root, Moment> moments(UserId user, List<StoredEvent> events) {
    Set<Root> roots = new LinkedHashSet<>();
    for (StoredEvent event : events) {
      roots.add(new Root(event.roomNid(), event.rootAfter()));
      roots.add(new Root(event.roomNid(), event.rootBefore()));
    }
    StateKey member = StateKey.member(user);
    Set<StateKey> keys = Set.of(HISTORY, member);
    List<Map<StateKey, StoredEvent>> states =
        batch.read(
            roots.stream().map(root -> StateQuery.of(root.roomNid(), root.nid(), keys)).toList());
    Map<Root, Moment> moments = new HashMap<>();
    int next = 0;
    for (Root root : roots) {
      Map<StateKey, StoredEvent> state = states.get(next++);
      moments.put(
          root,
          new Moment(
              text(state.get(HISTORY), "history_visibility"),
              text(state.get(member), "membership")));
    }
    return moments;
  }

  private static @Nullable String text(@Nullable StoredEvent event, String member) {
    return event == null ? null : event.event().content().string(member).orElse(null);
  }

  private record Root(long roomNid, long nid) {}

  private record Moment(@Nullable String history, @Nullable String membership) {
    static final Moment NOTHING = new Moment(null, null);

    boolean shows(boolean joinedLater) {
      return switch (history) {
        case "world_readable" -> true;
        case "invited" -> joinedLater && ("join".equals(membership) || "invite".equals(membership));
        case "joined" -> joinedLater && "join".equals(membership);
        case null, default -> joinedLater;
      };
    }
  }
}
