package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ashlar.account.Receipt;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.core.ModelRooms.Fork;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.sync.ModelClient.RoomModel;

/// One random history. Clients keep all tokens they ever got and go on from any of them; each
/// answer is compared with what the naive model says.
final class NaiveHistory implements AutoCloseable {
  private static final List<UserId> USERS =
      List.of(
          new UserId("@alice:a.example"),
          new UserId("@bob:a.example"),
          new UserId("@carla:a.example"),
          new UserId("@dan:a.example"),
          new UserId("@eve:a.example"),
          new UserId("@fred:a.example"),
          new UserId("@gina:a.example"));
  private static final List<String> TIMELINES =
      List.of(
          "",
          "\"limit\":1",
          "\"limit\":2",
          "\"limit\":5",
          "\"limit\":30",
          "\"limit\":3,\"types\":[\"m.room.message\"]",
          "\"limit\":8,\"not_types\":[\"m.room.m*\"]",
          "\"not_senders\":[\"@alice:a.example\"]",
          "\"limit\":4,\"senders\":[\"@alice:a.example\",\"@bob:a.example\"]",
          "\"contains_url\":true",
          "\"limit\":3,\"contains_url\":false",
          "\"limit\":6,\"types\":[\"*.message\",\"m.room.n*e\"],\"not_senders\":[\"@dan:a.example\"]");
  private static final List<String> STATES =
      List.of(
          "",
          "",
          "\"lazy_load_members\":true",
          "\"lazy_load_members\":true",
          "\"lazy_load_members\":true,\"include_redundant_members\":true",
          "\"types\":[\"m.room.member\",\"m.room.na*\"]",
          "\"not_types\":[\"m.room.topic\"],\"lazy_load_members\":true");

  private final long seed;
  private final Random random;
  private final boolean forks;
  private final SyncHouse house = new SyncHouse();
  private final Chronicle chronicle = new Chronicle(house);
  private final NaiveSync naive = new NaiveSync(house, chronicle);
  private final List<RoomId> rooms = new ArrayList<>();
  private final Map<RoomId, List<EventId>> sent = new HashMap<>();
  private final List<List<ModelClient>> devices = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private int serial;

  NaiveHistory(long seed, boolean forks) {
    this.seed = seed;
    this.random = new Random(seed);
    this.forks = forks;
    house.forgetting(() -> random.nextInt(3) == 0);
  }

  void run(int steps) {
    try {
      for (int i = 0; i < steps; i++) {
        something();
        if (random.nextInt(3) == 0) {
          poll();
        }
      }
      for (int i = 0; i < 6; i++) {
        poll();
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + "\n" + String.join("\n", log), e);
    }
  }

  private ModelClient newClient() {
    String room =
        "\"timeline\":{"
            + any(TIMELINES)
            + "},\"state\":{"
            + any(STATES)
            + "}"
            + (random.nextInt(4) == 0 ? ",\"include_leave\":true" : "")
            + (rooms.size() > 1 && random.nextInt(8) == 0
                ? ",\""
                    + (random.nextBoolean() ? "not_rooms" : "rooms")
                    + "\":[\""
                    + any(rooms)
                    + "\"]"
                : "")
            + (random.nextInt(8) == 0 ? ",\"ephemeral\":{\"not_types\":[\"m.receipt\"]}" : "")
            + (random.nextInt(8) == 0 ? ",\"account_data\":{\"types\":[\"type1\"]}" : "");
    String filter =
        random.nextInt(5) == 0
            ? ""
            : "{\"room\":{"
                + room
                + "}"
                + (random.nextInt(8) == 0 ? ",\"account_data\":{\"not_types\":[\"type*\"]}" : "")
                + "}";
    return new ModelClient(
        any(USERS.subList(0, 4)), "D" + ++serial, filter, random.nextInt(3) == 0);
  }

  /// Goes on from any token of any device, mostly the newest.
  private void poll() {
    if (devices.size() < 5 || random.nextInt(10) == 0) {
      devices.add(new ArrayList<>(List.of(newClient())));
    }
    List<ModelClient> device = any(devices);
    ModelClient client = (random.nextInt(4) == 0 ? any(device) : device.getLast()).copy();
    boolean fullState = client.since != null && random.nextInt(8) == 0;
    JsonObject answer = house.answer(client.request(fullState));
    NaiveSync.Ask ask = new NaiveSync.Ask(client, fullState, answer);
    log.add("poll " + ask);
    naive.check(ask);
    ModelClient next = client.copy();
    next.apply(answer);
    believes(next);
    JsonObject again = house.answer(next.request(false));
    assertThat(again.object("rooms")).as("what is told twice of " + ask).isEmpty();
    device.add(next);
  }

  /// Whoever filters no state knows the state of each joined room.
  private void believes(ModelClient client) {
    NaiveFilter filter = NaiveFilter.of(client.filter);
    if (!filter.part("state").isOpen()) {
      return;
    }
    long end = org.ashlar.stream.SyncToken.parse(client.since).events().number();
    for (Map.Entry<String, RoomModel> entry : client.rooms.entrySet()) {
      RoomModel room = entry.getValue();
      if (room.section.equals("join") && !isForgotten(client.user, entry.getKey())) {
        Map<StateKey, String> truth =
            StateMaps.ids(chronicle.state(new RoomId(entry.getKey()), end));
        if (filter.part("state").lazy()) {
          truth.keySet().removeIf(key -> StateMaps.isMember(key) && !room.state.containsKey(key));
          for (String sender : room.senders) {
            assertThat(room.state)
                .as(client.user + " " + client.filter)
                .containsKey(new StateKey("m.room.member", sender));
          }
        }
        assertThat(room.state)
            .as(client.user + " " + client.filter + " believes of " + entry.getKey() + " at " + end)
            .isEqualTo(truth);
      }
    }
  }

  /// Nobody tells a client that its user has forgotten a room.
  private boolean isForgotten(UserId user, String room) {
    return house.rooms.store().memberships(user).stream()
        .anyMatch(row -> row.forgotten() && row.room().value().equals(room));
  }

  /// Does something that may or may not be allowed.
  private void something() {
    UserId user = any(USERS);
    try {
      if (rooms.isEmpty() || rooms.size() < 4 && random.nextInt(12) == 0) {
        create(user);
      } else if (random.nextInt(5) == 0) {
        beside(user, any(rooms));
      } else {
        inRoom(user, any(rooms));
      }
    } catch (MatrixException e) {
      // Not allowed now.
    }
    chronicle.observe();
  }

  private void create(UserId user) {
    RoomId room = house.rooms.create(user, random.nextInt(3) > 0 ? "public_chat" : "private_chat");
    rooms.add(room);
    sent.put(room, new ArrayList<>());
    log.add(user + " creates " + room);
  }

  private void inRoom(UserId user, RoomId room) {
    String topic = "{\"topic\":\"" + ++serial + "\"}";
    switch (random.nextInt(28)) {
      case 0, 1, 2, 3, 4 -> change(user, room, Action.JOIN, user);
      case 5, 6 -> change(user, room, Action.LEAVE, user);
      case 7, 8 -> change(user, room, Action.INVITE, any(USERS));
      case 9 -> change(user, room, Action.KICK, any(USERS));
      case 10 -> change(user, room, Action.BAN, any(USERS));
      case 11 -> change(user, room, Action.UNBAN, any(USERS));
      case 12 -> change(user, room, Action.KNOCK, user);
      case 13 ->
          state(user, room, "m.room.name", "{\"name\":\"" + any(List.of("", "x", "y")) + "\"}");
      case 14, 15 -> state(user, room, "m.room.topic", topic);
      case 16 ->
          state(
              user,
              room,
              "m.room.history_visibility",
              "{\"history_visibility\":\""
                  + any(List.of("shared", "joined", "invited", "world_readable"))
                  + "\"}");
      case 17 ->
          state(
              user,
              room,
              "m.room.join_rules",
              "{\"join_rule\":\"" + any(List.of("public", "knock", "invite")) + "\"}");
      case 18 -> profile(user, room);
      case 19 -> send(user, room, "m.room.message", "{\"url\":\"mxc://x/" + ++serial + "\"}");
      case 20 -> redact(user, room);
      case 21, 22 -> fork(user, room);
      default -> send(user, room, "m.room.message", "{\"body\":\"" + ++serial + "\"}");
    }
  }

  private void change(UserId user, RoomId room, Action action, UserId target) {
    house.rooms.change(user, room, action, target);
    log.add(user + " " + action + " " + target + " in " + room);
  }

  private void send(UserId user, RoomId room, String type, String content) {
    sent.get(room).add(house.rooms.send(user, room, type, content));
    log.add(user + " sends " + type + " " + content + " in " + room);
  }

  private void state(UserId user, RoomId room, String type, String content) {
    sent.get(room).add(house.rooms.state(user, room, type, "", content));
    log.add(user + " sets " + type + " " + content + " in " + room);
  }

  private void profile(UserId user, RoomId room) {
    if (membership(user, room).equals("join")) {
      String content = "{\"membership\":\"join\",\"displayname\":\"" + ++serial + "\"}";
      house.rooms.state(user, room, "m.room.member", user.value(), content);
      log.add(user + " is " + serial + " in " + room);
    }
  }

  private void redact(UserId user, RoomId room) {
    List<EventId> events = sent.get(room);
    if (!events.isEmpty()) {
      send(user, room, "m.room.redaction", "{\"redacts\":\"" + any(events) + "\"}");
    }
  }

  /// Something arrives late that was made in another branch.
  private void fork(UserId user, RoomId room) {
    if (!forks) {
      return;
    }
    String type = any(List.of("m.room.name", "m.room.topic", "m.room.message"));
    EventId previous = house.rooms.message(user, room, "before the fork");
    chronicle.observe();
    if (!type.equals("m.room.message")) {
      state(user, room, type, "{\"made\":" + ++serial + "}");
      chronicle.observe();
    }
    if (random.nextBoolean()) {
      poll();
    }
    long time = random.nextBoolean() ? serial : System.currentTimeMillis() + serial;
    chronicle.fork(room);
    String key = type.equals("m.room.message") ? null : "";
    house.rooms.fork(user, room, new Fork(type, key, time), previous);
    log.add(user + " forks " + type + " in " + room);
  }

  private void beside(UserId user, RoomId room) {
    switch (random.nextInt(5)) {
      case 0 -> receipt(user, room);
      case 1 -> house.hub.typing(room, user, random.nextInt(2) * 100_000L);
      case 2 -> house.data.setAccountData(user, room, "type" + random.nextInt(3), datum());
      case 3 -> house.data.setAccountData(user, null, "type" + random.nextInt(3), datum());
      default -> {
        if (random.nextBoolean()) {
          ignore(any(USERS.subList(0, 4)), any(USERS.subList(0, 4)));
        } else if (random.nextInt(3) == 0) {
          block(any(USERS.subList(0, 4)));
        } else {
          forget(user, room);
        }
      }
    }
  }

  private JsonObject datum() {
    return JsonObject.builder().put("n", ++serial).build();
  }

  private void ignore(UserId user, UserId other) {
    String users = random.nextInt(3) == 0 ? "" : "\"" + other + "\":{}";
    house.data.setAccountData(
        user,
        null,
        "m.ignored_user_list",
        Json.parseObject(("{\"ignored_users\":{" + users + "}}").getBytes()));
    log.add(user + " ignores " + users);
  }

  private void block(UserId user) {
    String config = random.nextInt(2) == 0 ? "{}" : "{\"default_action\":\"block\"}";
    house.data.setAccountData(
        user, null, "m.invite_permission_config", Json.parseObject(config.getBytes()));
    log.add(user + " invitations " + config);
  }

  private void forget(UserId user, RoomId room) {
    house.rooms.store().memberships(user).stream()
        .filter(row -> row.room().equals(room))
        .filter(row -> row.membership().equals("leave"))
        .forEach(row -> house.rooms.store().forget(row.roomNid(), user, true));
    log.add(user + " forgets " + room);
  }

  private void receipt(UserId user, RoomId room) {
    List<EventId> events = sent.get(room);
    if (!events.isEmpty() && membership(user, room).equals("join")) {
      String type = random.nextBoolean() ? Receipt.READ : Receipt.READ_PRIVATE;
      String thread = random.nextBoolean() ? null : "main";
      house.data.setReceipt(new Receipt(room, type, user, thread, any(events), 1, Position.START));
    }
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
