package org.ashlar.itests.server;

import static org.ashlar.itests.server.MatrixClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two people talk through the assembled server, in plain Java.
class ConversationIT {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @RegisterExtension
  static final AshlarServer server =
      AshlarServer.with("registration: {enabled: true}\nrate_limits: {enabled: false}\n");

  private MatrixClient alice;
  private MatrixClient bob;

  @BeforeEach
  void twoPeopleRegister() {
    int number = NUMBER.incrementAndGet();
    alice = MatrixClient.register(server.baseUri(), "alice" + number);
    bob = MatrixClient.register(server.baseUri(), "bob" + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "6", "11", "12"})
  void twoPeopleTalk(String version) throws Exception {
    var bobsToken = bob.sync("").get("next_batch").asText();

    // Alice makes a room and invites Bob.
    var room =
        alice.createRoom(
            """
            {"room_version": "%s", "preset": "private_chat", "name": "Stones"}\
            """
                .formatted(version));
    var invitation = bob.awaitSync(bobsToken);
    alice.post("/rooms/" + room + "/invite", invite(bob, "Come"));

    // Bob sees who invites him to what, and joins.
    var invited = invitation.get(30, TimeUnit.SECONDS);
    var stripped = events(invited.at("/rooms/invite").get(room).at("/invite_state/events"));
    assertThat(stripped)
        .extracting(event -> event.get("type").asText())
        .contains("m.room.create", "m.room.join_rules", "m.room.name", "m.room.member");
    assertThat(stripped)
        .filteredOn(event -> event.get("state_key").asText().equals(bob.user()))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.at("/sender").asText()).isEqualTo(alice.user());
              assertThat(event.get("content"))
                  .isEqualTo(json("{\"membership\": \"invite\", \"reason\": \"Come\"}"));
            });
    assertThat(bob.call("GET", "/rooms/" + room + "/messages?dir=b", null).error())
        .isEqualTo("403 M_FORBIDDEN");
    assertThat(bob.post("/rooms/" + room + "/join", "{}").get("room_id").asText()).isEqualTo(room);

    // Each reads what the other says.
    var joined = bob.sync(invited.get("next_batch").asText());
    assertThat(joined.at("/rooms/join").has(room)).isTrue();
    assertThat(joined.at("/rooms/invite").has(room)).isFalse();
    var times = new ArrayList<Long>();
    var alicesToken = alice.sync("").get("next_batch").asText();
    bobsToken = joined.get("next_batch").asText();
    for (int i = 0; i < 10; i++) {
      bobsToken = deliver(alice, bob, room, bobsToken, "question " + i, times);
      alicesToken =
          deliver(
              bob,
              alice,
              room,
              alice.sync(alicesToken).get("next_batch").asText(),
              "answer " + i,
              times);
      bobsToken = bob.sync(bobsToken).get("next_batch").asText();
    }
    Collections.sort(times);
    System.out.printf(
        "From send to delivery: median %d us, longest %d us%n",
        times.get(times.size() / 2), times.getLast());
    assertThat(Duration.ofNanos(times.getLast() * 1000)).isLessThan(SOON);
  }

  /// Says something while the other waits; gives the other's next token.
  private static String deliver(
      MatrixClient from, MatrixClient to, String room, String since, String text, List<Long> times)
      throws Exception {
    var waiting = to.awaitSync(since);
    long start = System.nanoTime();
    var id = from.say(room, text.replace(' ', '-'), text);
    var answer = waiting.get(30, TimeUnit.SECONDS);
    times.add((System.nanoTime() - start) / 1000);

    assertThat(events(answer.at("/rooms/join").get(room).at("/timeline/events")))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.get("event_id").asText()).isEqualTo(id);
              assertThat(event.get("sender").asText()).isEqualTo(from.user());
              assertThat(event.at("/content/body").asText()).isEqualTo(text);
            });
    return answer.get("next_batch").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "11, private_chat, invite, can_join",
    "11, trusted_private_chat, invite, can_join",
    "11, public_chat, public, forbidden",
    "12, private_chat, invite, can_join",
    "12, trusted_private_chat, invite, can_join",
    "12, public_chat, public, forbidden",
  })
  void presetsMakeRooms(String version, String preset, String joinRule, String guestAccess) {
    var room =
        alice.createRoom(
            """
            {"room_version": "%s", "preset": "%s", "invite": ["%s"]}\
            """
                .formatted(version, preset, bob.user()));

    var path = "/rooms/" + room + "/state/";
    assertThat(alice.get(path + "m.room.join_rules").get("join_rule").asText()).isEqualTo(joinRule);
    assertThat(alice.get(path + "m.room.guest_access").get("guest_access").asText())
        .isEqualTo(guestAccess);
    assertThat(alice.get(path + "m.room.history_visibility"))
        .isEqualTo(json("{\"history_visibility\": \"shared\"}"));
    assertThat(alice.get(path + "m.room.member/" + bob.user()).get("membership").asText())
        .isEqualTo("invite");

    boolean trusted = preset.equals("trusted_private_chat");
    var create = alice.get(path + "m.room.create");
    var powers = alice.get(path + "m.room.power_levels").get("users");
    assertThat(create.get("room_version").asText()).isEqualTo(version);
    if (version.equals("11")) {
      assertThat(room).endsWith(":localhost");
      assertThat(powers.get(alice.user()).asInt()).isEqualTo(100);
      assertThat(powers.path(bob.user()).asInt()).isEqualTo(trusted ? 100 : 0);
    } else {
      assertThat(room).doesNotContain(":");
      assertThat(powers.has(alice.user())).isFalse();
      assertThat(create.path("additional_creators"))
          .isEqualTo(trusted ? json("[\"" + bob.user() + "\"]") : json(""));
    }
  }

  @Test
  void roomsAreOfVersion12AndNamedByTheirFirstEvent() {
    var room = alice.createRoom("{}");

    var create =
        events(alice.get("/rooms/" + room + "/state")).stream()
            .filter(event -> event.get("type").asText().equals("m.room.create"))
            .findFirst()
            .orElseThrow();
    assertThat(create.at("/content/room_version").asText()).isEqualTo("12");
    assertThat(room).isEqualTo("!" + create.get("event_id").asText().substring(1));
    assertThat(alice.call("POST", "/createRoom", "{\"room_version\": \"0\"}").error())
        .isEqualTo("400 M_UNSUPPORTED_ROOM_VERSION");
  }

  @Test
  void aRepeatedTransactionIsTheSameEvent() {
    var room = alice.createRoom("{}");
    var otherDevice = alice.login();

    var first = alice.say(room, "t1", "once");

    assertThat(alice.say(room, "t1", "once")).isEqualTo(first);
    assertThat(alice.say(room, "t2", "once")).isNotEqualTo(first);
    assertThat(otherDevice.say(room, "t1", "once")).isNotEqualTo(first);
    var events = events(alice.get("/rooms/" + room + "/messages?dir=b&limit=3").get("chunk"));
    assertThat(events)
        .extracting(event -> event.at("/unsigned/transaction_id").asText())
        .containsExactly("", "t2", "t1");
    assertThat(alice.get("/rooms/" + room + "/event/" + first).get("event_id").asText())
        .isEqualTo(first);
  }

  @Test
  void stateIsSetAndRead() {
    var room = together();
    var path = "/rooms/" + room + "/state";

    var id = alice.put(path + "/m.room.topic", "{\"topic\": \"Mortar\"}").get("event_id").asText();
    alice.put(path + "/x.stone/granite", "{\"hard\": 7}");

    assertThat(bob.get(path + "/m.room.topic")).isEqualTo(json("{\"topic\": \"Mortar\"}"));
    assertThat(bob.get(path + "/x.stone/granite")).isEqualTo(json("{\"hard\": 7}"));
    assertThat(bob.call("GET", path + "/x.stone/chalk", null).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(bob.call("PUT", path + "/m.room.topic", "{\"topic\": \"Mine\"}").error())
        .isEqualTo("403 M_FORBIDDEN");
    assertThat(events(bob.get(path)))
        .extracting(event -> event.get("type").asText() + "|" + event.get("state_key").asText())
        .containsExactlyInAnyOrder(
            "m.room.create|",
            "m.room.member|" + alice.user(),
            "m.room.member|" + bob.user(),
            "m.room.power_levels|",
            "m.room.join_rules|",
            "m.room.history_visibility|",
            "m.room.guest_access|",
            "m.room.topic|",
            "x.stone|granite");
    assertThat(events(bob.get(path)))
        .filteredOn(event -> event.get("type").asText().equals("m.room.topic"))
        .extracting(event -> event.get("event_id").asText())
        .containsExactly(id);
  }

  @Test
  void membersAreListed() {
    var room = together();
    var carol = MatrixClient.register(server.baseUri(), "carol" + NUMBER.incrementAndGet());
    alice.put("/profile/" + alice.user() + "/displayname", "{\"displayname\": \"Alice\"}");
    alice.post("/rooms/" + room + "/invite", invite(carol, ""));

    var members = "/rooms/" + room + "/members";
    assertThat(states(bob.get(members).get("chunk")))
        .containsExactlyInAnyOrder(alice.user(), bob.user(), carol.user());
    assertThat(states(bob.get(members + "?membership=invite").get("chunk")))
        .containsExactly(carol.user());
    assertThat(states(bob.get(members + "?not_membership=join").get("chunk")))
        .containsExactly(carol.user());
    var joined = bob.get("/rooms/" + room + "/joined_members").get("joined");
    assertThat(joined.properties()).hasSize(2);
    assertThat(joined.at("/" + alice.user() + "/display_name").asText()).isEqualTo("Alice");
    assertThat(bob.get("/joined_rooms")).isEqualTo(json("{\"joined_rooms\": [\"" + room + "\"]}"));
    assertThat(carol.call("GET", members, null).error()).isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void messagesAreReadBackAndForth() {
    var room = together();
    IntStream.range(0, 30).forEach(i -> alice.say(room, "t" + i, "stone " + i));

    // From where the timeline of a limited sync begins, back to the start.
    var filter = "%7B%22room%22:%7B%22timeline%22:%7B%22limit%22:5%7D%7D%7D";
    var timeline = bob.get("/sync?filter=" + filter).at("/rooms/join").get(room).get("timeline");
    assertThat(timeline.get("limited").asBoolean()).isTrue();
    assertThat(bodies(timeline.get("events"))).isEqualTo(stones(25, 30));
    List<String> back = new ArrayList<>();
    var end = walk(room, "b", timeline.get("prev_batch").asText(), back);
    assertThat(back).isEqualTo(stones(0, 25).reversed());

    // And from there all the way forth.
    List<String> forth = new ArrayList<>();
    walk(room, "f", end, forth);
    assertThat(forth).isEqualTo(stones(0, 30));

    // From the newest, and from the oldest, when no token is given.
    assertThat(bodies(bob.get("/rooms/" + room + "/messages?dir=b&limit=2").get("chunk")))
        .containsExactly("stone 29", "stone 28");
    var first = bob.get("/rooms/" + room + "/messages?dir=f&limit=1").at("/chunk/0/type").asText();
    assertThat(first).isEqualTo("m.room.create");
  }

  /// Reads page by page and gives the token of the last page.
  private String walk(String room, String direction, String from, List<String> read) {
    var token = from;
    while (true) {
      var path = "/rooms/%s/messages?dir=%s&limit=7&from=%s".formatted(room, direction, token);
      var page = bob.get(path);
      assertThat(page.get("start").asText()).isEqualTo(token);
      assertThat(page.get("chunk").size()).isLessThanOrEqualTo(7);
      read.addAll(bodies(page.get("chunk")));
      if (!page.has("end")) {
        return token;
      }
      token = page.get("end").asText();
    }
  }

  @Test
  void whoLeavesReadsNoMoreAndForgets() throws Exception {
    var room = together();
    var since = bob.sync("").get("next_batch").asText();
    alice.say(room, "t1", "Stay");
    bob.post("/rooms/" + room + "/leave", "{\"reason\": \"Late\"}");
    alice.say(room, "t2", "Gone");

    var left = bob.sync(since);
    var timeline = events(left.at("/rooms/leave").get(room).at("/timeline/events"));
    assertThat(timeline).hasSize(2);
    assertThat(timeline.get(0).at("/content/body").asText()).isEqualTo("Stay");
    assertThat(timeline.get(1).get("content"))
        .isEqualTo(json("{\"membership\": \"leave\", \"reason\": \"Late\"}"));
    assertThat(left.at("/rooms").has("join")).isFalse();
    assertThat(bob.sync(left.get("next_batch").asText()).path("rooms").has("leave")).isFalse();
    assertThat(bob.call("PUT", "/rooms/" + room + "/send/m.room.message/t", "{}").error())
        .isEqualTo("403 M_FORBIDDEN");
    assertThat(bodies(bob.get("/rooms/" + room + "/messages?dir=b").get("chunk")))
        .containsExactly("Stay");

    assertThat(alice.call("POST", "/rooms/" + room + "/forget", "{}").status()).isEqualTo(400);
    assertThat(bob.post("/rooms/" + room + "/forget", "{}")).isEqualTo(json("{}"));
    assertThat(bob.call("GET", "/rooms/" + room + "/messages?dir=b", null).error())
        .isEqualTo("403 M_FORBIDDEN");
    assertThat(bob.get("/joined_rooms").get("joined_rooms")).isEmpty();
  }

  private String together() {
    var room = alice.createRoom("{\"preset\": \"private_chat\"}");
    alice.post("/rooms/" + room + "/invite", invite(bob, ""));
    bob.post("/join/" + room, "{}");
    return room;
  }

  private static String invite(MatrixClient who, String reason) {
    return reason.isEmpty()
        ? "{\"user_id\": \"%s\"}".formatted(who.user())
        : "{\"user_id\": \"%s\", \"reason\": \"%s\"}".formatted(who.user(), reason);
  }

  private static List<String> stones(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "stone " + i).toList();
  }

  private static List<JsonNode> events(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<String> bodies(JsonNode array) {
    return events(array).stream()
        .filter(event -> event.get("type").asText().equals("m.room.message"))
        .map(event -> event.at("/content/body").asText())
        .toList();
  }

  private static List<String> states(JsonNode array) {
    return events(array).stream().map(event -> event.get("state_key").asText()).toList();
  }
}
