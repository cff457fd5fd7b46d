package org.ashlar.presence;

import java.util.Collection;
import java.util.List;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.osgi.annotation.versioning.ProviderType;

/// Keeps the presence of the users of this server. Swappable: reached through a gate; any thread.
///
/// All methods throw [org.ashlar.store.StoreException] when the database fails.
@ProviderType
public interface PresenceStore {
  /// Keeps what is now known about users.
  ///
  /// @param changes 1 to 256 with different users, whose positions are ignored
  /// @return the position of the last one; they have directly following positions, in their order
  Position write(List<PresenceStatus> changes);

  /// What is known about users.
  ///
  /// @param users which
  /// @return one for each of whom something is known
  List<PresenceStatus> of(Collection<UserId> users);

  /// What changed.
  ///
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return each user's presence as it is now, if its last change lies in the range, in their
  ///   order
  List<PresenceStatus> since(Position after, Position upTo);

  /// Users who are there.
  ///
  /// @return all who are not offline
  List<PresenceStatus> present();

  /// How far the stream has come; survives restarts.
  ///
  /// @return the last committed position
  Position position();
}
