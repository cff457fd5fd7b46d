package org.ashlar.stream;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// A recent event, ready to be shown to members who were joined before it.
///
/// @param position where it came into the stream
/// @param nid its number in the store
/// @param room its room
/// @param roomNid the room's number
/// @param id its id
/// @param type its type
/// @param stateKey its state key, or null for a message
/// @param sender who sent it
/// @param membership the membership it sets when it is a member event, else null
/// @param shared the client format without `room_id` and `unsigned`; see `ClientEvent`
/// @param prevContent the content of the state event it replaced as JSON, or null
/// @param replaces the id of that event, or null
/// @param transaction who sent it with which transaction id, or null
/// @param originServerTs when it was made, in milliseconds since 1970; 0 when not known
/// @param resolved whether the current state after it is something else than the one before with
///   this event put in, or than the one after this event: readers then ask the store what changed
///   and whether they may see the event
@SuppressWarnings("ArrayRecordComponent")
public record RingEvent(
    Position position,
    long nid,
    RoomId room,
    long roomNid,
    EventId id,
    String type,
    @Nullable String stateKey,
    UserId sender,
    @Nullable String membership,
    byte[] shared,
    byte @Nullable [] prevContent,
    @Nullable EventId replaces,
    @Nullable Transaction transaction,
    long originServerTs,
    boolean resolved) {

  /// An event of a room without forks, made at a time that is not known.
  ///
  /// @param position where it came into the stream
  /// @param nid its number in the store
  /// @param room its room
  /// @param roomNid the room's number
  /// @param id its id
  /// @param type its type
  /// @param stateKey its state key, or null for a message
  /// @param sender who sent it
  /// @param membership the membership it sets when it is a member event, else null
  /// @param shared the client format without `room_id` and `unsigned`
  /// @param prevContent the content of the state event it replaced as JSON, or null
  /// @param replaces the id of that event, or null
  /// @param transaction who sent it with which transaction id, or null
  public RingEvent(
      Position position,
      long nid,
      RoomId room,
      long roomNid,
      EventId id,
      String type,
      @Nullable String stateKey,
      UserId sender,
      @Nullable String membership,
      byte[] shared,
      byte @Nullable [] prevContent,
      @Nullable EventId replaces,
      @Nullable Transaction transaction) {
    this(
        position,
        nid,
        room,
        roomNid,
        id,
        type,
        stateKey,
        sender,
        membership,
        shared,
        prevContent,
        replaces,
        transaction,
        0,
        false);
  }
}
