package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.StateKey;
import org.ashlar.room.ClosestEvent;
import org.ashlar.room.ContextQuery;
import org.ashlar.room.EventContext;
import org.ashlar.room.EventFormat;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.NewEvents;
import org.ashlar.room.RedactionListener;
import org.ashlar.room.RelatedPage;
import org.ashlar.room.RelatedQuery;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomSnapshot;
import org.ashlar.room.RoomViews;
import org.ashlar.room.StateQuery;
import org.ashlar.room.ThreadsPage;
import org.ashlar.room.ThreadsQuery;
import org.ashlar.room.TimelinePage;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateDifference;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.RoomHead;
import org.ashlar.store.RoomRef;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Shows rooms as the store has them. Holds bounded caches of what never changes.
@Component(
    service = {RoomViews.class, RedactionListener.class},
    immediate = true)
public final class StoredRoomViews implements RoomViews, RedactionListener {
  private final Gate<EventStore> store;
  private final Gate<UserData> users;
  private final Gate<Accounts> accounts;
  private final Gate<StreamHub> hub;
  private final StateAccess state;
  private final StateBatch batch;
  private final Access access;
  private final Sight sight;
  private final Renderer renderer;
  private final Paging paging;
  private final RelationPages relations;
  private final MemberLists memberLists;
  private final TimeSearch times;
  private final Snapshots snapshots;
  private final StrippedStates stripped;

  /// @param selections makes the gates
  @Activate
  public StoredRoomViews(@Reference Selections selections) {
    store = selections.gate(EventStore.class);
    users = selections.gate(UserData.class);
    accounts = selections.gate(Accounts.class);
    hub = selections.gate(StreamHub.class);
    state = new StateAccess(store);
    batch = new StateBatch(state);
    access = new Access(store, state, batch);
    InstantSource clock = InstantSource.system();
    sight =
        new Sight(
            access,
            new Visibility(batch),
            new AppliedRedactions(store, batch),
            new Senders(users, accounts, hub, clock));
    renderer = new Renderer(batch, state, sight, new Bundles(store, state, sight), clock);
    Points points = new Points(store);
    paging = new Paging(points, batch, sight, renderer);
    relations = new RelationPages(store, state, points, sight, renderer);
    memberLists = new MemberLists(store, state, batch, points, sight);
    times = new TimeSearch(store, sight);
    snapshots = new Snapshots(store, state, batch, points, sight, renderer, paging);
    stripped = new StrippedStates(state, batch);
  }

  @Override
  public void redacted(Collection<Long> eventNids) {
    state.redacted(eventNids);
  }

  @Override
  public JsonRaw event(Requester reader, RoomId room, EventId event) {
    Access.View view = access.any(reader.user(), room).orElseThrow(StoredRoomViews::notFound);
    StoredEvent stored = required(event, view);
    if (sight.visible(reader.user(), view, List.of(stored)).isEmpty()) {
      throw notFound();
    }
    return renderer.timeline(reader, view, List.of(stored)).getFirst();
  }

  @Override
  public JsonRaw event(Requester reader, EventId event) {
    StoredEvent stored = store.call(service -> service.events(List.of(event))).get(event);
    if (stored == null) {
      throw notFound();
    }
    return event(reader, stored.event().roomId(), event);
  }

  @Override
  public EventContext context(Requester reader, ContextQuery query) {
    Access.View view =
        access.any(reader.user(), query.room()).orElseThrow(StoredRoomViews::notFound);
    StoredEvent stored = required(query.event(), view);
    if (sight.visible(reader.user(), view, List.of(stored)).isEmpty()) {
      throw notFound();
    }
    return paging.context(reader, view, stored, query);
  }

  @Override
  public RelatedPage relations(Requester reader, RelatedQuery query) {
    Access.View view =
        access.any(reader.user(), query.room()).orElseThrow(StoredRoomViews::notFound);
    StoredEvent parent = required(query.event(), view);
    if (sight.permitted(reader.user(), view, List.of(parent)).isEmpty()) {
      throw notFound();
    }
    return relations.relations(reader, view, query);
  }

  @Override
  public ThreadsPage threads(Requester reader, ThreadsQuery query) {
    return relations.threads(reader, access.view(reader.user(), query.room()), query);
  }

  @Override
  public Optional<ClosestEvent> closest(
      Requester reader, RoomId room, long timestamp, boolean backward) {
    return times.closest(reader, access.view(reader.user(), room), timestamp, backward);
  }

  @Override
  public RoomSnapshot snapshot(Requester reader, RoomId room, int limit) {
    return snapshots.of(reader, access.view(reader.user(), room), limit);
  }

  @Override
  public List<RoomSnapshot> snapshots(Requester reader, boolean departed, int limit) {
    return snapshots.all(reader, departed, limit);
  }

  @Override
  public NewEvents since(Requester reader, @Nullable RoomId room, @Nullable String from) {
    return room == null
        ? snapshots.since(reader, from)
        : snapshots.since(reader, access.view(reader.user(), room), from);
  }

  @Override
  public Set<UserId> ignored(Requester reader) {
    return sight.senders().ignored(reader.user());
  }

  @Override
  public List<JsonRaw> state(Requester reader, RoomId room) {
    Access.View view = access.view(reader.user(), room);
    List<StoredEvent> whole =
        List.copyOf(
            batch.read(List.of(StateQuery.whole(view.roomNid(), view.root()))).getFirst().values());
    return renderer.state(reader, whole, EventFormat.ALONE);
  }

  @Override
  public JsonObject stateEvent(Requester reader, RoomId room, StateKey key, boolean wholeEvent) {
    Access.View view = access.view(reader.user(), room);
    StoredEvent found = state.stateEvent(view.roomNid(), view.root(), key);
    if (found == null) {
      throw MatrixException.notFound("The room has no state of that type and key.");
    }
    return wholeEvent
        ? Json.parseObject(
            renderer.state(reader, List.of(found), EventFormat.ALONE).getFirst().utf8())
        : found.event().content();
  }

  @Override
  public List<JsonRaw> members(
      Requester reader,
      RoomId room,
      @Nullable String at,
      @Nullable String membership,
      @Nullable String notMembership) {
    Access.View view = access.view(reader.user(), room);
    MemberLists.Choice choice = new MemberLists.Choice(membership, notMembership);
    return renderer.state(reader, memberLists.members(reader, view, at, choice), EventFormat.ALONE);
  }

  @Override
  public Map<String, JsonObject> joinedMembers(Requester reader, RoomId room) {
    Access.View view = access.view(reader.user(), room);
    if (!view.joined()) {
      throw MatrixException.forbidden("You are not in this room.");
    }
    return memberLists.joined(view);
  }

  @Override
  public TimelinePage messages(Requester reader, MessagesQuery query) {
    return paging.page(reader, access.view(reader.user(), query.room()), query);
  }

  @Override
  public List<StoredEvent> visible(Requester reader, List<StoredEvent> events) {
    return sight.visible(reader.user(), events);
  }

  @Override
  public List<JsonRaw> render(Requester reader, List<StoredEvent> events, EventFormat format) {
    return renderer.timeline(reader, events, format);
  }

  @Override
  public List<JsonRaw> renderState(Requester reader, List<StoredEvent> events, EventFormat format) {
    return renderer.state(reader, events, format);
  }

  @Override
  public List<StoredEvent> stateAt(long roomNid, long root) {
    List<Long> nids = new ArrayList<>();
    state.trie(roomNid).forEach(StateRoot.stored(root), (_, event) -> nids.add(event.nid()));
    return new ArrayList<>(state.events(nids).values());
  }

  @Override
  public Map<StateKey, StoredEvent> stateAt(long roomNid, long root, Collection<StateKey> keys) {
    StateTrie trie = state.trie(roomNid);
    StateRoot stored = StateRoot.stored(root);
    Map<StateKey, Long> refs = new HashMap<>();
    state
        .find(keys)
        .forEach(
            (key, nid) -> {
              EventRef ref = trie.get(stored, nid);
              if (ref != null) {
                refs.put(key, ref.nid());
              }
            });
    Map<Long, StoredEvent> events = state.events(refs.values());
    Map<StateKey, StoredEvent> found = new HashMap<>();
    refs.forEach(
        (key, nid) -> {
          StoredEvent event = events.get(nid);
          if (event != null) {
            found.put(key, event);
          }
        });
    return found;
  }

  @Override
  public List<Map<StateKey, StoredEvent>> states(List<StateQuery> queries) {
    return batch.read(queries);
  }

  @Override
  public List<StoredEvent> stateDifference(long roomNid, long before, long after) {
    List<Long> nids = new ArrayList<>();
    for (StateDifference change :
        state.trie(roomNid).difference(StateRoot.stored(before), StateRoot.stored(after))) {
      EventRef now = change.right();
      if (now != null) {
        nids.add(now.nid());
      }
    }
    return new ArrayList<>(state.events(nids).values());
  }

  @Override
  public long currentRoot(long roomNid) {
    return head(roomNid).current().nid();
  }

  @Override
  public Map<Long, Long> currentRoots(Collection<Long> roomNids) {
    return store.call(service -> service.currentRoots(roomNids));
  }

  @Override
  public List<List<JsonObject>> strippedStates(List<MembershipRow> memberships) {
    return stripped.of(memberships);
  }

  @Override
  public boolean refusesInvitations(Requester reader) {
    return sight.senders().refusesInvitations(reader.user());
  }

  @Override
  public Optional<MembershipRow> membership(Requester reader, RoomId room) {
    return store
        .call(service -> service.room(room))
        .flatMap(head -> access.membership(head, reader.user()));
  }

  private RoomHead head(long roomNid) {
    RoomRef room = store.call(service -> service.rooms(List.of(roomNid))).get(roomNid);
    return Optional.ofNullable(room)
        .flatMap(known -> store.call(service -> service.room(known.id())))
        .orElseThrow(() -> MatrixException.notFound("There is no such room."));
  }

  /// An event that is in the room of a view.
  private StoredEvent required(EventId id, Access.View view) {
    StoredEvent stored = store.call(service -> service.events(List.of(id))).get(id);
    if (stored == null || stored.roomNid() != view.roomNid()) {
      throw notFound();
    }
    return stored;
  }

  private static MatrixException notFound() {
    return MatrixException.notFound("There is no such event, or you may not see it.");
  }

  @Reference(
      service = EventStore.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.unbind(reference, service);
  }

  @Reference(
      service = UserData.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindUserData(ServiceReference<UserData> reference, UserData service) {
    users.bind(reference, service);
  }

  void unbindUserData(ServiceReference<UserData> reference, UserData service) {
    users.unbind(reference, service);
  }

  @Reference(
      service = Accounts.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.bind(reference, service);
  }

  void unbindAccounts(ServiceReference<Accounts> reference, Accounts service) {
    accounts.unbind(reference, service);
  }

  @Reference(
      service = StreamHub.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.bind(reference, service);
  }

  void unbindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.unbind(reference, service);
  }
}
