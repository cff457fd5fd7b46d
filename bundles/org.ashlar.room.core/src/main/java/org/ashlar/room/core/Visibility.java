package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.UserId;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.store.EventStatus;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// The one function that says which events a reader may see.
///
/// It judges by the states before and after an event: the more favorable one decides, so that one
/// sees one's own join, leave and invitation, and the event that changes the visibility.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-history-visibility History
///   visibility
final class Visibility {
  private static final StateKey HISTORY = new StateKey(EventTypes.HISTORY_VISIBILITY, "");

  private final StateAccess state;

  Visibility(StateAccess state) {
    this.state = state;
  }

  /// Leaves out what a reader may not see.
  ///
  /// @param user the reader
  /// @param lastJoinedUntil up to which position the reader is known to have been or become joined
  ///   at some time: [Long#MAX_VALUE] for a joined reader, the leave's for one who left, negative
  ///   infinity for one who never was
  /// @param events events of one room
  List<StoredEvent> visible(UserId user, long lastJoinedUntil, List<StoredEvent> events) {
    Map<Long, Moment> moments = new HashMap<>();
    List<StoredEvent> visible = new ArrayList<>(events.size());
    for (StoredEvent event : events) {
      if (isVisible(user, lastJoinedUntil, event, moments)) {
        visible.add(event);
      }
    }
    return visible;
  }

  private boolean isVisible(
      UserId user, long lastJoinedUntil, StoredEvent event, Map<Long, Moment> moments) {
    if (event.status() != EventStatus.ACCEPTED && event.status() != EventStatus.PARTIAL_STATE) {
      return false;
    }
    boolean joinedLater = event.position() != null && event.position().number() <= lastJoinedUntil;
    return moment(user, event.roomNid(), event.rootAfter(), moments).shows(joinedLater)
        || (event.rootBefore() != event.rootAfter()
            && moment(user, event.roomNid(), event.rootBefore(), moments).shows(joinedLater));
  }

  private Moment moment(UserId user, long roomNid, long root, Map<Long, Moment> moments) {
    Moment known = moments.get(root);
    if (known == null) {
      known =
          new Moment(
              text(state.stateEvent(roomNid, root, HISTORY), "history_visibility"),
              text(state.stateEvent(roomNid, root, StateKey.member(user)), "membership"));
      moments.put(root, known);
    }
    return known;
  }

  private static @Nullable String text(@Nullable StoredEvent event, String member) {
    return event == null ? null : event.event().content().string(member).orElse(null);
  }

  private record Moment(@Nullable String history, @Nullable String membership) {
    boolean shows(boolean joinedLater) {
      return switch (history) {
        case "world_readable" -> true;
        case "invited" -> "join".equals(membership) || "invite".equals(membership);
        case "joined" -> "join".equals(membership);
        case null, default -> "join".equals(membership) || joinedLater;
      };
    }
  }
}
