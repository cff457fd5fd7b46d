package org.ashlar.directory;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.osgi.annotation.versioning.ProviderType;

/// Keeps the aliases of this server. Swappable: reached through a gate; any thread.
///
/// Each write is durable when it returns. All methods throw [org.ashlar.store.StoreException] when
/// the database fails.
@ProviderType
public interface DirectoryStore {
  /// Keeps an alias.
  ///
  /// @param alias the alias, with its room and creator
  /// @return false when the alias exists already, wherever it leads
  boolean createAlias(StoredAlias alias);

  /// An alias.
  ///
  /// @param alias the alias
  /// @return what is kept about it, empty when it is unknown
  Optional<StoredAlias> alias(RoomAlias alias);

  /// Forgets an alias, if it still leads to that room.
  ///
  /// @param alias the alias
  /// @param room the room
  /// @return false when there was nothing to forget
  boolean deleteAlias(RoomAlias alias, RoomId room);

  /// The aliases of a room.
  ///
  /// @param room the room
  /// @return all that lead there, in their order as text
  List<RoomAlias> aliasesOf(RoomId room);

  /// Lets all aliases of a room lead to another one.
  ///
  /// @param from the room they lead to now
  /// @param to where they shall lead
  /// @return those that moved
  List<RoomAlias> moveAliases(RoomId from, RoomId to);
}
