package org.ashlar.room;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.osgi.annotation.versioning.ProviderType;

/// Changes rooms. Swappable: reached through a gate. Each method returns when the change is
/// durable; any thread.
///
/// All throw [org.ashlar.base.error.MatrixException] with the code and status of the operation.
@ProviderType
public interface Rooms {
  /// Makes a room.
  ///
  /// @param requester its creator
  /// @param command what it shall be
  /// @return its id
  RoomId create(Requester requester, CreateRoom command);

  /// Replaces a room by one of another version. Only the requester joins the new one. When it
  /// fails, the old room is as it was, or the same command completes it; repeated after that, it
  /// gives the same room.
  ///
  /// @param requester who wants it
  /// @param command which room, and the version
  /// @return the new room's id
  RoomId upgrade(Requester requester, UpgradeRoom command);

  /// Sends an event.
  ///
  /// @param requester the sender
  /// @param command the event
  /// @return its id; that of the first time when the transaction is repeated
  EventId send(Requester requester, SendEvent command);

  /// Takes the content away from an event: its own events from a user, those of others from who has
  /// the power.
  ///
  /// @param requester who wants it
  /// @param command which event
  /// @return the id of the redaction; that of the first time when the transaction is repeated
  EventId redact(Requester requester, RedactEvent command);

  /// Changes a membership. What is already so succeeds without an event.
  ///
  /// @param requester who wants it
  /// @param command the change
  void change(Requester requester, ChangeMembership command);

  /// Takes an event that another server made, with signature and hash checked by the caller, into
  /// the lane of its room: authorization, state, storing.
  ///
  /// @param event the event; its previous and auth events must be known
  /// @return what became of it
  default ReceiveOutcome receive(Event event) {
    return receive(new ReceivedEvent(event));
  }

  /// Takes an event that another server made, as [#receive(Event)] does, possibly after a gap or as
  /// history. An outlier that is known gets its place by it, and reaches readers as a new event.
  ///
  /// @param received the event and what is known of its place
  /// @return what became of it
  ReceiveOutcome receive(ReceivedEvent received);

  /// Keeps events of other servers without a place in their room, such as auth chains. Those that
  /// are known are left as they are.
  ///
  /// @param room a known room
  /// @param events its events, checked for signature and hash, in any order; auth events of theirs
  ///   that are to be known too are among them or are known already
  void keepOutliers(RoomId room, List<Event> events);

  /// Comes into a room of other servers before its state is known in full, making the room known if
  /// it is not. Until [#complete], its events are judged by what is known, and judged again then;
  /// nothing is soft-failed meanwhile.
  ///
  /// @param join what was told of the room
  /// @return what became of the join; nothing is stored unless it is accepted
  ReceiveOutcome joinPartially(PartialJoin join);

  /// Makes the state of a partial room right, now that it is known in full: that before and after
  /// each event since the join, and the current one. Events may turn out to be rejected or
  /// accepted. Returns when all is done; what was begun goes on after a restart or a swap. A room
  /// that is not partial stays as it is.
  ///
  /// @param room a known room
  /// @param stateBefore all events of the state before the join; each must be known, if only as an
  ///   outlier, or be delivered
  /// @param delivered events of the room to be kept as [#keepOutliers] does
  void complete(RoomId room, List<EventId> stateBefore, List<Event> delivered);

  /// Shows a profile change in all rooms that a user is in. Best effort, in the background.
  ///
  /// @param user whose profile changed
  void profileChanged(UserId user);

  /// Takes a user of this server out of all rooms: leaves those joined, declines invitations,
  /// withdraws knocks. In the background, room by room; it goes on after a restart or a swap until
  /// nothing is left. Repeating it does no harm. For deactivation.
  ///
  /// @param user the user
  void leaveAll(UserId user);

  /// Forgets a room that a user has left.
  ///
  /// @param requester the user
  /// @param room the room
  void forget(Requester requester, RoomId room);

  /// The room version of a room for which none is asked.
  ///
  /// @return its id, such as `12`
  String defaultVersion();

  /// The version of this service.
  ///
  /// @return its bundle's version
  default Optional<String> revision() {
    return Optional.empty();
  }
}
