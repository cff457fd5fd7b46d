package org.ashlar.room.core;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.directory.AliasTarget;
import org.ashlar.directory.Directory;

/// Asks the room directory.
///
/// @param directory the way there
record DirectoryAliases(Gate<Directory> directory) implements Aliases {
  @Override
  public Optional<RoomId> resolve(RoomAlias alias) {
    return directory.call(service -> service.resolve(alias)).map(AliasTarget::room);
  }

  @Override
  public boolean claim(UserId creator, RoomAlias alias, RoomId room) {
    return directory.call(service -> service.claim(creator, alias, room));
  }

  @Override
  public void release(RoomAlias alias, RoomId room) {
    directory.run(service -> service.release(alias, room));
  }

  @Override
  public void publish(RoomId room) {
    directory.run(service -> service.setPublic(room, true));
  }

  @Override
  public List<RoomAlias> move(RoomId from, RoomId to) {
    return directory.call(service -> service.move(from, to));
  }
}
