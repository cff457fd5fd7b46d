package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.by;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.SendEvent;
import org.ashlar.store.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private final RoomHouse house = new RoomHouse();
  private final RoomId room = house.room("12", "public_chat");

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theWholePduHasAtMost65536Bytes() {
    int frame = bytes(house.message(ALICE, room, ""));

    assertThat(bytes(house.message(ALICE, room, "x".repeat(65_536 - frame)))).isEqualTo(65_536);
    assertError(() -> house.message(ALICE, room, "x".repeat(65_537 - frame)), 413, "M_TOO_LARGE");
    assertRefused("m.x", null, body("\u00e4".repeat(33_000)), 413, "M_TOO_LARGE");
    house.message(ALICE, room, "the room lives on");
  }

  @Test
  void typeAndStateKeyHaveAtMost255Bytes() {
    house.state(ALICE, room, "t".repeat(255), "k".repeat(255), "{}");

    assertRefused("t".repeat(256), null, "{}", 413, "M_TOO_LARGE");
    assertRefused("\u00e4".repeat(128), null, "{}", 413, "M_TOO_LARGE");
    assertRefused("m.x", "k".repeat(256), "{}", 413, "M_TOO_LARGE");
    assertRefused("m.x", "\u20ac".repeat(86), "{}", 413, "M_TOO_LARGE");
  }

  @ParameterizedTest
  @CsvSource({
    "9007199254740991, true",
    "-9007199254740991, true",
    "9007199254740992, false",
    "-9007199254740992, false",
    "1.5, false",
    "1e400, false"
  })
  void numbersAreThoseOfCanonicalJson(String number, boolean allowed) {
    String content = "{\"deep\":[{\"n\":" + number + "}]}";

    if (allowed) {
      house.sending.send(by(ALICE), new SendEvent(room, "m.x", null, json(content), null));
    } else {
      assertRefused("m.x", null, content, 400, "M_BAD_JSON");
    }
  }

  @Test
  void transactionsAreComparedInFull() {
    EventId first = send("DEVICE", "PUT /a", "t");

    assertThat(send("DEVICE", "PUT /a", "t")).isEqualTo(first);
    assertThat(
            List.of(
                send("DEVICE", "PUT /a", "T"),
                send("DEVICE", "PUT /b", "t"),
                send("OTHER", "PUT /a", "t"),
                send("", "PUT /a", "t")))
        .doesNotContain(first)
        .doesNotHaveDuplicates();
  }

  @Test
  void onlyWhoIsGoneCanForget() {
    Forgetting forgetting = new Forgetting(house.parts.store());
    assertError(() -> forgetting.forget(BOB, room), 400, "M_UNKNOWN");
    house.change(ALICE, room, Action.INVITE, BOB);
    assertError(() -> forgetting.forget(BOB, room), 400, "M_UNKNOWN");
    house.join(BOB, room);
    assertError(() -> forgetting.forget(BOB, room), 400, "M_UNKNOWN");
    assertError(() -> forgetting.forget(BOB, new RoomId("!no:a")), 400, "M_UNKNOWN");

    house.change(BOB, room, Action.LEAVE, BOB);
    forgetting.forget(BOB, room);
    forgetting.forget(BOB, room);

    assertThat(house.store.memberships(BOB).getFirst().forgotten()).isTrue();
    house.join(BOB, room);
    assertThat(house.store.memberships(BOB).getFirst().forgotten()).isFalse();
  }

  @Test
  void stateThatIsSoAlreadyIsNotSentAgainByWhoMay() {
    EventId name = house.state(ALICE, room, "m.room.name", "", "{\"name\":\"N\"}");

    assertThat(house.state(ALICE, room, "m.room.name", "", "{\"name\":\"N\"}")).isEqualTo(name);
    house.change(ALICE, room, Action.LEAVE, ALICE);
    assertRefused("m.room.name", "", "{\"name\":\"N\"}", 403, "M_FORBIDDEN");
  }

  @Test
  void settingsAreCarriedOverToTheRoomThatReplacesAnother() {
    house.join(BOB, room);
    RoomId made =
        house.upgrades.upgrade(by(ALICE), new org.ashlar.room.UpgradeRoom(room, "12", List.of()));

    house.sending.change(by(BOB), new ChangeMembership(made, BOB, Action.JOIN, json("{}")));

    assertThat(house.people.carried)
        .containsExactly(ALICE + " " + room + " " + made, BOB + " " + room + " " + made);
  }

  private int bytes(EventId id) {
    return house.store.events(List.of(id)).get(id).event().bytes().length;
  }

  private EventId send(String device, String scope, String id) {
    return house.sending.send(
        by(ALICE),
        new SendEvent(room, "m.x", null, json("{}"), new Transaction(ALICE, device, scope, id)));
  }

  private static String body(String text) {
    return "{\"body\":\"" + text + "\"}";
  }

  private void assertRefused(String type, String key, String content, int status, String code) {
    int before = house.timeline(room).size();
    assertError(
        () -> house.sending.send(by(ALICE), new SendEvent(room, type, key, json(content), null)),
        status,
        code);
    assertThat(house.timeline(room)).hasSize(before);
  }

  private static void assertError(Runnable work, int status, String code) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code().value()).isEqualTo(code))
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }
}
