package org.ashlar.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.event.StateKey;
import org.ashlar.state.Digest;
import org.ashlar.state.PlacementKey;
import org.osgi.annotation.versioning.ProviderType;

/// Keeps events, rooms and state. Swappable: reached through a gate.
///
/// Reads see what is committed; any thread. [#append] is called by one thread at a time. All
/// methods throw [StoreException] when the database fails.
@ProviderType
public interface EventStore {
  /// The version of this store.
  ///
  /// @return its bundle's version
  String revision();

  /// The secret by which this installation places state keys.
  ///
  /// @return the same key for the life of the database
  PlacementKey placementKey();

  /// Stores what lanes hand over, in one commit if possible; one that fails does not harm its
  /// neighbours, but fails later ones of the same room. A lost connection is made again and the
  /// batch repeated at the same positions for up to 10 s before it fails.
  ///
  /// @param batch up to 256 appends, in order
  /// @return one result for each, in order, durable when `Stored`
  /// @throws StoreException retryable, before anything was numbered, when this instance is not the
  ///   writer now; the same objects may then be handed to another instance
  List<AppendResult> append(List<Append> batch);

  /// How far the stream of events has come; survives restarts and purges.
  ///
  /// @return the last committed position
  Position eventPosition();

  /// The numbers of state keys; unknown ones get one.
  ///
  /// @param keys the keys
  /// @return the number of each
  Map<StateKey, Long> internStateKeys(Collection<StateKey> keys);

  /// The numbers of state keys that already have one.
  ///
  /// @param keys the keys
  /// @return the number of each known key
  Map<StateKey, Long> findStateKeys(Collection<StateKey> keys);

  /// The state keys of numbers.
  ///
  /// @param nids the numbers
  /// @return the key of each
  Map<Long, StateKey> stateKeys(Collection<Long> nids);

  /// State nodes of a room.
  ///
  /// @param roomNid the room
  /// @param nodeNids their numbers
  /// @return the bytes of each that exists
  Map<Long, byte[]> stateNodes(long roomNid, Collection<Long> nodeNids);

  /// State nodes of several rooms, in one read.
  ///
  /// @param nodeNids for the number of each room, the numbers of its nodes
  /// @return for the number of each room that has some, the bytes of each node that exists
  Map<Long, Map<Long, byte[]>> stateNodes(Map<Long, ? extends Collection<Long>> nodeNids);

  /// A stored root with a digest, so that equal states share it.
  ///
  /// @param roomNid the room
  /// @param digest the digest
  /// @return the number of the root node, empty when none is remembered
  Optional<Long> stateRoot(long roomNid, Digest digest);

  /// Remembers the digest of a stored root.
  ///
  /// @param roomNid the room
  /// @param digest its digest
  /// @param rootNid the number of the root node
  void rememberStateRoot(long roomNid, Digest digest, long rootNid);

  /// A room.
  ///
  /// @param id its id
  /// @return where it stands, empty when it is unknown
  Optional<RoomHead> room(RoomId id);

  /// The forward extremities that a room had at a position.
  ///
  /// @param roomNid the room
  /// @param at the position
  /// @return the numbers of the events, ascending; empty before the room's first event, and where
  ///   history was purged
  List<Long> extremitiesAt(long roomNid, Position at);

  /// The smallest depth of the accepted events that have a place in a room.
  ///
  /// @param roomNid the room
  /// @return the depth, empty when there is no such event
  OptionalLong minDepth(long roomNid);

  /// Events of a room that were judged by a state that was not known in full.
  ///
  /// @param roomNid the room
  /// @param limit the most events
  /// @return the first ones in the order of positions; empty when the state is known in full
  List<StoredEvent> partialEvents(long roomNid, int limit);

  /// All events of a room that have a place, whatever was made of them.
  ///
  /// @param roomNid the room
  /// @param after the number of the position before the first
  /// @param limit the most events
  /// @return the events in the order of positions; fewer than the limit means that there are no
  ///   more
  List<StoredEvent> placed(long roomNid, long after, int limit);

  /// How far the stream of rooms whose state became known in full has come; survives restarts and
  /// the deletion of rooms.
  ///
  /// @return the last committed position
  Position completionPosition();

  /// Rooms whose state became known in full.
  ///
  /// @param after the position before the first
  /// @param upTo the last position
  /// @param limit the most rooms
  /// @return them in order, without those that were deleted since; fewer than the limit means that
  ///   there are no more
  List<CompletedRoom> completions(Position after, Position upTo, int limit);

  /// Rooms by their numbers.
  ///
  /// @param nids the numbers
  /// @return id and version of each that exists
  Map<Long, RoomRef> rooms(Collection<Long> nids);

  /// The roots of the current states of rooms.
  ///
  /// @param roomNids the rooms
  /// @return the number of the root node of each that exists
  Map<Long, Long> currentRoots(Collection<Long> roomNids);

  /// Summaries of rooms.
  ///
  /// @param roomNids the rooms
  /// @return the summary of each that exists
  Map<Long, RoomSummary> summaries(Collection<Long> roomNids);

  /// Puts a room into the public list or takes it out.
  ///
  /// @param roomNid the room
  /// @param published whether it shall be in the list
  void publish(long roomNid, boolean published);

  /// Tells whether a room is in the public list.
  ///
  /// @param roomNid the room
  /// @return true when it was put there
  boolean isPublished(long roomNid);

  /// A part of the public list.
  ///
  /// @param query which
  /// @return the rooms in the order of the list
  List<PublishedRoom> published(PublishedQuery query);

  /// How many rooms the public list has.
  ///
  /// @param query what they must be like; place and limit do not count
  /// @return 0 or more
  long countPublished(PublishedQuery query);

  /// Events by id, of any status.
  ///
  /// @param ids their ids
  /// @return each that exists
  Map<EventId, StoredEvent> events(Collection<EventId> ids);

  /// Events by number, of any status.
  ///
  /// @param nids their numbers
  /// @return each that exists
  Map<Long, StoredEvent> eventsByNid(Collection<Long> nids);

  /// Redactions that name events, whether those are known or not and whether they were applied or
  /// not.
  ///
  /// @param targets the ids of events
  /// @return the redactions, of any status, oldest first
  List<StoredEvent> redactionsOf(Collection<EventId> targets);

  /// A page of a room's timeline.
  ///
  /// @param query which
  /// @return the events in the order of the page
  List<StoredEvent> timeline(TimelineQuery query);

  /// The newest events of stretches of several rooms' timelines, in one read.
  ///
  /// @param spans the stretches, at most one of each room
  /// @param limit the most events of each, 1 to 1000
  /// @return those of each room, the newest first; rooms in no order that means anything
  List<StoredEvent> newest(Collection<TimelineSpan> spans, int limit);

  /// Events of a room's timeline that are closest to a time by `origin_server_ts`.
  ///
  /// @param roomNid the room
  /// @param timestamp milliseconds since 1970
  /// @param backward whether those at or before the time are wanted, else those at or after it
  /// @param limit the most events, 1 to 1000
  /// @return the events, the closest first
  List<StoredEvent> closest(long roomNid, long timestamp, boolean backward, int limit);

  /// Events that relate to another one.
  ///
  /// @param query which
  /// @return the events in the order of the page
  List<StoredEvent> relations(RelationQuery query);

  /// What relates to some events, summed up.
  ///
  /// @param query which events, and what counts
  /// @return one summary for each event and type of which there are any
  List<RelationSummary> relationSummaries(RelationSummaryQuery query);

  /// Threads of a room, whose roots are known.
  ///
  /// @param query which
  /// @return the threads, the one with the last reply first
  List<ThreadRow> threads(ThreadQuery query);

  /// Accepted events of all rooms in the order of arrival.
  ///
  /// @param after the position before the first
  /// @param upTo the last position
  /// @param limit the most events
  /// @return the events; fewer than the limit means that there are no more
  List<StoredEvent> stream(Position after, Position upTo, int limit);

  /// All memberships of a user.
  ///
  /// @param user the user
  /// @return one row for each room that the user has to do with, forgotten ones included
  List<MembershipRow> memberships(UserId user);

  /// Memberships of a room.
  ///
  /// @param roomNid the room
  /// @param users of whom; empty for all
  /// @return a row for each
  List<MembershipRow> members(long roomNid, Collection<UserId> users);

  /// Who of some users shares a room with a user, both being joined.
  ///
  /// @param user the user
  /// @param others the users in question
  /// @return those who do
  Set<UserId> sharingRooms(UserId user, Collection<UserId> others);

  /// Who is joined to rooms.
  ///
  /// @param roomNids which rooms
  /// @param server whose users are wanted
  /// @return its users who are joined to at least one of them
  Set<UserId> joinedUsers(Collection<Long> roomNids, ServerName server);

  /// Marks a room that a user left as forgotten, or not.
  ///
  /// @param roomNid the room
  /// @param user the user
  /// @param forgotten whether it is
  void forget(long roomNid, UserId user, boolean forgotten);

  /// Changes of current states after a position.
  ///
  /// @param roomNid the room
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return the newest event of each key that changed; keys that went away are left out
  default List<StoredEvent> stateChanges(long roomNid, Position after, Position upTo) {
    return stateChanges(List.of(roomNid), after, upTo);
  }

  /// Changes of current states of several rooms after a position, in one read.
  ///
  /// @param roomNids the rooms
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return the newest event of each key of each room that changed; keys that went away are left
  ///   out
  default List<StoredEvent> stateChanges(Collection<Long> roomNids, Position after, Position upTo) {
    return stateChanges(
        roomNids.stream()
            .map(room -> new TimelineSpan(room, after.number(), upTo.number()))
            .toList());
  }

  /// Changes of current states of several rooms, each in a stretch of its own, in one read.
  ///
  /// @param spans the stretches, of different rooms
  /// @return the newest event of each key of each room that changed in its stretch; keys that went
  ///   away are left out
  List<StoredEvent> stateChanges(Collection<TimelineSpan> spans);

  /// Hashes of the transactions of a device in the last 24 hours: a filter in front of
  /// [#transaction].
  ///
  /// @param user the user
  /// @param device the device, empty for none
  /// @return [Transaction#hash] of each
  long[] transactionHashes(UserId user, String device);

  /// The event that a transaction made.
  ///
  /// @param transaction the transaction, compared in full
  /// @return the event's id, empty when it is new
  Optional<EventId> transaction(Transaction transaction);

  /// The transaction ids under which a device sent events in the last 24 hours.
  ///
  /// @param user the sender
  /// @param device its device id, empty for none
  /// @param nids the numbers of events
  /// @return by the numbers of those events that the device sent
  Map<Long, String> transactionIds(UserId user, String device, Collection<Long> nids);

  /// Tells whether a user has annotated an event so before, and has not redacted it.
  ///
  /// @param roomNid the room
  /// @param sender the user
  /// @param type the type of the annotating event
  /// @param relation the relation, which has a key
  /// @return true when there is such an event
  boolean isRelated(long roomNid, UserId sender, String type, Relation relation);

  /// Remembers work in the background. Repeating it changes nothing.
  ///
  /// @param chore what is to be done
  void keepChore(Chore chore);

  /// Forgets work that is done. Unknown chores are ignored.
  ///
  /// @param chore what is done
  void dropChore(Chore chore);

  /// The work that is not done yet.
  ///
  /// @return all chores of this installation
  List<Chore> chores();
}
