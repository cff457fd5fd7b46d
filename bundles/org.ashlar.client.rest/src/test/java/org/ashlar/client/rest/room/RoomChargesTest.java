package org.ashlar.client.rest.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ashlar.account.Caller;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Request;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.limit.Charge;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.base.limit.Verdict;
import org.ashlar.base.metric.Metrics;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.RateClasses;
import org.ashlar.directory.AliasTarget;
import org.ashlar.directory.Directory;
import org.ashlar.event.StateKey;
import org.ashlar.presence.core.PresenceHouse;
import org.ashlar.store.EventStore;
import org.ashlar.store.SampleRoom;
import org.junit.jupiter.api.Test;

class RoomChargesTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final UserId BOB = new UserId("@bob:test");

  private final PresenceHouse presence = new PresenceHouse("test");
  private final SampleRoom room = presence.room(ALICE, BOB);
  private final ClientServices services = ClientServices.of(new Selections());
  private final List<ClientEndpoint> endpoints = RoomEndpoints.all(services);
  private long nanos;
  private UserId user = ALICE;
  private RateOverrides overrides = RateOverrides.NONE;
  private Optional<AliasTarget> target = Optional.empty();

  RoomChargesTest() {
    room.store();
    services.store().bind(new NumberedReference<>(1, EventStore.class), presence.store);
    Directory directory =
        (Directory)
            Proxy.newProxyInstance(
                Directory.class.getClassLoader(),
                new Class<?>[] {Directory.class},
                (_, _, _) -> target);
    services.directory().bind(new NumberedReference<>(2, Directory.class), directory);
  }

  @Test
  void aJoinCountsForTheUserAndForTheRoom() {
    String id = room.ref().id().value();

    assertThat(charges("POST", "/rooms/{roomId}/join", Map.of("roomId", id), ""))
        .containsExactly("join_local @alice:test", "join_room " + id);
    assertThat(charges("POST", "/join/{roomIdOrAlias}", Map.of("roomIdOrAlias", id), ""))
        .containsExactly("join_local @alice:test", "join_room " + id);
  }

  @Test
  void aJoinByAliasCountsForTheRoomThatItLeadsTo() {
    target = Optional.of(new AliasTarget(room.ref().id(), List.of()));

    assertThat(charges("POST", "/knock/{roomIdOrAlias}", Map.of("roomIdOrAlias", "#a:test"), ""))
        .containsExactly("join_local @alice:test", "join_room " + room.ref().id().value());
  }

  @Test
  void aJoinToARoomThatIsNotHereIsRemote() {
    for (String elsewhere : List.of("!far:away", "#none:test", "nonsense")) {
      assertThat(charges("POST", "/join/{roomIdOrAlias}", Map.of("roomIdOrAlias", elsewhere), "{}"))
          .containsExactly("join_remote @alice:test");
    }
  }

  @Test
  void anInvitationCountsForRoomIssuerAndTarget() {
    assertThat(
            charges(
                "POST",
                "/rooms/{roomId}/invite",
                Map.of("roomId", "!r:test"),
                "{\"user_id\":\"@carla:test\"}"))
        .containsExactly(
            "invite_issuer @alice:test", "invite_room !r:test", "invite_user @carla:test");
    assertThat(
            charges(
                "POST",
                "/rooms/{roomId}/invite",
                Map.of("roomId", "!r:test"),
                "{\"medium\":\"email\",\"address\":\"a@b.c\"}"))
        .containsExactly(
            "invite_issuer @alice:test", "invite_room !r:test", "third_party_id @alice:test");
    assertThat(charges("POST", "/rooms/{roomId}/invite", Map.of("roomId", "!r:test"), "nonsense"))
        .containsExactly("invite_issuer @alice:test", "invite_room !r:test");
  }

  @Test
  void aNewRoomCountsEachInvitationIntoIt() {
    String body =
        """
        {"invite": ["@b:test", "@c:test", "@b:test", 5], "invite_3pid": [{}, {}]}
        """;

    assertThat(charges("POST", "/createRoom", Map.of(), body))
        .containsExactly(
            "room_creation @alice:test",
            "invite_user @b:test",
            "invite_user @c:test",
            "third_party_id @alice:test x2",
            "invite_issuer @alice:test x4");
    assertThat(charges("POST", "/createRoom", Map.of(), "{}"))
        .containsExactly("room_creation @alice:test");
  }

  @Test
  void whoClearsUpAfterOthersIsCountedApart() {
    String event = room.state().get(StateKey.member(BOB)).id().value();

    assertThat(redaction(event)).containsExactly("redaction_admin @alice:test");
    assertThat(redaction("$unknown")).containsExactly("redaction @alice:test");
    user = SampleRoom.ALICE;
    assertThat(redaction(event)).containsExactly("redaction @alice:sample.org");
  }

  @Test
  void theCallersOwnLimitsAreThoseOfItsOwnBucketsOnly() {
    overrides =
        RateOverrides.NONE
            .with(RateClasses.INVITE_ROOM, new Limit(1, 1))
            .with(RateClasses.INVITE_ISSUER, new Limit(2, 2));

    assertThat(
            endpoint("POST", "/rooms/{roomId}/invite")
                .charges(request(Map.of("roomId", "!r:test"), "{\"user_id\":\"@alice:test\"}")))
        .extracting(charge -> charge.rateClass().name(), Charge::overrides)
        .containsExactly(
            tuple("invite_issuer", overrides),
            tuple("invite_room", RateOverrides.NONE),
            tuple("invite_user", RateOverrides.NONE));
  }

  @Test
  void aUserWithASmallLimitDoesNotKeepOthersOutOfARoom() {
    // Given
    RateLimits limits = limits(30);
    assertThat(joins(limits, "early", 5)).isEqualTo(5);
    // When
    user = new UserId("@mallory:test");
    overrides =
        RateOverrides.NONE
            .with(RateClasses.JOIN_ROOM, new Limit(0.01, 1))
            .with(RateClasses.JOIN_LOCAL, new Limit(0.01, 1));
    limits.take(List.of(Charge.one(RateClasses.JOIN_LOCAL, user.value()).by(overrides)));
    assertThat(join(limits)).isInstanceOf(Verdict.Later.class);
    // Then all tokens of the room but those five are there
    assertThat(joins(limits, "late", 25)).isEqualTo(25);
    assertThat(joins(limits, "last", 1)).isZero();
  }

  @Test
  void aUserWithALargeLimitDoesNotFillTheBucketOfARoom() {
    // Given a room that nobody may join any more
    RateLimits limits = limits(5);
    assertThat(joins(limits, "early", 6)).isEqualTo(5);
    // When
    user = new UserId("@bot:test");
    overrides = RateOverrides.NONE.with(RateClasses.JOIN_ROOM, new Limit(1000, 1000));
    assertThat(join(limits)).isInstanceOf(Verdict.Later.class);
    nanos += Duration.ofSeconds(10).toNanos();
    // Then it fills as it is configured
    assertThat(join(limits)).isInstanceOf(Verdict.Later.class);
    assertThat(joins(limits, "late", 1)).isZero();
  }

  @Test
  void whoIsNotLimitedTakesNothingFromOthers() {
    // Given
    RateLimits limits = limits(2);
    user = new UserId("@bot:test");
    overrides = RateOverrides.UNLIMITED;
    // When
    for (int i = 0; i < 10; i++) {
      assertThat(join(limits)).isEqualTo(new Verdict.Granted());
    }
    // Then
    assertThat(joins(limits, "others", 3)).isEqualTo(2);
    user = new UserId("@bot:test");
    overrides = RateOverrides.UNLIMITED;
    assertThat(join(limits)).isEqualTo(new Verdict.Granted());
  }

  /// Joins to a room: so many at once, and then one in a hundred seconds.
  private RateLimits limits(int burst) {
    RateLimits limits = new RateLimits(() -> nanos, new Metrics());
    limits.define(
        Map.of(
            RateClasses.JOIN_LOCAL, new Limit(10, 10),
            RateClasses.JOIN_ROOM, new Limit(0.01, burst)));
    return limits;
  }

  /// How many of the users get in.
  private int joins(RateLimits limits, String name, int users) {
    overrides = RateOverrides.NONE;
    int granted = 0;
    for (int i = 0; i < users; i++) {
      user = new UserId("@" + name + i + ":test");
      granted += join(limits) instanceof Verdict.Granted ? 1 : 0;
    }
    return granted;
  }

  private Verdict join(RateLimits limits) {
    String id = room.ref().id().value();
    return limits.take(
        endpoint("POST", "/rooms/{roomId}/join").charges(request(Map.of("roomId", id), "{}")));
  }

  private List<String> redaction(String event) {
    return charges(
        "PUT",
        "/rooms/{roomId}/redact/{eventId}/{txnId}",
        Map.of("roomId", room.ref().id().value(), "eventId", event, "txnId", "1"),
        "{}");
  }

  private List<String> charges(
      String method, String path, Map<String, String> variables, String body) {
    return endpoint(method, path).charges(request(variables, body)).stream()
        .map(RoomChargesTest::text)
        .toList();
  }

  private static String text(Charge charge) {
    String times = charge.amount() == 1 ? "" : " x" + charge.amount();
    return charge.rateClass().name() + " " + charge.subject() + times;
  }

  private ClientEndpoint endpoint(String method, String path) {
    return endpoints.stream()
        .filter(
            one ->
                one.route().method().equals(method)
                    && one.route().path().equals("/_matrix/client/v3" + path))
        .findFirst()
        .orElseThrow();
  }

  private ClientRequest request(Map<String, String> variables, String body) {
    Request request =
        new Request(
            "POST",
            "/",
            new HashMap<>(variables),
            Map.of(),
            Map.of(),
            "192.0.2.1",
            body.getBytes(StandardCharsets.UTF_8),
            null);
    return new ClientRequest(
        request,
        new Caller(
            user,
            new DeviceId("D"),
            Caller.Kind.USER,
            false,
            Caller.Status.ACTIVE,
            Set.of(),
            1,
            overrides));
  }
}
