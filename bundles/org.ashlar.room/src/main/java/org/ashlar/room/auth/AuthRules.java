package org.ashlar.room.auth;

import java.util.Collection;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The authorization rules of all room versions. Pure: values in, values out; any thread.
///
/// @spec https://spec.matrix.org/v1.19/server-server-api/#authorisation-rules Authorization rules
@ProviderType
public interface AuthRules {
  /// Judges an event by a room state: all rules but those about its auth events
  /// ([#checkAuthEvents]) and those about signatures of servers, which are checked on receipt.
  ///
  /// @param event the event, of any supported version
  /// @param state the state before the event, or the current one, or the event's auth events; for a
  ///   create event it is not asked
  /// @return the verdict
  AuthVerdict check(Event event, AuthState state);

  /// Judges whether an event names the right auth events. Own events need it not: they name what
  /// [#needed] selects.
  ///
  /// @param event the event
  /// @param authEvents the events that it names, each one that is known
  /// @return the verdict by the rules about `auth_events`
  AuthVerdict checkAuthEvents(Event event, Collection<AuthEvent> authEvents);

  /// Selects the places whose state events, where there are any, an event must name as auth events.
  ///
  /// @param version the room version
  /// @param type the event's type
  /// @param stateKey its state key or null
  /// @param sender its sender
  /// @param content its content
  /// @return the places; empty for a create event
  /// @spec https://spec.matrix.org/v1.19/server-server-api/#auth-events-selection Selection
  Set<StateKey> needed(
      RoomVersion version,
      String type,
      @Nullable String stateKey,
      UserId sender,
      JsonObject content);

  /// Names this implementation; part of the key of what is cached from its answers.
  ///
  /// @return the version of its bundle
  String revision();
}
