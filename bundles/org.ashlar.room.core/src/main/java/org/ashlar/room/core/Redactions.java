package org.ashlar.room.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.SendEvent;
import org.ashlar.room.auth.PowerLevels;
import org.ashlar.state.EventRef;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Finds what a redaction names and says whether it may be applied. Used with the lane held.
///
/// @spec https://spec.matrix.org/v1.19/rooms/v12/#handling-redactions Handling redactions
final class Redactions {
  private final Parts parts;

  Redactions(Parts parts) {
    this.parts = parts;
  }

  /// An event of the room that is stored or on its way to the store.
  ///
  /// @param shown whether it is part of the room's timeline
  record Target(EventRef ref, Event event, boolean shown) {}

  /// A redaction that is sent as any event is: it names its target in its content, whatever the
  /// version.
  ///
  /// @throws MatrixException 400 when it names none
  static RedactEvent command(SendEvent sent) {
    EventId target =
        sent.stateKey() != null
            ? null
            : sent.content().string("redacts").flatMap(EventId::parse).orElse(null);
    if (target == null) {
      throw MatrixException.badJson("A redaction is a message whose redacts is an event id.");
    }
    return new RedactEvent(
        sent.room(), target, sent.content().without("redacts"), sent.transaction());
  }

  /// The event of a room by its id.
  Optional<Target> find(Lane.Ticket ticket, long roomNid, EventId id) {
    Target onItsWay = ticket.onItsWay(id);
    if (onItsWay != null) {
      return Optional.of(onItsWay);
    }
    StoredEvent stored = parts.store().call(store -> store.events(List.of(id))).get(id);
    return Optional.ofNullable(stored)
        .filter(row -> row.roomNid() == roomNid)
        .map(row -> new Target(EventRef.stored(row.nid()), row.event(), row.status().isShown()));
  }

  /// Whether a user of this server may redact an event: its own, or any with enough power.
  static boolean isAllowedHere(
      Function<StateKey, @Nullable Event> state, UserId sender, Event target) {
    return target.sender().equals(sender) || hasPower(state, sender);
  }

  /// Whether a redaction is to be applied, wherever it comes from.
  static boolean applies(Function<StateKey, @Nullable Event> state, Event redaction, Event target) {
    return redaction.sender().server().equals(target.sender().server())
        || hasPower(state, redaction.sender());
  }

  /// A redaction that came before the event that it names, and is to be applied to it.
  Optional<StoredEvent> awaiting(Event event, long roomNid) {
    for (StoredEvent redaction :
        parts.store().call(store -> store.redactionsOf(List.of(event.id())))) {
      if (redaction.roomNid() == roomNid
          && redaction.status().isShown()
          && applies(key -> before(redaction, key), redaction.event(), event)) {
        return Optional.of(redaction);
      }
    }
    return Optional.empty();
  }

  /// Whether an event is a redaction in versions where authorization does not judge it.
  static boolean isRedaction(Event event) {
    return event.type().equals(EventTypes.REDACTION)
        && !event.version().has(Behavior.REDACTION_RULE);
  }

  private @Nullable Event before(StoredEvent redaction, StateKey key) {
    StoredEvent found = parts.state().stateEvent(redaction.roomNid(), redaction.rootBefore(), key);
    return found == null ? null : found.event();
  }

  private static boolean hasPower(Function<StateKey, @Nullable Event> state, UserId sender) {
    PowerLevels levels =
        PowerLevels.of(state.apply(StateKey.POWER_LEVELS), state.apply(StateKey.CREATE));
    return levels.user(sender) >= levels.redact();
  }
}
