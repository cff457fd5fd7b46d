package org.ashlar.room.core;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;

/// What rooms ask of the room directory. Never called with a lane held.
interface Aliases {
  /// Where an alias leads.
  Optional<RoomId> resolve(RoomAlias alias);

  /// Keeps an alias for a room that is being made.
  ///
  /// @return false when it exists already
  boolean claim(UserId creator, RoomAlias alias, RoomId room);

  /// Gives a claimed alias back.
  void release(RoomAlias alias, RoomId room);

  /// Puts a room into the public list.
  void publish(RoomId room);

  /// Hands aliases and the place in the public list over to another room.
  ///
  /// @return the aliases that lead to the new room now
  List<RoomAlias> move(RoomId from, RoomId to);
}
