package org.ashlar.push;

import java.util.Collection;
import java.util.Map;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.osgi.annotation.versioning.ProviderType;

/// Counts what readers have not read. Swappable: reached through a gate; any thread.
///
/// An event counts when the reader's push rules notify of it, the reader was in the room when it
/// came and can see it, somebody else sent it, it is not redacted, and no receipt of the reader
/// (`m.read` or `m.read.private`, the further one) reaches it. Events are judged once, by the rules
/// of the moment when they are first counted: a change of rules does not touch earlier counts.
@ProviderType
public interface UnreadCounts {
  /// Counts for a reader. The cost follows what is new since the last time, not what is unread.
  ///
  /// @param reader the reader
  /// @param rooms rooms that the reader has joined
  /// @param upTo up to which position of the stream of events; when more has been counted already,
  ///   the newer counts are given
  /// @return the counts of each of the rooms
  /// @throws org.ashlar.store.StoreException when a store fails
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#receiving-notifications Receiving
  ///   notifications
  Map<RoomId, RoomCounts> counts(UserId reader, Collection<RoomCountQuery> rooms, Position upTo);
}
