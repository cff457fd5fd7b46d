package org.ashlar.client.rest.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
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
import org.ashlar.base.limit.RateOverrides;
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
  void carriesTheCallersOwnLimits() {
    overrides = RateOverrides.NONE.with(RateClasses.INVITE_ROOM, new Limit(1, 1));

    ClientEndpoint invite = endpoint("POST", "/rooms/{roomId}/invite");

    assertThat(invite.charges(request(Map.of("roomId", "!r:test"), "{}")))
        .allMatch(charge -> charge.overrides().equals(overrides));
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
