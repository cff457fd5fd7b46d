package org.ashlar.stream;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.osgi.annotation.versioning.ProviderType;

/// Tells readers that something is new, and keeps the newest events in memory.
///
/// What is woken reads from the store; losing a wake-up or this hub's memory loses no data. The
/// keys of waiting requests are `room:ROOM_ID` and `user:USER_ID`; [#roomKey] and [#userKey] make
/// them. Any thread; nothing blocks.
@ProviderType
public interface StreamHub {
  /// The key of a room.
  ///
  /// @param room the room
  /// @return `room:ROOM_ID`
  static String roomKey(RoomId room) {
    return "room:" + room.value();
  }

  /// The key of a user.
  ///
  /// @param user the user
  /// @return `user:USER_ID`
  static String userKey(UserId user) {
    return "user:" + user.value();
  }

  /// Takes events that have just been committed, moves the position of [Stream#EVENTS] to the last
  /// one, and wakes the readers of their rooms and the users whose membership changed.
  ///
  /// @param events in the order of their positions, directly following the last ones published
  void publish(List<RingEvent> events);

  /// Says that events have lost their content. From now on [#between] does not give what lies
  /// around them: readers ask the store.
  ///
  /// @param room their room
  /// @param events their ids; unknown ones are ignored
  void redacted(RoomId room, Collection<EventId> events);

  /// Says where a stream stands, without waking anybody; owners do at their start.
  ///
  /// @param stream the stream
  /// @param position its position; lower ones than known are ignored
  void start(Stream stream, Position position);

  /// Says that something changed and wakes its readers. Calls come in the order of the positions: a
  /// reader that has seen one never looks for a lower one again.
  ///
  /// @param stream the stream
  /// @param position the position of the change
  /// @param keys whom it concerns, such as `room:!a` or `user:@a:b`
  void changed(Stream stream, Position position, Collection<String> keys);

  /// How far readers may read.
  ///
  /// @param stream the stream
  /// @return its position, empty while its owner has not said where it stands
  Optional<Position> position(Stream stream);

  /// Tells whether something may have changed for a key.
  ///
  /// @param stream the stream
  /// @param key such as `room:!a`
  /// @param after a position
  /// @return false only when nothing changed for the key after the position
  boolean changedSince(Stream stream, String key, Position after);

  /// The events between two positions, if all of them are in memory.
  ///
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return the events in order, empty when some are no longer in memory
  Optional<List<RingEvent>> between(Position after, Position upTo);

  /// The events of one room between two positions, if all of them are in memory. Its cost does not
  /// grow with what happens in other rooms.
  ///
  /// @param room the room
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return the events in order, empty when some may no longer be in memory
  Optional<List<RingEvent>> between(RoomId room, Position after, Position upTo);

  /// Says that a user types, or no longer does.
  ///
  /// @param room the room
  /// @param user the user
  /// @param millis how long it holds, 0 to end it, at most 120,000
  void typing(RoomId room, UserId user, long millis);

  /// Who types in a room now.
  ///
  /// @param room the room
  /// @return users and the serial of the last change
  TypingUsers typing(RoomId room);

  /// Which life of the hub the typing serials belong to; another one voids them.
  ///
  /// @return a number that differs after each start
  long typingEpoch();
}
