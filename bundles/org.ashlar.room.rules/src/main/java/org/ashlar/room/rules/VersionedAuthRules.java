package org.ashlar.room.rules;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.ReferenceHash;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.auth.AuthState;
import org.ashlar.room.auth.AuthVerdict;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// The rules in the order of the specification's text. Holds nothing but its own name.
@Component(service = AuthRules.class, immediate = true)
public final class VersionedAuthRules implements AuthRules {
  private final String revision;

  /// @param context the bundle whose version is the revision
  @Activate
  public VersionedAuthRules(BundleContext context) {
    this(context.getBundle().getVersion().toString());
  }

  /// @param revision what [#revision] gives
  public VersionedAuthRules(String revision) {
    this.revision = revision;
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public Set<StateKey> needed(
      RoomVersion version,
      String type,
      @Nullable String stateKey,
      UserId sender,
      JsonObject content) {
    return AuthSelection.select(version, type, stateKey, sender, content);
  }

  @Override
  public AuthVerdict checkAuthEvents(Event event, Collection<AuthEvent> authEvents) {
    return AuthEventRules.check(event, authEvents);
  }

  @Override
  public AuthVerdict check(Event event, AuthState state) {
    if (event.type().equals(EventTypes.CREATE)) {
      return CreateRules.check(event);
    }
    Event create = state.get(StateKey.CREATE);
    if (create == null || !makes(create, event)) {
      return Case.reject(event, Rule.ROOM_IS_NOT_CREATED, "The room has no such create event.");
    }
    if (create.content().get("m.federate") == JsonBoolean.FALSE
        && !event.sender().isOn(create.sender().server())) {
      return Case.reject(event, Rule.NOT_FEDERATED, "The room is closed to other servers.");
    }
    Case judged = new Case(event, state, create);
    if (event.type().equals(EventTypes.ALIASES) && event.version().has(Behavior.ALIASES_RULE)) {
      return checkAliases(judged);
    }
    return event.type().equals(EventTypes.MEMBER)
        ? MemberRules.check(judged)
        : checkOfMember(judged);
  }

  private static AuthVerdict checkAliases(Case judged) {
    String stateKey = judged.event().stateKey();
    if (stateKey == null) {
      return judged.reject(Rule.ALIASES_WITHOUT_KEY, "The aliases have no state key.");
    }
    return stateKey.equals(judged.event().sender().server().value())
        ? AuthVerdict.ALLOWED
        : judged.reject(Rule.ALIASES_OF_ANOTHER, "The aliases are those of another server.");
  }

  private static boolean makes(Event create, Event event) {
    return !event.version().has(Behavior.ROOM_ID_IS_CREATE_HASH)
        || ReferenceHash.roomId(create.id()).equals(event.roomId());
  }

  /// The rules for what only members of the room can send.
  private static AuthVerdict checkOfMember(Case judged) {
    Event event = judged.event();
    if (!judged.senderIsJoined()) {
      return judged.reject(Rule.SENDER_IS_NOT_JOINED, "The sender is not a member of the room.");
    }
    long own = judged.senderLevel();
    if (event.type().equals(EventTypes.THIRD_PARTY_INVITE)) {
      return own >= judged.levels().invite()
          ? AuthVerdict.ALLOWED
          : judged.reject(Rule.THIRD_PARTY_INVITE_POWER, "The sender has not the power to invite.");
    }
    long required = judged.levels().required(event.type(), event.isState());
    if (required > own) {
      return judged.reject(
          Rule.TYPE_POWER,
          "Sending " + event.type() + " needs power " + required + "; the sender has " + own + ".");
    }
    String stateKey = event.stateKey();
    if (stateKey != null && stateKey.startsWith("@") && !stateKey.equals(event.sender().value())) {
      return judged.reject(
          Rule.STATE_KEY_OF_ANOTHER, "A state key with @ is reserved for that user.");
    }
    if (event.type().equals(EventTypes.POWER_LEVELS)) {
      return PowerLevelRules.check(judged);
    }
    return event.type().equals(EventTypes.REDACTION) && event.version().has(Behavior.REDACTION_RULE)
        ? checkRedaction(judged)
        : AuthVerdict.ALLOWED;
  }

  private static AuthVerdict checkRedaction(Case judged) {
    EventId target = judged.event().redacts();
    boolean allowed =
        judged.senderLevel() >= judged.levels().redact()
            || (target != null && domain(target).equals(domain(judged.event().id())));
    return allowed
        ? AuthVerdict.ALLOWED
        : judged.reject(
            Rule.REDACTION_POWER, "The sender has not the power to redact the event of another.");
  }

  /// What follows the first colon of an id that a server gave; empty when there is none.
  private static Optional<String> domain(EventId id) {
    int colon = id.value().indexOf(':');
    return colon < 0 ? Optional.empty() : Optional.of(id.value().substring(colon + 1));
  }
}
