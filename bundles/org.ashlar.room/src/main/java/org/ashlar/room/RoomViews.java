package org.ashlar.room;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.StateKey;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Shows rooms to a reader: every read path goes through its one visibility function. Swappable:
/// reached through a gate; any thread.
///
/// Methods that take a [Requester] and a [RoomId] throw [org.ashlar.base.error.MatrixException]
/// (403 or 404) when the reader may not look. A user who left sees the room as it was at the leave.
@ProviderType
public interface RoomViews {
  /// One event. One that the reader may not see is not found.
  ///
  /// @param reader the reader
  /// @param room the room
  /// @param event the event's id
  /// @return the event in client format
  JsonRaw event(Requester reader, RoomId room, EventId event);

  /// One event of any room. One that the reader may not see is not found.
  ///
  /// @param reader the reader
  /// @param event the event's id
  /// @return the event in client format
  JsonRaw event(Requester reader, EventId event);

  /// An event and what happened around it. One that the reader may not see is not found.
  ///
  /// @param reader the reader
  /// @param query which event, and how much
  /// @return the context
  EventContext context(Requester reader, ContextQuery query);

  /// Events that relate to another one, which the reader may see; else that is not found.
  ///
  /// @param reader the reader
  /// @param query which
  /// @return the page
  RelatedPage relations(Requester reader, RelatedQuery query);

  /// Threads of a room.
  ///
  /// @param reader the reader
  /// @param query which
  /// @return the page
  ThreadsPage threads(Requester reader, ThreadsQuery query);

  /// The event that is closest to a time, of those that the reader may see.
  ///
  /// @param reader the reader
  /// @param room the room
  /// @param timestamp milliseconds since 1970
  /// @param backward whether it is to lie at or before the time, else at or after it
  /// @return the event, empty when there is none
  Optional<ClosestEvent> closest(Requester reader, RoomId room, long timestamp, boolean backward);

  /// A room with its last events and its state.
  ///
  /// @param reader the reader
  /// @param room the room
  /// @param limit the most events
  /// @return the room
  RoomSnapshot snapshot(Requester reader, RoomId room, int limit);

  /// All rooms of a reader, with their last events and their state.
  ///
  /// @param reader the reader
  /// @param departed whether rooms that the reader left, and has not forgotten, are wanted too
  /// @param limit the most events of each
  /// @return the rooms
  List<RoomSnapshot> snapshots(Requester reader, boolean departed, int limit);

  /// What came into a room, or into all rooms in which the reader is, after a point.
  ///
  /// @param reader the reader
  /// @param room the room, or null for all in which the reader is
  /// @param from a room or sync token, or null for now
  /// @return the events, few enough for one answer
  NewEvents since(Requester reader, @Nullable RoomId room, @Nullable String from);

  /// Whom a reader ignores: their events are left out by [#visible], but for state events.
  ///
  /// @param reader the reader
  /// @return the users
  Set<UserId> ignored(Requester reader);

  /// The whole state.
  ///
  /// @param reader the reader
  /// @param room the room
  /// @return all state events in client format
  List<JsonRaw> state(Requester reader, RoomId room);

  /// One state event.
  ///
  /// @param reader the reader
  /// @param room the room
  /// @param key type and state key
  /// @param wholeEvent whether the event in client format is wanted, not only its content
  /// @return content or event
  JsonObject stateEvent(Requester reader, RoomId room, StateKey key, boolean wholeEvent);

  /// Member events.
  ///
  /// @param reader the reader
  /// @param room the room
  /// @param at a token: the members as of then; null for now
  /// @param membership only this membership, or null
  /// @param notMembership any but this membership, or null; with both, either suffices
  /// @return the member events in client format
  List<JsonRaw> members(
      Requester reader,
      RoomId room,
      @Nullable String at,
      @Nullable String membership,
      @Nullable String notMembership);

  /// The joined members with their profiles in the room.
  ///
  /// @param reader a joined member
  /// @param room the room
  /// @return by user id: `display_name` and `avatar_url`
  Map<String, JsonObject> joinedMembers(Requester reader, RoomId room);

  /// A page of a timeline.
  ///
  /// @param reader the reader
  /// @param query which page
  /// @return the page
  TimelinePage messages(Requester reader, MessagesQuery query);

  /// Leaves out what a reader may not see, and what ignored users sent but for state events.
  ///
  /// @param reader the reader
  /// @param events events of any rooms
  /// @return those visible, in their order
  List<StoredEvent> visible(Requester reader, List<StoredEvent> events);

  /// Writes events of timelines for a reader, with `unsigned`: `age`, `transaction_id` for the
  /// sending device only, the reader's `membership` at the event, `replaces_state`, `prev_content`
  /// where visible, `redacted_because`, and in `m.relations` what relates to the event. Events of
  /// erased senders are pruned where the reader was not joined.
  ///
  /// @param reader the reader
  /// @param events events of any rooms that the reader may see
  /// @param format how they are written
  /// @return the events, in their order
  List<JsonRaw> render(Requester reader, List<StoredEvent> events, EventFormat format);

  /// Writes events of a state for a reader: as [#render] does, but without `membership` and
  /// `m.relations`, and nothing pruned. It costs less.
  ///
  /// @param reader the reader
  /// @param events state events of any rooms
  /// @param format how they are written
  /// @return the events, in their order
  List<JsonRaw> renderState(Requester reader, List<StoredEvent> events, EventFormat format);

  /// The state events of a root.
  ///
  /// @param roomNid the room
  /// @param root the number of the root node
  /// @return all its events
  List<StoredEvent> stateAt(long roomNid, long root);

  /// Some state events of a root.
  ///
  /// @param roomNid the room
  /// @param root the number of the root node
  /// @param keys which
  /// @return those that exist
  Map<StateKey, StoredEvent> stateAt(long roomNid, long root, Collection<StateKey> keys);

  /// State events of many states, in a few reads whatever their number.
  ///
  /// @param queries which
  /// @return for each query, in their order, the events that exist by their keys
  List<Map<StateKey, StoredEvent>> states(List<StateQuery> queries);

  /// What a later state has that an earlier one has not.
  ///
  /// @param roomNid the room
  /// @param before the earlier root
  /// @param after the later root
  /// @return the events of the later state for all keys that differ
  List<StoredEvent> stateDifference(long roomNid, long before, long after);

  /// The current state's root of a room.
  ///
  /// @param roomNid the room
  /// @return the number of the root node; as of the leave for who left see the member event
  long currentRoot(long roomNid);

  /// The current states' roots of several rooms.
  ///
  /// @param roomNids the rooms
  /// @return the number of the root node of each that exists
  Map<Long, Long> currentRoots(Collection<Long> roomNids);

  /// The stripped states that an invited or knocking user is shown, in a few reads whatever their
  /// number.
  ///
  /// @param memberships the invitations and knocks
  /// @return for each, in their order, stripped events, the user's own member event last
  List<List<JsonObject>> strippedStates(List<MembershipRow> memberships);

  /// Whether a reader is shown no invitations, whoever sent them.
  ///
  /// @param reader the reader
  /// @return true when its `m.invite_permission_config` blocks them
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#invite-permission Invite permission
  boolean refusesInvitations(Requester reader);

  /// A reader's membership.
  ///
  /// @param reader the reader
  /// @param room the room
  /// @return the row, empty when there never was one or the room is unknown
  Optional<MembershipRow> membership(Requester reader, RoomId room);
}
