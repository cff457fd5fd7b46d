package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ashlar.account.Receipt;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.Requester;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.stream.SyncToken;
import org.ashlar.sync.ModelClient.RoomModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories of several users, seen by clients that poll at random moments, lose answers and
/// begin anew: in the end each believes what is true.
class RandomHistoryTest {
  private static final List<UserId> USERS =
      List.of(
          new UserId("@alice:a.example"),
          new UserId("@bob:a.example"),
          new UserId("@carla:a.example"),
          new UserId("@dan:a.example"));
  private static final List<String> FILTERS =
      List.of(
          "",
          "{\"room\":{\"timeline\":{\"limit\":3}}}",
          "{\"room\":{\"timeline\":{\"limit\":1},\"state\":{\"lazy_load_members\":true}}}",
          "{\"room\":{\"timeline\":{\"limit\":0}}}",
          "{\"room\":{\"timeline\":{\"limit\":50,\"not_types\":[\"m.room.m*\"]}}}",
          "{\"room\":{\"timeline\":{\"limit\":4,\"types\":[\"m.room.message\"]},"
              + "\"state\":{\"lazy_load_members\":true}}}");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 128, 143})
  void clientsBelieveWhatIsTrue(long seed) {
    try (History history = new History(seed, false)) {
      history.run(400);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void clientsBelieveWhatIsTrueWhenRoomsFork(long seed) {
    try (History history = new History(seed, true)) {
      history.run(300);
    }
  }

  private static final class History implements AutoCloseable {
    private final Random random;
    private final boolean forks;
    private final SyncHouse house = new SyncHouse();
    private final List<RoomId> rooms = new ArrayList<>();
    private final Map<RoomId, List<EventId>> sent = new HashMap<>();
    private final List<ModelClient> clients = new ArrayList<>();
    private boolean polling;
    private int serial;

    History(long seed, boolean forks) {
      random = new Random(seed);
      this.forks = forks;
      house.forgetting(() -> polling && random.nextInt(4) == 0);
      house.meanwhile(
          () -> {
            if (polling && random.nextInt(4) == 0) {
              polling = false;
              something();
              polling = true;
            }
          });
      for (UserId user : USERS) {
        for (int i = 0; i < 3; i++) {
          clients.add(newClient(user));
        }
      }
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        something();
        while (random.nextInt(3) == 0) {
          poll(random.nextInt(clients.size()));
        }
      }
      house.meanwhile(() -> {});
      for (int i = 0; i < clients.size(); i++) {
        ModelClient client = clients.get(i);
        client.apply(house.answer(client.request(false)));
        JsonObject again = house.answer(client.request(false));
        assertThat(again.names()).as("nothing is told twice").containsExactly(SyncHouse.QUIET);
        check(client);
      }
    }

    private ModelClient newClient(UserId user) {
      return new ModelClient(
          user,
          "D" + ++serial,
          FILTERS.get(random.nextInt(FILTERS.size())),
          random.nextInt(4) == 0);
    }

    private void poll(int index) {
      ModelClient client = clients.get(index);
      if (random.nextInt(60) == 0) {
        client = newClient(client.user);
        clients.set(index, client);
      }
      polling = true;
      JsonObject answer = house.answer(client.request(random.nextInt(25) == 0));
      polling = false;
      if (random.nextInt(8) != 0) {
        client.apply(answer);
        if (client.filter.contains("lazy")) {
          sendersAreKnown(client);
        } else if (!forks) {
          stateAtToken(client, answer);
        }
      }
    }

    /// Without forks, the state at a position is that after the last event up to it.
    private void stateAtToken(ModelClient client, JsonObject answer) {
      long number = SyncToken.parse(client.since).events().number();
      JsonObject joined =
          answer.object("rooms").flatMap(all -> all.object("join")).orElse(JsonObject.EMPTY);
      for (String id : joined.names()) {
        long nid = house.rooms.store().room(new RoomId(id)).orElseThrow().room().nid();
        StoredEvent last =
            house
                .rooms
                .store()
                .timeline(
                    new TimelineQuery(
                        nid, TimelineOrder.STREAM, new TimelinePoint(0, number), null, true, 1))
                .getFirst();
        Map<StateKey, String> state = state(nid, last.rootAfter());
        assertThat(client.rooms.get(id).state)
            .as(client.user + " " + client.filter + " at " + number)
            .isEqualTo(state);
        EventId member = new EventId(state.get(StateKey.member(client.user)));
        assertThat(house.rooms.store().events(List.of(member)).get(member).event().content())
            .as("whose room is shown is in it")
            .extracting(content -> content.string("membership").orElseThrow())
            .isEqualTo("join");
      }
    }

    private static void sendersAreKnown(ModelClient client) {
      for (RoomModel room : client.rooms.values()) {
        if (!room.wasJoined) {
          continue;
        }
        for (String sender : room.senders) {
          assertThat(room.state)
              .as(client.user + " " + client.filter)
              .containsKey(new StateKey("m.room.member", sender));
        }
      }
    }

    private Map<StateKey, String> state(long roomNid, long root) {
      Map<StateKey, String> state = new HashMap<>();
      house
          .rooms
          .views()
          .stateAt(roomNid, root)
          .forEach(event -> state.put(event.event().key(), event.event().id().value()));
      return state;
    }

    /// Does something that may or may not be allowed.
    private void something() {
      UserId user = any(USERS);
      try {
        if (rooms.isEmpty() || rooms.size() < 6 && random.nextInt(30) == 0) {
          RoomId room =
              house.rooms.create(user, random.nextBoolean() ? "public_chat" : "private_chat");
          rooms.add(room);
          sent.put(room, new ArrayList<>());
          return;
        }
        RoomId room = any(rooms);
        switch (random.nextInt(20)) {
          case 0, 1 -> house.rooms.change(user, room, Action.JOIN, user);
          case 2 -> house.rooms.change(user, room, Action.LEAVE, user);
          case 3, 4 -> house.rooms.change(user, room, Action.INVITE, any(USERS));
          case 5 -> house.rooms.change(user, room, Action.KICK, any(USERS));
          case 6 -> house.rooms.change(user, room, Action.BAN, any(USERS));
          case 7 -> house.rooms.change(user, room, Action.UNBAN, any(USERS));
          case 8 -> state(user, room, "m.room.name", "{\"name\":\"" + ++serial + "\"}");
          case 9 -> state(user, room, "m.room.topic", "{\"topic\":\"" + ++serial + "\"}");
          case 10 -> profile(user, room);
          case 11 -> house.hub.typing(room, user, random.nextInt(2) * 100_000L);
          case 12 -> receipt(user, room);
          case 13 -> data(user, random.nextBoolean() ? room : null);
          case 14 -> fork(user, room);
          default -> sent.get(room).add(house.rooms.message(user, room, "message " + ++serial));
        }
      } catch (MatrixException e) {
        // Not allowed now.
      }
    }

    private void state(UserId user, RoomId room, String type, String content) {
      sent.get(room).add(house.rooms.state(user, room, type, "", content));
    }

    private void profile(UserId user, RoomId room) {
      if (membership(user, room).equals("join")) {
        String content = "{\"membership\":\"join\",\"displayname\":\"" + ++serial + "\"}";
        house.rooms.state(user, room, "m.room.member", user.value(), content);
      }
    }

    private void receipt(UserId user, RoomId room) {
      List<EventId> events = sent.get(room);
      if (!events.isEmpty() && membership(user, room).equals("join")) {
        String type = random.nextBoolean() ? Receipt.READ : Receipt.READ_PRIVATE;
        house.data.setReceipt(new Receipt(room, type, user, null, any(events), 1, Position.START));
      }
    }

    private void data(UserId user, RoomId room) {
      house.data.setAccountData(
          user, room, "type" + random.nextInt(3), JsonObject.builder().put("n", ++serial).build());
    }

    /// Changes the same state in two branches; the time decides which one wins.
    private void fork(UserId user, RoomId room) {
      if (forks) {
        String type = random.nextBoolean() ? "m.room.name" : "m.room.topic";
        EventId previous = house.rooms.message(user, room, "before the fork");
        state(user, room, type, "{\"made\":" + ++serial + "}");
        long time = random.nextBoolean() ? serial : System.currentTimeMillis() + serial;
        house.rooms.fork(user, room, type, time, previous);
      }
    }

    private void check(ModelClient client) {
      Map<RoomId, MembershipRow> rows = new HashMap<>();
      house.rooms.store().memberships(client.user).forEach(row -> rows.put(row.room(), row));
      for (MembershipRow row : rows.values()) {
        RoomModel model = client.rooms.get(row.room().value());
        String described = client.user + " " + client.filter + " in " + row.room();
        switch (row.membership()) {
          case "join" -> joined(client, row, model, described);
          case "invite" -> assertThat(model.section).as(described).isEqualTo("invite");
          default -> {
            if (model != null) {
              assertThat(model.section).as(described).isEqualTo("leave");
            }
          }
        }
      }
      client.rooms.keySet().forEach(room -> assertThat(rows).containsKey(new RoomId(room)));
      accountData(client);
    }

    private void joined(ModelClient client, MembershipRow row, RoomModel model, String described) {
      assertThat(model.section).as(described).isEqualTo("join");
      Map<StateKey, String> truth =
          state(row.roomNid(), house.rooms.views().currentRoot(row.roomNid()));
      Map<StateKey, String> believed = new HashMap<>(model.state);
      if (client.filter.contains("lazy")) {
        for (String sender : model.senders) {
          assertThat(believed).as(described).containsKey(new StateKey("m.room.member", sender));
        }
        truth
            .keySet()
            .removeIf(key -> key.type().equals("m.room.member") && !believed.containsKey(key));
      }
      believed.keySet().retainAll(truth.keySet());
      assertThat(believed).as(described).isEqualTo(truth);
      timeline(client, row, model, described);
      beside(client, row, model, described);
    }

    private void timeline(
        ModelClient client, MembershipRow row, RoomModel model, String described) {
      SyncFilter filter =
          client.filter.isEmpty() ? SyncFilter.NONE : SyncFilter.inline(client.filter);
      List<StoredEvent> all =
          house
              .rooms
              .store()
              .timeline(
                  new TimelineQuery(
                      row.roomNid(),
                      TimelineOrder.STREAM,
                      TimelinePoint.START,
                      null,
                      false,
                      10_000));
      List<String> expected =
          house.rooms.views().visible(new Requester(client.user, "D", false), all).stream()
              .filter(event -> filter.timeline().wants(new TimelineEntry.Kept(event)))
              .map(event -> event.event().id().value())
              .toList();
      int shown = model.timeline.size();
      assertThat(new HashSet<>(model.timeline)).as(described).hasSize(shown);
      assertThat(model.timeline)
          .as(described)
          .isEqualTo(expected.subList(expected.size() - shown, expected.size()));
    }

    private void beside(ModelClient client, MembershipRow row, RoomModel model, String described) {
      Map<String, String> receipts = new HashMap<>();
      house
          .data
          .receiptsSince(List.of(row.room()), new Position(1, 0), house.data.receiptPosition())
          .stream()
          .filter(receipt -> receipt.isVisibleTo(client.user))
          .forEach(
              receipt ->
                  receipts.put(receipt.type() + receipt.user().value(), receipt.event().value()));
      assertThat(model.receipts).as(described).isEqualTo(receipts);
      assertThat(model.typing)
          .as(described)
          .isEqualTo(JsonArray.ofStrings(house.hub.typing(row.room()).users()));
      Map<String, JsonObject> data = new HashMap<>();
      house
          .data
          .roomAccountData(client.user, row.room())
          .forEach(
              datum ->
                  data.put(
                      datum.type(), org.ashlar.base.json.Json.parseObject(datum.content().utf8())));
      assertThat(model.accountData).as(described).isEqualTo(data);
      long joined =
          house.rooms.store().members(row.roomNid(), List.of()).stream()
              .filter(member -> member.membership().equals("join"))
              .count();
      assertThat(model.summary.integer("m.joined_member_count")).as(described).hasValue(joined);
    }

    private void accountData(ModelClient client) {
      Map<String, JsonObject> data = new HashMap<>();
      house.data.accountDataSince(client.user, null, house.data.accountDataPosition()).stream()
          .filter(datum -> datum.isGlobal())
          .forEach(
              datum ->
                  data.put(
                      datum.type(), org.ashlar.base.json.Json.parseObject(datum.content().utf8())));
      assertThat(client.accountData).isEqualTo(data);
    }

    private String membership(UserId user, RoomId room) {
      return house.rooms.store().memberships(user).stream()
          .filter(row -> row.room().equals(room))
          .map(MembershipRow::membership)
          .findFirst()
          .orElse("leave");
    }

    private <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    @Override
    public void close() {
      house.close();
    }
  }
}
