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
    Set<StateKey> seen = new HashSet<>();
    for (AuthEvent named : authEvents) {
      AuthVerdict verdict = checkOne(event, named, selected, seen);
      if (!verdict.isAllowed()) {
        return verdict;
      }
    }
    return event.version().has(Behavior.CREATE_IN_AUTH_EVENTS) && !seen.contains(StateKey.CREATE)
        ? Case.reject(
            event, Rule.ROOM_IS_NOT_CREATED, "The event does not name the room's create event.")
        : AuthVerdict.ALLOWED;
  }

  private static AuthVerdict checkOne(
      Event event, AuthEvent named, Set<StateKey> selected, Set<StateKey> seen) {
    Event auth = named.event();
    if (auth.isState() && !seen.add(auth.key())) {
      return Case.reject(
          event, Rule.AUTH_EVENTS_DOUBLED, "The event names two auth events for one place.");
    }
    if (!auth.isState() || !selected.contains(auth.key())) {
      return Case.reject(
          event, Rule.AUTH_EVENTS_NOT_SELECTED, "The event names an auth event it does not need.");
    }
    if (named.rejected()) {
      return Case.reject(
          event, Rule.AUTH_EVENTS_REJECTED, "The event names a rejected event as auth event.");
    }
    return auth.roomId().equals(event.roomId())
        ? AuthVerdict.ALLOWED
        : Case.reject(
            event, Rule.AUTH_EVENTS_OTHER_ROOM, "The event names an auth event of another room.");
  }
}
