package org.ashlar.room.rules;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthVerdict;

/// The rules about the events that an event names as its auth events.
final class AuthEventRules {
  private AuthEventRules() {}

  static AuthVerdict check(Event event, Collection<AuthEvent> authEvents) {
    if (event.type().equals(EventTypes.CREATE)) {
      return AuthVerdict.ALLOWED;
    }
    Set<StateKey> selected =
        AuthSelection.select(
            event.version(), event.type(), event.stateKey(), event.sender(), event.content());
    if (isDoubled(authEvents)) {
      return Case.reject(
          event, Rule.AUTH_EVENTS_DOUBLED, "The event names two auth events for one place.");
    }
    if (!authEvents.stream().allMatch(auth -> isSelected(auth.event(), selected))) {
      return Case.reject(
          event, Rule.AUTH_EVENTS_NOT_SELECTED, "The event names an auth event it does not need.");
    }
    if (authEvents.stream().anyMatch(AuthEvent::rejected)) {
      return Case.reject(
          event, Rule.AUTH_EVENTS_REJECTED, "The event names a rejected event as auth event.");
    }
    if (event.version().has(Behavior.CREATE_IN_AUTH_EVENTS)
        && authEvents.stream().noneMatch(auth -> auth.event().isState(EventTypes.CREATE))) {
      return Case.reject(
          event, Rule.ROOM_IS_NOT_CREATED, "The event does not name the room's create event.");
    }
    return authEvents.stream().allMatch(auth -> auth.event().roomId().equals(event.roomId()))
        ? AuthVerdict.ALLOWED
        : Case.reject(
            event, Rule.AUTH_EVENTS_OTHER_ROOM, "The event names an auth event of another room.");
  }

  private static boolean isDoubled(Collection<AuthEvent> authEvents) {
    Set<StateKey> seen = new HashSet<>();
    return authEvents.stream()
        .map(AuthEvent::event)
        .anyMatch(auth -> auth.isState() && !seen.add(auth.key()));
  }

  private static boolean isSelected(Event auth, Set<StateKey> selected) {
    return auth.isState() && selected.contains(auth.key());
  }
}
