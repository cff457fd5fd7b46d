package org.ashlar.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Looks after rooms that are stored: whether they are sound, and what may be thrown away.
/// Swappable: reached through a gate. Any thread; calls may take minutes. What changes a room is
/// called with its lane held and nothing of it on its way to the store.
///
/// All methods throw [StoreException] when the database fails.
@ProviderType
public interface RoomUpkeep {
  /// All rooms, a page at a time.
  ///
  /// @param after the number of the room before the first, 0 to begin
  /// @param limit the most rooms
  /// @return rooms in the order of their numbers
  List<RoomRef> rooms(long after, int limit);

  /// Looks at a room as it is at one moment, and changes nothing.
  ///
  /// @param room the room
  /// @return what is wrong, a sentence each; empty for a sound room. Beyond 100 they are counted
  List<String> inspect(RoomId room);

  /// All events of a room that have a place, a page at a time, whatever was made of them.
  ///
  /// @param roomNid the room
  /// @param after the last event of the page before, null to begin
  /// @param limit the most events
  /// @return events in the order of their positions, history first
  List<StoredEvent> placed(long roomNid, @Nullable StoredEvent after, int limit);

  /// Looks for rows that belong to no room, as half a deletion would leave them.
  ///
  /// @return a sentence for each table that has some
  List<String> orphans();

  /// Counts state nodes to which no root leads any more, as of one moment. Needs no lane.
  ///
  /// @param roomNid the room
  /// @return how many [#sweepState] would free now
  long countLostState(long roomNid);

  /// Frees state nodes to which no root leads any more.
  ///
  /// @param roomNid the room
  /// @return how many there were
  long sweepState(long roomNid);

  /// Deletes the history of a room below a depth, part by part: events lose their place, state
  /// events stay as outliers, others go. [#finishPurge] must follow when nothing is left.
  ///
  /// @param roomNid the room
  /// @param depth the smallest depth that stays; at most that of each forward extremity
  /// @param limit the most events at a time
  /// @return what was done
  PurgeStep purge(long roomNid, long depth, int limit);

  /// Makes the backward extremities of a room right after a purge, and frees its state.
  ///
  /// @param roomNid the room
  /// @return how many state nodes were freed
  long finishPurge(long roomNid);

  /// How many events of a room lie below a depth.
  ///
  /// @param roomNid the room
  /// @param depth the depth
  /// @return 0 or more
  long countBelow(long roomNid, long depth);

  /// Throws away the content that redactions took from events before a time.
  ///
  /// @param before the time
  /// @param limit the most at a time
  /// @return how many there were
  int censor(Instant before, int limit);

  /// What an event was before it was redacted.
  ///
  /// @param event the event
  /// @return its bytes, empty when it is not redacted or its content is thrown away
  Optional<byte[]> unredacted(EventId event);

  /// Remembers that nobody of this server may be in a room or make it known again, or takes that
  /// back.
  ///
  /// @param room the room, known or not
  /// @param blocked whether it is blocked
  void block(RoomId room, boolean blocked);

  /// The rooms that are blocked.
  ///
  /// @return their ids
  Set<RoomId> blocked();
}
