package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.PartialJoin;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.Gap;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.PartialRoom;
import org.ashlar.store.Position;
import org.ashlar.store.RoomSummary;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A room that lives in one house is joined from another one, without its members at first.
///
/// Told beside the whole truth: the power levels of the beginning, by which Bob has no power, and
/// no member but who is needed to believe the join. Dave is banned, which is not told.
class CompletionTest {
  private static final UserId DAVE = new UserId("@dave:c.example");
  private static final UserId ZOE = new UserId("@zoe:a.example");
  private static final ServerName FAR = new ServerName("far.example");

  private final RoomHouse far = new RoomHouse();
  private final RoomHouse house = new RoomHouse();
  private final Tasks tasks = new Tasks("completion");
  private final List<Long> swept = new ArrayList<>();
  private final Gate<RoomUpkeep> upkeep = upkeep();
  private final Completion completion = completion(house.parts, 100);

  private RoomId room;
  private EventId daveJoined;
  private Event oldLevels;
  private Event join;

  @BeforeEach
  void makeRoom() {
    room = far.room("11", "public_chat");
    far.join(BOB, room);
    far.join(CARLA, room);
    far.join(DAVE, room);
    daveJoined = far.stateEvent(room, StateKey.member(DAVE));
    oldLevels = farEvent(far.stateEvent(room, StateKey.POWER_LEVELS)).event();
    String levels = oldLevels.content().toString();
    far.state(
        ALICE,
        room,
        EventTypes.POWER_LEVELS,
        "",
        levels.replace("\"users\":{", "\"users\":{\"" + BOB + "\":50,"));
    far.change(ALICE, room, Action.BAN, DAVE);
    far.join(ZOE, room);
    join = farEvent(far.stateEvent(room, StateKey.member(ZOE))).event();
  }

  @AfterEach
  void close() {
    tasks.close();
    house.close();
    far.close();
  }

  @Test
  void aRoomIsJoinedWithoutItsMembers() {
    // When
    ReceiveOutcome outcome = joinPartially();
    // Then
    assertThat(outcome).isEqualTo(new ReceiveOutcome.Accepted(join.id()));
    assertThat(stored(join.id()).status()).isEqualTo(EventStatus.PARTIAL_STATE);
    assertThat(house.store.room(room).orElseThrow().partial())
        .isEqualTo(new PartialRoom(stored(join.id()).nid(), List.of(FAR)));
    assertThat(house.store.room(room).orElseThrow().gaps())
        .containsExactly(new Gap(join.prevEvents().getFirst(), true));
    assertThat(members(house)).containsOnlyKeys(ZOE);
    assertThat(house.store.events(List.of(oldLevels.id())).get(oldLevels.id()).status())
        .isEqualTo(EventStatus.OUTLIER);
    EventId own = house.message(ZOE, room, "hello");
    assertThat(stored(own).status()).isEqualTo(EventStatus.PARTIAL_STATE);
    assertThat(joinPartially()).isInstanceOf(ReceiveOutcome.Unplaced.class);
  }

  @Test
  void theWholeStateSetsRightWhatWasJudgedByPartOfIt() {
    // Given
    joinPartially();
    Later later = later();
    later.receive();
    Position before = house.store.eventPosition();
    // When
    complete(completion);
    // Then
    assertThat(later.outcomes())
        .containsEntry(later.topic, ReceiveOutcome.Withheld.class)
        .containsEntry(later.banned, ReceiveOutcome.Accepted.class);
    assertThat(stored(later.topic).position().number()).isGreaterThan(before.number());
    assertThat(house.store.stream(before, house.store.eventPosition(), 10))
        .extracting(event -> event.event().id())
        .containsExactly(later.topic);
    assertThat(house.hub.position(Stream.EVENTS)).contains(house.store.eventPosition());
    assertThat(house.hub.position(Stream.COMPLETED_ROOMS)).contains(new Position(1, 1));
    checkFull(later);
  }

  @Test
  void whatComesDuringTheWayIsSetRightToo() {
    // Given
    joinPartially();
    Later later = later();
    later.receiveAuth();
    List<EventId> left = new ArrayList<>(later.all());
    house.publisher =
        stored -> {
          house.published.addAll(stored);
          stored.forEach(pending -> house.parts.state().redacted(replaced(pending)));
        };
    house.reception.receive(farEvent(left.removeFirst()).event());
    // When
    Completion slow = completion(house.parts, 1);
    complete(slow);
    left.forEach(id -> house.reception.receive(later.event(id)));
    // Then
    assertThat(stored(later.message).status()).isEqualTo(EventStatus.ACCEPTED);
    assertThat(stored(later.topic).status()).isEqualTo(EventStatus.ACCEPTED);
    assertThat(stored(later.banned).status()).isEqualTo(EventStatus.REJECTED);
  }

  @Test
  void nothingIsSoftFailedBeforeTheStateIsKnown() {
    // Given
    joinPartially();
    EventId base = far.message(ALICE, room, "base");
    Event late = message(CARLA, far.stateEvent(room, StateKey.member(CARLA)), base);
    far.change(ALICE, room, Action.BAN, CARLA);
    EventId ban = far.stateEvent(room, StateKey.member(CARLA));
    keepAuth(List.of(farEvent(base).event(), farEvent(ban).event(), late));
    house.reception.receive(farEvent(base).event());
    house.reception.receive(farEvent(ban).event());
    ReceiveOutcome outcome = house.reception.receive(late);
    // When
    complete(completion);
    // Then
    assertThat(outcome).isInstanceOf(ReceiveOutcome.Accepted.class);
    assertThat(stored(late.id()).status()).isEqualTo(EventStatus.SOFT_FAILED);
    assertThat(stored(ban).status()).isEqualTo(EventStatus.ACCEPTED);
    assertThat(extremities()).containsExactly(ban);
    assertThat(members(house)).containsEntry(CARLA, "ban").isEqualTo(members(far));
  }

  @Test
  void aCrashBetweenPagesLosesNothing() {
    // Given
    joinPartially();
    Later later = later();
    later.receive();
    var publisher = house.publisher;
    house.publisher =
        stored -> {
          publisher.accept(stored);
          long replaced =
              house.published.stream().filter(each -> each.append().replaced() != null).count();
          house.refused = replaced == 2 ? room : null;
        };
    Completion slow = completion(house.parts, 1);
    // When
    assertThatExceptionOfType(MatrixException.class).isThrownBy(() -> complete(slow));
    List<StoredEvent> left = house.store.partialEvents(nid(), 10);
    house.publisher = publisher;
    house.refused = null;
    house.departures.resume();
    completion(house.parts, 2).resume(tasks);
    house.settle(() -> house.store.chores().isEmpty());
    // Then
    assertThat(left).hasSize(3);
    assertThat(house.store.completionPosition().number()).isEqualTo(1);
    checkFull(later);
  }

  @Test
  void aFullRoomStaysAsItIs() {
    // Given
    joinPartially();
    later().receive();
    complete(completion);
    Position before = house.store.eventPosition();
    int published = house.published.size();
    // When
    complete(completion);
    // Then
    assertThat(house.store.eventPosition()).isEqualTo(before);
    assertThat(house.published).hasSize(published);
    assertThat(house.store.completionPosition().number()).isEqualTo(1);
    assertThat(swept).hasSize(1);
  }

  @Test
  void aStateWithUnknownEventsIsNone() {
    // Given
    joinPartially();
    // When, then
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> completion.complete(room, List.of(new EventId("$nowhere")), List.of()))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    assertThat(house.store.chores()).isEmpty();
    assertThat(stored(join.id()).status()).isEqualTo(EventStatus.PARTIAL_STATE);
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> completion.complete(new RoomId("!nowhere:a"), List.of(), List.of()))
        .satisfies(e -> assertThat(e.status()).isEqualTo(404));
  }

  private void checkFull(Later later) {
    assertThat(house.store.room(room).orElseThrow().partial()).isNull();
    assertThat(house.store.partialEvents(nid(), 10)).isEmpty();
    assertThat(house.store.chores()).isEmpty();
    assertThat(swept).containsExactly(nid());
    List<EventId> shared = List.of(join.id(), later.message, later.topic, later.answer);
    for (EventId id : shared) {
      StoredEvent here = stored(id);
      assertThat(here.status()).isEqualTo(EventStatus.ACCEPTED);
      assertThat(state(house, here.rootBefore())).isEqualTo(state(far, farEvent(id).rootBefore()));
      assertThat(state(house, here.rootAfter())).isEqualTo(state(far, farEvent(id).rootAfter()));
    }
    assertThat(stored(later.banned).status()).isEqualTo(EventStatus.REJECTED);
    assertThat(house.timeline(room))
        .extracting(event -> event.event().id())
        .containsExactlyInAnyOrderElementsOf(shared);
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.views.event(by(ZOE), room, later.banned));
    assertThat(extremities()).containsExactly(later.answer);
    assertThat(house.store.room(room).orElseThrow().gaps())
        .containsExactly(new Gap(join.prevEvents().getFirst(), true));
    assertThat(state(house, house.views.currentRoot(nid())))
        .isEqualTo(state(far, far.views.currentRoot(farNid())));
    assertThat(members(house)).isEqualTo(members(far));
    RoomSummary summary = house.store.summaries(List.of(nid())).get(nid());
    RoomSummary right = far.store.summaries(List.of(farNid())).get(farNid());
    assertThat(summary.joined()).isEqualTo(right.joined()).isEqualTo(4);
    assertThat(summary.topic()).isEqualTo(right.topic()).isEqualTo("by Bob");
    EventId next = house.message(ZOE, room, "and on");
    assertThat(stored(next).status()).isEqualTo(EventStatus.ACCEPTED);
  }

  /// What happens after the join.
  private Later later() {
    EventId message = far.message(BOB, room, "hello");
    EventId topic = far.state(BOB, room, "m.room.topic", "", "{\"topic\":\"by Bob\"}");
    Event banned = message(DAVE, daveJoined, topic);
    EventId answer = far.message(CARLA, room, "indeed");
    return new Later(message, topic, answer, banned.id(), banned, new HashMap<>());
  }

  private final class Later {
    private final EventId message;
    private final EventId topic;
    private final EventId answer;
    private final EventId banned;
    private final Event byDave;
    private final Map<EventId, Class<?>> outcomes;

    Later(
        EventId message,
        EventId topic,
        EventId answer,
        EventId banned,
        Event byDave,
        Map<EventId, Class<?>> outcomes) {
      this.message = message;
      this.topic = topic;
      this.answer = answer;
      this.banned = banned;
      this.byDave = byDave;
      this.outcomes = outcomes;
    }

    List<EventId> all() {
      return List.of(message, topic, banned, answer);
    }

    Event event(EventId id) {
      return id.equals(banned) ? byDave : farEvent(id).event();
    }

    Map<EventId, Class<?>> outcomes() {
      return outcomes;
    }

    void receiveAuth() {
      keepAuth(all().stream().map(this::event).toList());
    }

    void receive() {
      receiveAuth();
      all().forEach(id -> outcomes.put(id, house.reception.receive(event(id)).getClass()));
    }
  }

  /// A message of who was in the room once, and says so.
  private Event message(UserId sender, EventId member, EventId previous) {
    EventId levels = far.stateEvent(room, StateKey.POWER_LEVELS);
    EventId create = far.stateEvent(room, StateKey.CREATE);
    return far.signer.sign(
        new EventDraft(
            room,
            "m.room.message",
            null,
            sender,
            RoomHouse.json("{\"body\":\"still here\",\"msgtype\":\"m.text\"}"),
            far.clock.millis() + 5,
            List.of(previous),
            List.of(create, levels, member),
            farEvent(previous).event().depth() + 1,
            null),
        join.version());
  }

  private ReceiveOutcome joinPartially() {
    List<Event> told =
        wholeState().stream()
            .filter(event -> !event.type().equals(EventTypes.MEMBER))
            .map(event -> event.type().equals(EventTypes.POWER_LEVELS) ? oldLevels : event)
            .toList();
    List<Event> wanted = new ArrayList<>(told);
    wanted.add(join);
    return new PartialJoins(house.parts, house.lanes)
        .join(new PartialJoin(join.version(), join, told, chain(wanted), List.of(FAR)));
  }

  private void complete(Completion by) {
    List<Event> state = wholeState();
    List<Event> delivered = new ArrayList<>(state);
    delivered.addAll(chain(state));
    by.complete(room, state.stream().map(Event::id).toList(), delivered);
  }

  private List<Event> wholeState() {
    return far.views.stateAt(farNid(), farEvent(join.id()).rootBefore()).stream()
        .map(StoredEvent::event)
        .toList();
  }

  private void keepAuth(Collection<Event> events) {
    house.reception.keepOutliers(room, chain(events));
  }

  /// All auth events, down to the first.
  private List<Event> chain(Collection<Event> events) {
    Map<EventId, Event> chain = new LinkedHashMap<>();
    Deque<Event> next = new ArrayDeque<>(events);
    while (!next.isEmpty()) {
      for (EventId id : next.remove().authEvents()) {
        Event event = farEvent(id).event();
        if (chain.put(id, event) == null) {
          next.add(event);
        }
      }
    }
    return List.copyOf(chain.values());
  }

  private static List<Long> replaced(PendingAppend pending) {
    return pending.append().replaced() == null
        ? List.of()
        : pending.append().replaced().events().stream().map(each -> each.ref().nid()).toList();
  }

  private static Map<StateKey, EventId> state(RoomHouse where, long root) {
    Map<StateKey, EventId> state = new HashMap<>();
    long nid = where.store.rooms(List.of(1L)).keySet().iterator().next();
    where
        .views
        .stateAt(nid, root)
        .forEach(event -> state.put(event.event().key(), event.event().id()));
    return state;
  }

  private Map<UserId, String> members(RoomHouse where) {
    Map<UserId, String> members = new HashMap<>();
    long nid = where.store.room(room).orElseThrow().room().nid();
    for (MembershipRow row : where.store.members(nid, List.of())) {
      members.put(row.user(), row.membership());
    }
    return members;
  }

  private Set<EventId> extremities() {
    Set<EventId> ids = new HashSet<>();
    for (Extremity end : house.store.room(room).orElseThrow().extremities()) {
      ids.add(end.id());
    }
    return ids;
  }

  private StoredEvent farEvent(EventId id) {
    return far.store.events(List.of(id)).get(id);
  }

  private StoredEvent stored(EventId id) {
    return house.store.events(List.of(id)).get(id);
  }

  private long nid() {
    return house.store.room(room).orElseThrow().room().nid();
  }

  private long farNid() {
    return far.store.room(room).orElseThrow().room().nid();
  }

  private Completion completion(Parts parts, int pageSize) {
    return new Completion(parts, house.lanes, house.reception, upkeep, pageSize);
  }

  private Gate<RoomUpkeep> upkeep() {
    RoomUpkeep told =
        (RoomUpkeep)
            Proxy.newProxyInstance(
                RoomUpkeep.class.getClassLoader(),
                new Class<?>[] {RoomUpkeep.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("sweepState")) {
                    swept.add((Long) arguments[0]);
                    return 0L;
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    Gate<RoomUpkeep> gate = house.selections.gate(RoomUpkeep.class);
    gate.bind(new NumberedReference<>(9, RoomUpkeep.class), told);
    return gate;
  }
}
