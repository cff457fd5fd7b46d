package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.SyncToken;
import org.ashlar.sync.Chronicle.Moment;

/// A slow, literal `/sync`: says from the whole history what an answer has to be, and compares.
///
/// What it takes for granted is the visibility of events and the state after each: others test
/// them.
final class NaiveSync {
  private final SyncHouse house;
  private final Chronicle chronicle;

  NaiveSync(SyncHouse house, Chronicle chronicle) {
    this.house = house;
    this.chronicle = chronicle;
  }

  /// A request, what its client believed, and the answer.
  record Ask(ModelClient client, boolean fullState, JsonObject answer) {
    UserId user() {
      return client.user;
    }

    boolean isInitial() {
      return client.since == null;
    }

    long since() {
      return isInitial() ? 0 : SyncToken.parse(client.since).events().number();
    }

    SyncToken now() {
      return SyncToken.parse(answer.string("next_batch").orElseThrow());
    }

    long end() {
      return now().events().number();
    }

    NaiveFilter filter() {
      return NaiveFilter.of(client.filter);
    }

    Map<String, JsonObject> section(String name) {
      Map<String, JsonObject> rooms = new HashMap<>();
      answer
          .object("rooms")
          .flatMap(all -> all.object(name))
          .orElse(JsonObject.EMPTY)
          .members()
          .forEach((id, room) -> rooms.put(id, (JsonObject) room));
      return rooms;
    }

    @Override
    public String toString() {
      return client.user
          + " "
          + client.device
          + " after "
          + since()
          + " to "
          + end()
          + (fullState ? " full" : "")
          + (client.stateAfter ? " state_after" : "")
          + " "
          + client.filter;
    }
  }

  /// What a room's section has to be.
  private enum Kind {
    NONE,
    KNOWN,
    FRESH,
    LEFT,
    GONE,
    INVITE,
    KNOCK
  }

  void check(Ask ask) {
    Map<Kind, Set<String>> kinds = new HashMap<>();
    for (Kind kind : Kind.values()) {
      kinds.put(kind, new TreeSet<>());
    }
    for (RoomId room : chronicle.rooms()) {
      Kind kind = kind(room, ask);
      kinds.get(kind).add(room.value());
      switch (kind) {
        case FRESH -> fresh(room, ask);
        case KNOWN -> known(room, ask);
        case LEFT -> left(room, ask);
        case GONE -> gone(room, ask);
        case NONE, INVITE, KNOCK -> {}
      }
    }
    assertThat(new TreeSet<>(ask.section("invite").keySet()))
        .as("invitations of " + ask)
        .isEqualTo(kinds.get(Kind.INVITE));
    assertThat(new TreeSet<>(ask.section("knock").keySet()))
        .as("knocks of " + ask)
        .isEqualTo(kinds.get(Kind.KNOCK));
    Set<String> left = new TreeSet<>(kinds.get(Kind.LEFT));
    left.addAll(kinds.get(Kind.GONE));
    assertThat(new TreeSet<>(ask.section("leave").keySet()))
        .as("left rooms of " + ask)
        .isEqualTo(left);
    Set<String> joined = new TreeSet<>(ask.section("join").keySet());
    joined.removeAll(kinds.get(Kind.KNOWN));
    assertThat(joined).as("rooms new to " + ask).isEqualTo(kinds.get(Kind.FRESH));
    new NaiveBeside(house, ask).global();
  }

  private Kind kind(RoomId room, Ask ask) {
    Map<StateKey, StoredEvent> state = chronicle.state(room, ask.end());
    String membership = Chronicle.membership(state, ask.user());
    if (membership.isEmpty() || !ask.filter().wantsRoom(room.value())) {
      return Kind.NONE;
    }
    boolean changed = !chronicle.own(ask.user(), room, ask.since(), ask.end()).isEmpty();
    return switch (membership) {
      case "join" -> isJoinedThroughout(room, ask) ? Kind.KNOWN : Kind.FRESH;
      case "invite" -> changed && !isRefused(inviter(state, ask), ask) ? Kind.INVITE : Kind.NONE;
      case "knock" -> changed ? Kind.KNOCK : Kind.NONE;
      default -> {
        if (isForgotten(room, ask)) {
          yield Kind.NONE;
        }
        if (changed && !ask.isInitial()) {
          yield Kind.LEFT;
        }
        boolean asked = (ask.isInitial() || ask.fullState()) && ask.filter().includeLeave();
        yield asked ? Kind.GONE : Kind.NONE;
      }
    };
  }

  private static UserId inviter(Map<StateKey, StoredEvent> state, Ask ask) {
    return state.get(StateKey.member(ask.user())).event().sender();
  }

  private boolean isJoinedThroughout(RoomId room, Ask ask) {
    return !ask.isInitial()
        && wasJoined(room, ask)
        && chronicle.own(ask.user(), room, ask.since(), ask.end()).stream()
            .allMatch(own -> Chronicle.membership(own.after(), ask.user()).equals("join"));
  }

  private boolean wasJoined(RoomId room, Ask ask) {
    return Chronicle.membership(chronicle.state(room, ask.since()), ask.user()).equals("join");
  }

  private boolean isForgotten(RoomId room, Ask ask) {
    return house.rooms.store().memberships(ask.user()).stream()
        .anyMatch(row -> row.room().equals(room) && row.forgotten());
  }

  /// Whether the invitations of a user are not shown.
  private boolean isRefused(UserId user, Ask ask) {
    return ignored(ask).contains(user.value()) || new NaiveBeside(house, ask).blocksInvitations();
  }

  private boolean isRefused(Moment moment, Ask ask) {
    Event event = moment.event().event();
    return event.content().string("membership").orElse("").equals("invite")
        && isRefused(event.sender(), ask);
  }

  private Set<String> ignored(Ask ask) {
    return house.data.accountDataSince(ask.user(), null, house.data.accountDataPosition()).stream()
        .filter(datum -> datum.isGlobal() && datum.type().equals("m.ignored_user_list"))
        .flatMap(
            datum ->
                org.ashlar.base.json.Json.parseObject(datum.content().utf8())
                    .object("ignored_users")
                    .orElse(JsonObject.EMPTY)
                    .names()
                    .stream())
        .filter(user -> !user.equals(ask.user().value()))
        .collect(Collectors.toSet());
  }

  /// A stretch of a room that is told.
  ///
  /// @param told the number up to which the reader has the events of the room
  /// @param whole whether the whole state is given
  private record Stretch(RoomId room, long told, long end, boolean whole, boolean fresh) {}

  private void fresh(RoomId room, Ask ask) {
    JsonObject section = ask.section("join").get(room.value());
    assertThat(section).as(room + " is new to " + ask).isNotNull();
    long told = wasJoined(room, ask) ? ask.since() : 0;
    Stretch stretch = new Stretch(room, told, ask.end(), true, true);
    events(stretch, section, ask);
    summary(stretch, section, ask);
    new NaiveBeside(house, ask).fresh(room, section);
  }

  private void known(RoomId room, Ask ask) {
    JsonObject section = ask.section("join").get(room.value());
    Stretch stretch = new Stretch(room, ask.since(), ask.end(), ask.fullState(), false);
    boolean beside = new NaiveBeside(house, ask).known(room, section);
    if (section == null) {
      assertThat(ask.fullState()).as(room + " for " + ask).isFalse();
      assertThat(timeline(stretch, ask)).as(room + " has nothing new for " + ask).isEmpty();
      assertThat(
              chronicle.isForked(room) || ask.filter().part("state").lazy()
                  ? Map.of()
                  : ids(state(stretch, ask, List.of())))
          .as(room + " has no new state for " + ask)
          .isEmpty();
      return;
    }
    events(stretch, section, ask);
    summary(stretch, section, ask);
    if (!ask.fullState() && !beside) {
      assertThat(timeline(stretch, ask).isEmpty() && stateOf(section, ask).isEmpty())
          .as(room + " is shown to " + ask + " without need")
          .isFalse();
    }
  }

  /// A room left since the last answer: up to the leave, then only own events.
  private void left(RoomId room, Ask ask) {
    JsonObject section = ask.section("leave").get(room.value());
    assertThat(section).as(room + " was left by " + ask).isNotNull();
    List<Moment> own = chronicle.own(ask.user(), room, ask.since(), ask.end());
    long departure = departure(wasJoined(room, ask) ? "join" : "", own, ask.user());
    if (departure == 0) {
      onlyOwn(own, section, ask);
      return;
    }
    boolean known = wasJoined(room, ask);
    Stretch stretch = new Stretch(room, known ? ask.since() : 0, departure, !known, !known);
    List<Moment> later = own.stream().filter(moment -> moment.number() > departure).toList();
    if (later.isEmpty()) {
      events(stretch, section, ask);
    } else {
      List<String> shown = ids(section);
      List<String> expected = new ArrayList<>(shownIds(timeline(stretch, ask)));
      later.stream()
          .filter(moment -> limited(ask) && wants(moment, ask) && !isRefused(moment, ask))
          .forEach(moment -> expected.add(moment.event().event().id().value()));
      assertThat(shown).as(room + " left and more by " + ask).isEqualTo(expected);
    }
  }

  /// A room left before the last answer, of which everything is wanted.
  private void gone(RoomId room, Ask ask) {
    JsonObject section = ask.section("leave").get(room.value());
    assertThat(section).as(room + " was left long ago by " + ask).isNotNull();
    List<Moment> own = chronicle.own(ask.user(), room, 0, ask.end());
    long departure = departure("", own, ask.user());
    if (departure == 0) {
      onlyOwn(own.subList(own.size() - 1, own.size()), section, ask);
    } else if (own.getLast().number() == departure) {
      events(new Stretch(room, 0, departure, true, true), section, ask);
    }
  }

  private static boolean limited(Ask ask) {
    return ask.filter().part("timeline").limit() > 0;
  }

  private static boolean wants(Moment moment, Ask ask) {
    return ask.filter().part("timeline").wants(moment.room().value(), moment.event());
  }

  private void onlyOwn(List<Moment> own, JsonObject section, Ask ask) {
    List<String> expected =
        own.stream()
            .filter(moment -> limited(ask) && wants(moment, ask) && !isRefused(moment, ask))
            .map(moment -> moment.event().event().id().value())
            .toList();
    assertThat(ids(section)).as("own events for " + ask).isEqualTo(expected);
  }

  /// The number at which a user last ceased to be joined; 0 when never.
  private static long departure(String before, List<Moment> own, UserId user) {
    String last = before;
    long departure = 0;
    for (Moment moment : own) {
      String now = Chronicle.membership(moment.after(), user);
      if (last.equals("join") && !now.equals("join")) {
        departure = moment.number();
      }
      last = now;
    }
    return departure;
  }

  private static boolean isJoin(Moment moment, UserId user) {
    Event event = moment.event().event();
    return event.type().equals(EventTypes.MEMBER)
        && user.value().equals(event.stateKey())
        && event.content().string("membership").orElse("").equals("join");
  }

  private void events(Stretch stretch, JsonObject section, Ask ask) {
    List<Moment> wanted = timeline(stretch, ask);
    JsonObject timeline = section.object("timeline").orElseThrow();
    List<String> shown = ids(section);
    int limit = ask.filter().part("timeline").limit();
    List<Moment> last = wanted.subList(Math.max(0, wanted.size() - limit), wanted.size());
    List<String> expected = shownIds(last);
    String about = stretch.room() + " for " + ask;
    if (chronicle.isForked(stretch.room())) {
      // What resolution dropped is cut off with all before it.
      assertThat(expected.subList(expected.size() - shown.size(), expected.size()))
          .as("timeline of " + about)
          .isEqualTo(shown);
    } else {
      // The filter may hide what replaced a state: then its end would lead a client astray.
      assertThat(shown)
          .as("timeline of " + about)
          .isIn(expected, shownIds(chronicle.endingInState(last, stretch.room(), stretch.end())));
    }
    List<Moment> told = wanted.subList(wanted.size() - shown.size(), wanted.size());
    boolean whole =
        !told.isEmpty()
            && told.getFirst().event().event().isState(EventTypes.CREATE)
            && told.stream().filter(moment -> isJoin(moment, ask.user())).count() == 1;
    boolean cut = wanted.size() > shown.size() || (stretch.fresh() && !ask.isInitial() && !whole);
    assertThat(timeline.bool("limited")).as("limited of " + about).contains(cut);
    new NaivePages(house)
        .check(stretch.told(), wanted, timeline, ask, chronicle.isForked(stretch.room()));
    memberships(told, timeline, ask, about);
    state(stretch, told, section, ask, about);
  }

  /// Each event says what the reader was in the room just after it.
  private void memberships(List<Moment> told, JsonObject timeline, Ask ask, String about) {
    List<JsonObject> events = timeline.array("events").orElseThrow().objects();
    StateKey key = StateKey.member(ask.user());
    for (int i = 0; i < events.size(); i++) {
      StoredEvent event = told.get(i).event();
      Map<StateKey, StoredEvent> then =
          house.rooms.views().stateAt(event.roomNid(), event.rootAfter(), List.of(key));
      String membership = Chronicle.membership(then, ask.user());
      assertThat(events.get(i).object("unsigned").orElseThrow().string("membership"))
          .as("membership in " + about)
          .contains(membership.isEmpty() ? "leave" : membership);
    }
  }

  /// All that the reader may be told of a stretch, before the limit.
  private List<Moment> timeline(Stretch stretch, Ask ask) {
    List<Moment> moments = chronicle.between(stretch.room(), stretch.told(), stretch.end());
    Set<Long> visible =
        house
            .rooms
            .views()
            .visible(
                new Requester(ask.user(), ask.client().device, false),
                moments.stream().map(Moment::event).toList())
            .stream()
            .map(StoredEvent::nid)
            .collect(Collectors.toSet());
    Set<String> ignored = ignored(ask);
    return moments.stream()
        .filter(moment -> visible.contains(moment.event().nid()))
        .filter(moment -> wants(moment, ask))
        .filter(
            moment ->
                moment.event().event().isState()
                    || !ignored.contains(moment.event().event().sender().value()))
        .toList();
  }

  /// The state that a client needs beside a timeline, whoever is loaded lazily.
  private Map<StateKey, StoredEvent> state(Stretch stretch, Ask ask, List<Moment> shown) {
    Map<StateKey, StoredEvent> end = chronicle.state(stretch.room(), stretch.end());
    Map<StateKey, StoredEvent> known =
        stretch.whole() ? Map.of() : chronicle.state(stretch.room(), stretch.told());
    Map<StateKey, StoredEvent> wanted = new HashMap<>(end);
    if (!ask.client().stateAfter && !shown.isEmpty()) {
      Map<StateKey, StoredEvent> start = shown.getFirst().before();
      for (Moment moment : shown) {
        if (moment.event().event().isState()) {
          StateKey key = moment.event().event().key();
          wanted.remove(key);
          if (start.containsKey(key)) {
            wanted.put(key, start.get(key));
          }
        }
      }
    }
    known.forEach(
        (key, event) -> {
          if (wanted.containsKey(key) && wanted.get(key).nid() == event.nid()) {
            wanted.remove(key);
          }
        });
    wanted
        .values()
        .removeIf(event -> !ask.filter().part("state").wants(stretch.room().value(), event));
    return wanted;
  }

  private void state(
      Stretch stretch, List<Moment> shown, JsonObject section, Ask ask, String about) {
    assertThat(section.has(ask.client().stateAfter ? "state" : "state_after")).as(about).isFalse();
    Map<StateKey, String> given = stateOf(section, ask);
    Map<StateKey, String> expected = ids(state(stretch, ask, shown));
    Map<StateKey, String> members = new HashMap<>(given);
    if (ask.filter().part("state").lazy()) {
      members.keySet().removeIf(key -> !StateMaps.isMember(key));
      given.keySet().removeIf(StateMaps::isMember);
      new NaiveMembers(chronicle, ask)
          .check(
              new NaiveMembers.Told(
                  stretch.room(), stretch.told(), stretch.end(), stretch.whole(), shown),
              members,
              heroes(stretch, section));
      expected.keySet().removeIf(StateMaps::isMember);
    }
    if (!chronicle.isForked(stretch.room())) {
      assertThat(given).as("state of " + about).isEqualTo(expected);
    }
  }

  private static Set<String> heroes(Stretch stretch, JsonObject section) {
    return new HashSet<>(
        section
            .object("summary")
            .flatMap(summary -> summary.array("m.heroes"))
            .orElse(JsonArray.EMPTY)
            .strings());
  }

  private void summary(Stretch stretch, JsonObject section, Ask ask) {
    Map<StateKey, StoredEvent> end = chronicle.state(stretch.room(), stretch.end());
    JsonObject expected = NaiveSummary.of(end, ask.user());
    JsonObject given = section.object("summary").orElse(null);
    boolean needed =
        stretch.whole()
            || !NaiveSummary.of(chronicle.state(stretch.room(), stretch.told()), ask.user())
                .equals(expected);
    if (given == null) {
      assertThat(needed).as("summary of " + stretch.room() + " for " + ask).isFalse();
    } else {
      assertThat(given).as("summary of " + stretch.room() + " for " + ask).isEqualTo(expected);
    }
  }

  private static Map<StateKey, String> stateOf(JsonObject section, Ask ask) {
    return StateMaps.ofClient(
        section
            .object(ask.client().stateAfter ? "state_after" : "state")
            .orElseThrow()
            .array("events")
            .orElseThrow()
            .objects());
  }

  private static Map<StateKey, String> ids(Map<StateKey, StoredEvent> state) {
    return StateMaps.ids(state);
  }

  private static List<String> shownIds(List<Moment> moments) {
    return moments.stream().map(moment -> moment.event().event().id().value()).toList();
  }

  private static List<String> ids(JsonObject section) {
    return section.object("timeline").orElseThrow().array("events").orElseThrow().objects().stream()
        .map(event -> event.string("event_id").orElseThrow())
        .toList();
  }
}
