package org.ashlar.directory;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.room.Requester;
import org.osgi.annotation.versioning.ProviderType;

/// Room aliases and the public list of rooms. Swappable: reached through a gate; any thread.
///
/// Each change is durable when it returns. All methods throw
/// [org.ashlar.base.error.MatrixException] with the code and status of the operation, and
/// [org.ashlar.store.StoreException] when the store fails.
@ProviderType
public interface Directory {
  /// Where an alias leads.
  ///
  /// @param alias an alias of any server
  /// @return the room and servers in it; empty when it leads nowhere
  Optional<AliasTarget> resolve(RoomAlias alias);

  /// Makes an alias, if the requester may: 400 `M_INVALID_PARAM` for an alias of another server or
  /// one that breaks the grammar, 403 `M_FORBIDDEN`, 409 `M_UNKNOWN` when it exists.
  ///
  /// @param requester who wants it
  /// @param alias the alias
  /// @param room where it shall lead
  void create(Requester requester, RoomAlias alias, RoomId room);

  /// Keeps an alias for a room that is being made, without asking whether the creator may. Who
  /// fails to make the room gives it back by [#release].
  ///
  /// @param creator who makes the room
  /// @param alias the alias; 400 `M_INVALID_PARAM` when it is not one of this server or breaks the
  ///   grammar
  /// @param room the id that the room has or will have
  /// @return false when the alias exists already
  boolean claim(UserId creator, RoomAlias alias, RoomId room);

  /// Gives an alias back that [#claim] kept; does nothing when it leads elsewhere.
  ///
  /// @param alias the alias
  /// @param room the room for which it was kept
  void release(RoomAlias alias, RoomId room);

  /// Removes an alias, and takes it out of the room's canonical alias where the requester may send
  /// that: 404 `M_NOT_FOUND` when there is none, 403 `M_FORBIDDEN` for those who neither made it
  /// nor could set the room's canonical alias.
  ///
  /// @param requester who wants it
  /// @param admin whether the requester administers this server, and so may
  /// @param alias the alias
  void delete(Requester requester, boolean admin, RoomAlias alias);

  /// The aliases that this server keeps for a room.
  ///
  /// @param room the room
  /// @return all, in their order as text
  List<RoomAlias> aliasesOf(RoomId room);

  /// The same for a reader: 403 `M_FORBIDDEN` unless the reader is joined or the room is world
  /// readable.
  ///
  /// @param reader who asks
  /// @param room the room
  /// @return all, in their order as text
  List<RoomAlias> aliasesOf(Requester reader, RoomId room);

  /// Tells whether a room is in the public list.
  ///
  /// @param room the room; 404 `M_NOT_FOUND` when this server does not know it
  /// @return true when it is public
  boolean isPublic(RoomId room);

  /// Puts a room into the public list or takes it out, without asking whether somebody may: for
  /// rooms that are being made.
  ///
  /// @param room the room; 404 `M_NOT_FOUND` when this server does not know it
  /// @param isPublic whether it shall be in the list
  void setPublic(RoomId room, boolean isPublic);

  /// The same for a requester: 403 `M_FORBIDDEN` unless the configuration and the room's power
  /// levels let it.
  ///
  /// @param requester who wants it
  /// @param admin whether the requester administers this server, and so may
  /// @param room the room; 404 `M_NOT_FOUND` when this server does not know it
  /// @param isPublic whether it shall be in the list
  void setPublic(Requester requester, boolean admin, RoomId room, boolean isPublic);

  /// A page of the public list of this server.
  ///
  /// @param query which
  /// @return the page; 400 `M_INVALID_PARAM` for a token that is none
  PublicRoomsPage publicRooms(PublicRoomsQuery query);

  /// Tells whether the public list is shown to those who have not logged in.
  ///
  /// @return what the configuration says
  boolean isListOpen();

  /// Hands everything of a room over to the room that replaces it: aliases, and the place in the
  /// public list. The canonical alias events are the caller's work.
  ///
  /// @param from the room that is replaced
  /// @param to the room that replaces it
  /// @return the aliases that lead to the new room now
  List<RoomAlias> move(RoomId from, RoomId to);
}
