package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Signatures;
import org.ashlar.event.SigningKey;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.Requester;
import org.ashlar.room.SendEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
  private static final Requester GUEST = new Requester(BOB, "DEVICE", true);

  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void whatIsSoAlreadySucceedsWithoutAnEvent() {
    RoomId room = house.room("12", "public_chat");
    house.change(ALICE, room, Action.INVITE, BOB);
    house.change(ALICE, room, Action.BAN, CARLA);
    int events = house.timeline(room).size();

    house.change(ALICE, room, Action.INVITE, BOB);
    house.change(ALICE, room, Action.BAN, CARLA);
    house.change(ALICE, room, Action.JOIN, ALICE);

    assertThat(house.timeline(room)).hasSize(events);
  }

  @Test
  void whatIsSoAlreadyIsStillForbiddenToWhomItIs() {
    RoomId room = house.room("12", "private_chat");
    house.change(ALICE, room, Action.INVITE, BOB);
    house.change(ALICE, room, Action.BAN, CARLA);

    assertForbidden(() -> house.change(CARLA, room, Action.INVITE, BOB));
    assertForbidden(() -> house.change(BOB, room, Action.BAN, CARLA));
  }

  @Test
  void theBannedNeitherJoinNorKnockNorAreInvited() {
    RoomId room = house.room("12", "public_chat");
    house.change(ALICE, room, Action.BAN, BOB);

    assertForbidden(() -> house.join(BOB, room));
    assertForbidden(() -> house.change(BOB, room, Action.KNOCK, BOB));
    assertForbidden(() -> house.change(ALICE, room, Action.INVITE, BOB));
    assertForbidden(() -> house.change(BOB, room, Action.LEAVE, BOB));
    assertForbidden(() -> house.change(ALICE, room, Action.KICK, BOB));
    house.change(ALICE, room, Action.UNBAN, BOB);
    house.join(BOB, room);
    assertThat(membership(room, BOB)).isEqualTo("join");
  }

  @Test
  void powerDecidesWhoKicksBansAndInvites() {
    RoomId room = house.room("11", "public_chat");
    house.join(BOB, room);
    house.join(CARLA, room);

    assertForbidden(() -> house.change(BOB, room, Action.KICK, CARLA));
    assertForbidden(() -> house.change(BOB, room, Action.BAN, CARLA));
    assertForbidden(() -> house.change(BOB, room, Action.UNBAN, CARLA));
    assertForbidden(() -> house.change(BOB, room, Action.INVITE, new UserId("@dora:a.example")));
    assertForbidden(() -> house.change(BOB, room, Action.BAN, BOB));
    assertForbidden(() -> house.change(ALICE, room, Action.BAN, ALICE));
    assertForbidden(() -> house.change(ALICE, room, Action.INVITE, CARLA));
    house.change(ALICE, room, Action.KICK, CARLA);
    assertThat(membership(room, CARLA)).isEqualTo("leave");
    assertForbidden(() -> house.change(ALICE, room, Action.KICK, CARLA));
    assertForbidden(() -> house.change(CARLA, room, Action.KICK, BOB));
  }

  @Test
  void aKickTakesAnInvitationBackAndRejectsAKnock() {
    RoomId room = house.room("12", "private_chat", BOB);
    house.state(ALICE, room, "m.room.join_rules", "", "{\"join_rule\":\"knock\"}");
    house.change(CARLA, room, Action.KNOCK, CARLA);
    house.change(CARLA, room, Action.KNOCK, CARLA);

    house.change(ALICE, room, Action.KICK, BOB);
    house.change(ALICE, room, Action.KICK, CARLA);

    assertThat(membership(room, BOB)).isEqualTo("leave");
    assertThat(membership(room, CARLA)).isEqualTo("leave");
    assertForbidden(() -> house.join(BOB, room));
  }

  @Test
  void aRoomThatIsNotThereIsNotFoundByWhoWantsIn() {
    RoomId room = new RoomId("!nowhere:a.example");

    assertError(() -> house.join(BOB, room), 404, "M_NOT_FOUND");
    assertError(() -> house.change(BOB, room, Action.KNOCK, BOB), 404, "M_NOT_FOUND");
    assertForbidden(() -> house.change(BOB, room, Action.LEAVE, BOB));
    assertForbidden(() -> house.change(BOB, room, Action.INVITE, CARLA));
  }

  @ParameterizedTest
  @CsvSource({"invite", "private", "public"})
  void onlyRoomsThatAskForKnocksTakeThem(String rule) {
    RoomId room = house.room("12", "private_chat");
    house.state(ALICE, room, "m.room.join_rules", "", "{\"join_rule\":\"" + rule + "\"}");

    assertForbidden(() -> house.change(BOB, room, Action.KNOCK, BOB));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restricted", "knock_restricted"})
  void aRestrictedRoomLetsMembersOfAnotherRoomIn(String rule) {
    RoomId space = house.room("12", "public_chat");
    RoomId room = house.room("12", "private_chat");
    house.state(
        ALICE,
        room,
        "m.room.join_rules",
        "",
        "{\"join_rule\":\"%s\",\"allow\":[{\"type\":\"m.room_membership\",\"room_id\":\"%s\"}]}"
            .formatted(rule, space));

    assertForbidden(() -> house.join(BOB, room));
    house.join(BOB, space);
    house.join(BOB, room);
    house.join(CARLA, space);
    state(CARLA, room, CARLA, "{\"membership\":\"join\",\"displayname\":\"C\"}");

    assertThat(member(room, BOB).string("join_authorised_via_users_server"))
        .contains(ALICE.value());
    assertThat(member(room, CARLA).string("join_authorised_via_users_server"))
        .contains(ALICE.value());
    assertThat(member(room, CARLA).string("displayname")).contains("C");
    UserId dora = new UserId("@dora:a.example");
    if (rule.equals("knock_restricted")) {
      house.change(dora, room, Action.KNOCK, dora);
      assertThat(membership(room, dora)).isEqualTo("knock");
    } else {
      assertForbidden(() -> house.change(dora, room, Action.KNOCK, dora));
    }
  }

  @Test
  void whoBlocksInvitationsIsNotInvited() {
    RoomId room = house.room("12", "private_chat");
    house.people.blocking.add(BOB);
    int events = house.timeline(room).size();

    assertError(() -> house.change(ALICE, room, Action.INVITE, BOB), 403, "M_INVITE_BLOCKED");
    assertError(
        () -> state(ALICE, room, BOB, "{\"membership\":\"invite\"}"), 403, "M_INVITE_BLOCKED");
    assertForbidden(() -> house.change(CARLA, room, Action.INVITE, BOB));
    assertError(() -> house.room("12", "private_chat", CARLA, BOB), 403, "M_INVITE_BLOCKED");

    assertThat(house.timeline(room)).hasSize(events);
    assertThat(house.store.memberships(ALICE)).hasSize(1);
    house.people.blocking.clear();
    house.change(ALICE, room, Action.INVITE, BOB);
  }

  @Test
  void guestsEnterOnlyWhereTheyMay() {
    RoomId open = house.room("12", "public_chat");
    house.state(ALICE, open, "m.room.guest_access", "", "{\"guest_access\":\"can_join\"}");
    RoomId closed = house.room("12", "public_chat");

    house.sending.change(GUEST, join(open, BOB));
    assertError(
        () -> house.sending.change(GUEST, join(closed, BOB)), 403, "M_GUEST_ACCESS_FORBIDDEN");
    assertError(
        () ->
            house.sending.send(
                GUEST,
                new SendEvent(
                    closed, "m.room.member", BOB.value(), json("{\"membership\":\"join\"}"), null)),
        403,
        "M_GUEST_ACCESS_FORBIDDEN");
    house.message(BOB, open, "hello");
  }

  @Test
  void guestsGoWhenTheirAccessEndsAndUsersStay() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId access =
        house.state(ALICE, room, "m.room.guest_access", "", "{\"guest_access\":\"can_join\"}");
    house.people.guests.add(BOB);
    house.sending.change(GUEST, join(room, BOB));
    house.join(CARLA, room);
    assertThat(access).isNotNull();
    // When
    house.state(ALICE, room, "m.room.guest_access", "", "{\"guest_access\":\"forbidden\"}");
    house.settle(() -> house.store.chores().isEmpty());
    // Then
    assertThat(membership(room, BOB)).isEqualTo("leave");
    assertThat(membership(room, CARLA)).isEqualTo("join");
  }

  @Test
  void guestsStayWhenTheirAccessIsBackBeforeTheyWereTold() {
    RoomId room = house.room("12", "public_chat");
    house.state(ALICE, room, "m.room.guest_access", "", "{\"guest_access\":\"can_join\"}");
    house.people.guests.add(BOB);
    house.sending.change(GUEST, join(room, BOB));
    house.store.keepChore(GuestAccess.removal(room));

    house.departures.resume();
    house.settle(() -> house.store.chores().isEmpty());

    assertThat(membership(room, BOB)).isEqualTo("join");
  }

  @Test
  void theOwnerOfAnInvitedAddressComesInByItsProof() {
    // Given
    ServerName identity = new ServerName("id.example");
    SigningKey key = SigningKey.generate();
    RoomId room = house.room("12", "private_chat");
    house.state(
        ALICE,
        room,
        "m.room.third_party_invite",
        "token",
        "{\"display_name\":\"b...\",\"key_validity_url\":\"https://id.example/v\",\"public_key\":\""
            + key.verifyKey().base64()
            + "\"}");
    JsonObject bare =
        json("{\"mxid\":\"@bob:a.example\",\"token\":\"token\",\"sender\":\"@alice:a.example\"}");
    JsonObject signed = Signatures.sign(bare, identity.value(), key);
    // When, then
    assertForbidden(() -> house.sending.change(by(CARLA), join(room, CARLA, signed)));
    assertForbidden(
        () -> house.sending.change(by(BOB), join(room, BOB, bare.with("signatures", json("{}")))));
    assertError(
        () -> house.sending.change(by(BOB), join(room, BOB, json("{}"))), 400, "M_BAD_JSON");
    house.sending.change(by(BOB), join(room, BOB, signed));
    assertThat(membership(room, BOB)).isEqualTo("join");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m.room.name|{\"name\":3}",
        "m.room.topic|{\"topic\":{}}",
        "m.room.avatar|{\"url\":[]}",
        "m.room.encryption|{\"algorithm\":1}",
        "m.room.join_rules|{\"join_rule\":1}",
        "m.room.history_visibility|{\"history_visibility\":\"secret\"}",
        "m.room.guest_access|{\"guest_access\":true}",
        "m.room.server_acl|{\"allow\":\"*\"}",
        "m.room.server_acl|{\"deny\":[1]}",
        "m.room.tombstone|{\"replacement_room\":1}",
        "m.room.pinned_events|{\"pinned\":{}}",
        "m.room.canonical_alias|{\"alias\":7}",
        "m.room.canonical_alias|{\"alt_aliases\":{}}",
      })
  void stateThatNobodyCanReadIsRefused(String type, String content) {
    RoomId room = house.room("12", "public_chat");

    assertError(() -> house.state(ALICE, room, type, "", content), 400, "M_BAD_JSON");
  }

  @Test
  void theCanonicalAliasLeadsToTheRoom() {
    RoomId room = house.room("12", "public_chat");
    house.aliases.targets.put(new RoomAlias("#here:a.example"), room);
    house.aliases.targets.put(new RoomAlias("#there:a.example"), new RoomId("!there:a.example"));

    alias(room, "{\"alias\":\"#here:a.example\",\"alt_aliases\":[\"#here:a.example\"]}");
    assertError(() -> alias(room, "{\"alias\":\"#there:a.example\"}"), 400, "M_BAD_ALIAS");
    assertError(
        () -> alias(room, "{\"alt_aliases\":[\"#nowhere:b.example\"]}"), 400, "M_BAD_ALIAS");
    assertError(() -> alias(room, "{\"alias\":\"here\"}"), 400, "M_INVALID_PARAM");
    assertError(() -> alias(room, "{\"alt_aliases\":[\"#a\"]}"), 400, "M_INVALID_PARAM");
    house.aliases.targets.clear();
    alias(room, "{\"alt_aliases\":[\"#here:a.example\"]}");
    alias(room, "{\"alias\":null}");
    alias(room, "{\"alias\":\"\"}");
    assertError(() -> alias(room, "{\"alias\":\"#here:a.example\"}"), 400, "M_BAD_ALIAS");
  }

  private void alias(RoomId room, String content) {
    house.state(ALICE, room, "m.room.canonical_alias", "", content);
  }

  @Test
  void memberEventsOfNobodyAreRefused() {
    RoomId room = house.room("12", "public_chat");

    assertError(
        () -> house.state(ALICE, room, "m.room.member", "bob", "{\"membership\":\"invite\"}"),
        400,
        "M_BAD_JSON");
    assertForbidden(() -> state(ALICE, room, BOB, "{}"));
    assertForbidden(() -> state(ALICE, room, BOB, "{\"membership\":\"away\"}"));
    assertForbidden(() -> state(ALICE, room, BOB, "{\"membership\":\"join\"}"));
  }

  @Test
  void anAnnotationIsMadeOnceUntilItIsRedacted() {
    RoomId room = house.room("12", "public_chat");
    EventId target = house.message(ALICE, room, "hi");
    SendEvent reaction =
        new SendEvent(
            room,
            "m.reaction",
            null,
            json(
                "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\""
                    + target
                    + "\",\"key\":\"+\"}}"),
            null);
    EventId first = house.sending.send(by(ALICE), reaction);

    assertError(() -> house.sending.send(by(ALICE), reaction), 400, "M_DUPLICATE_ANNOTATION");
    house.join(BOB, room);
    house.sending.send(by(BOB), reaction);
    house.sending.redact(
        by(ALICE), new org.ashlar.room.RedactEvent(room, first, JsonObject.EMPTY, null));
    house.sending.send(by(ALICE), reaction);
  }

  private EventId state(UserId sender, RoomId room, UserId target, String content) {
    return house.state(sender, room, "m.room.member", target.value(), content);
  }

  private static ChangeMembership join(RoomId room, UserId user) {
    return new ChangeMembership(room, user, Action.JOIN, JsonObject.EMPTY);
  }

  private static ChangeMembership join(RoomId room, UserId user, JsonObject signed) {
    return new ChangeMembership(room, user, Action.JOIN, JsonObject.EMPTY, signed);
  }

  private String membership(RoomId room, UserId user) {
    return member(room, user).string("membership").orElse(null);
  }

  private JsonObject member(RoomId room, UserId user) {
    EventId id =
        house.store.memberships(user).stream()
            .filter(row -> row.room().equals(room))
            .findFirst()
            .orElseThrow()
            .event();
    return house.store.events(List.of(id)).get(id).event().content();
  }

  private static void assertForbidden(Runnable work) {
    assertError(work, 403, "M_FORBIDDEN");
  }

  private static void assertError(Runnable work, int status, String code) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code().value()).isEqualTo(code))
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }
}
