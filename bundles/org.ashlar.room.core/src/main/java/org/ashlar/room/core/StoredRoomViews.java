package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.ClientEvent;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.RedactionListener;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomViews;
import org.ashlar.room.StateQuery;
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
  private static final List<String> STRIPPED =
      List.of(
          EventTypes.CREATE,
          EventTypes.JOIN_RULES,
          "m.room.canonical_alias",
          "m.room.avatar",
          "m.room.name",
          "m.room.encryption",
          "m.room.topic");

  private final Gate<EventStore> store;
  private final StateAccess state;
  private final StateBatch batch;
  private final Access access;
  private final Visibility visibility;
  private final Renderer renderer;
  private final Paging paging;

  /// @param selections makes the gate to the store
  @Activate
  public StoredRoomViews(@Reference Selections selections) {
    store = selections.gate(EventStore.class);
    state = new StateAccess(store);
    access = new Access(store, state);
    batch = new StateBatch(state);
    visibility = new Visibility(batch);
    renderer = new Renderer(batch, InstantSource.system());
    paging = new Paging(store, state, visibility, renderer);
  }

  @Override
  public void redacted(Collection<Long> eventNids) {
    state.redacted(eventNids);
  }

  @Override
  public JsonRaw event(Requester reader, RoomId room, EventId event) {
    Access.View view = access.view(reader.user(), room);
    StoredEvent stored = store.call(service -> service.events(List.of(event))).get(event);
    if (stored == null
        || stored.roomNid() != view.roomNid()
        || stored.position() == null
        || visibility.visible(reader.user(), view.until(), List.of(stored)).isEmpty()) {
      throw MatrixException.notFound("There is no such event in the room, or you may not see it.");
    }
    return renderer.render(reader, List.of(stored), true).getFirst();
  }

  @Override
  public List<JsonRaw> state(Requester reader, RoomId room) {
    Access.View view = access.view(reader.user(), room);
    return renderer.render(reader, stateAt(view.roomNid(), view.root()), true);
  }

  @Override
  public JsonObject stateEvent(Requester reader, RoomId room, StateKey key, boolean wholeEvent) {
    Access.View view = access.view(reader.user(), room);
    StoredEvent found = state.stateEvent(view.roomNid(), view.root(), key);
    if (found == null) {
      throw MatrixException.notFound("The room has no state of that type and key.");
    }
    return wholeEvent
        ? Json.parseObject(renderer.render(reader, List.of(found), true).getFirst().utf8())
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
    long root = at == null ? view.root() : paging.rootAt(view, at);
    List<StoredEvent> members =
        stateAt(view.roomNid(), root).stream()
            .filter(StoredRoomViews::isMember)
            .filter(stored -> membership == null || membership.equals(membership(stored)))
            .filter(stored -> notMembership == null || !notMembership.equals(membership(stored)))
            .toList();
    return renderer.render(reader, members, true);
  }

  @Override
  public Map<String, JsonObject> joinedMembers(Requester reader, RoomId room) {
    Access.View view = access.view(reader.user(), room);
    if (!view.joined()) {
      throw MatrixException.forbidden("You are not in this room.");
    }
    Map<String, JsonObject> members = new LinkedHashMap<>();
    for (StoredEvent stored : stateAt(view.roomNid(), view.root())) {
      String user = stored.event().stateKey();
      if (user != null && isMember(stored) && "join".equals(membership(stored))) {
        JsonObject content = stored.event().content();
        members.put(
            user,
            JsonObject.builder()
                .putIfPresent("display_name", content.get("displayname"))
                .putIfPresent("avatar_url", content.get("avatar_url"))
                .build());
      }
    }
    return members;
  }

  @Override
  public TimelinePage messages(Requester reader, MessagesQuery query) {
    return paging.page(reader, access.view(reader.user(), query.room()), query);
  }

  @Override
  public List<StoredEvent> visible(Requester reader, List<StoredEvent> events) {
    if (events.isEmpty()) {
      return events;
    }
    Map<Long, Long> until = new HashMap<>();
    rows(reader.user(), events).forEach(row -> until.put(row.roomNid(), lastJoinedUntil(row)));
    return visibility.visible(
        reader.user(), room -> until.getOrDefault(room, Long.MIN_VALUE), events);
  }

  /// The reader's membership in each room of the events.
  private List<MembershipRow> rows(UserId user, List<StoredEvent> events) {
    Set<Long> rooms = events.stream().map(StoredEvent::roomNid).collect(Collectors.toSet());
    return rooms.size() == 1
        ? store.call(service -> service.members(rooms.iterator().next(), List.of(user)))
        : store.call(service -> service.memberships(user)).stream()
            .filter(row -> rooms.contains(row.roomNid()))
            .toList();
  }

  @Override
  public List<JsonRaw> render(Requester reader, List<StoredEvent> events, boolean withRoomId) {
    return renderer.render(reader, events, withRoomId);
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
  public List<JsonObject> strippedState(MembershipRow membership) {
    StoredEvent member = state.event(membership.eventNid());
    List<StateKey> keys =
        new ArrayList<>(STRIPPED.stream().map(type -> new StateKey(type, "")).toList());
    keys.add(StateKey.member(member.event().sender()));
    List<JsonObject> stripped = new ArrayList<>();
    for (StoredEvent event : stateAt(membership.roomNid(), member.rootBefore(), keys).values()) {
      stripped.add(ClientEvent.stripped(event.event()));
    }
    stripped.add(ClientEvent.stripped(member.event()));
    return stripped;
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

  private long lastJoinedUntil(MembershipRow row) {
    if (row.membership().equals("join")) {
      return Long.MAX_VALUE;
    }
    return access.departure(row) == null ? Long.MIN_VALUE : row.position().number();
  }

  private static boolean isMember(StoredEvent stored) {
    return stored.event().isState() && stored.event().type().equals(EventTypes.MEMBER);
  }

  private static @Nullable String membership(StoredEvent stored) {
    return stored.event().content().string("membership").orElse(null);
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
}
