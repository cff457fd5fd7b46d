package org.ashlar.room;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.osgi.annotation.versioning.ProviderType;

/// Looks after rooms for operators: are they sound, and what may go. Swappable: reached through a
/// gate. Methods return when the work is done, which may take minutes; what was begun goes on after
/// a restart or a swap. Any thread.
///
/// All throw [org.ashlar.base.error.MatrixException]: 404 for an unknown room, 400 for a bound that
/// the room has not.
@ProviderType
public interface RoomCare {
  /// How far work has come.
  ///
  /// @param done what is done
  /// @param total what there was to do, as far as is known
  record Progress(long done, long total) {}

  /// Where the history begins that stays.
  sealed interface Bound {
    /// What lies before an event goes, the event stays.
    ///
    /// @param event an event of the room
    record Before(EventId event) implements Bound {}

    /// What was sent before a time goes.
    ///
    /// @param time the time, as the events' servers told it
    record Until(Instant time) implements Bound {}
  }

  /// What an inspection found.
  ///
  /// @param wrong a sentence for each thing that is wrong; empty for a sound room
  /// @param forwardExtremities how many ends the room has that the next event joins
  /// @param backwardExtremities how many events are missing
  /// @param dummies how many events were sent since the start to join ends
  record Findings(
      List<String> wrong, int forwardExtremities, int backwardExtremities, long dummies) {
    /// Copies the list.
    public Findings {
      wrong = List.copyOf(wrong);
    }
  }

  /// All rooms.
  ///
  /// @param visitor takes their ids
  void rooms(Consumer<RoomId> visitor);

  /// Holds a room against its invariants. Changes nothing.
  ///
  /// @param room the room
  /// @return what was found
  Findings inspect(RoomId room);

  /// Looks for rows that belong to no room.
  ///
  /// @return a sentence for each table that has some
  List<String> orphans();

  /// Frees states of a room that nobody needs any more.
  ///
  /// @param room the room
  /// @return how many nodes were freed
  long sweep(RoomId room);

  /// Deletes the history of a room. Its state stays, and so do the events that the next ones join.
  ///
  /// @param room the room
  /// @param bound what stays
  /// @param progress hears of each part, on the calling thread
  /// @return how many events lost their place
  long purge(RoomId room, Bound bound, Consumer<Progress> progress);

  /// Deletes a room: it is blocked, then our members leave, then every store deletes what it has.
  ///
  /// @param room the room
  /// @param keepBlocked whether it stays blocked afterwards
  /// @return how many rows were deleted
  long delete(RoomId room, boolean keepBlocked);

  /// Blocks a room for the members of this server, or admits them again.
  ///
  /// @param room the room, known or not
  /// @param blocked whether it is blocked
  void block(RoomId room, boolean blocked);
}
