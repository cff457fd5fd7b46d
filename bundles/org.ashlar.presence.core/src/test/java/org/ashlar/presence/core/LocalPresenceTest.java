package org.ashlar.presence.core;

import static org.ashlar.presence.PresenceState.OFFLINE;
import static org.ashlar.presence.PresenceState.ONLINE;
import static org.ashlar.presence.PresenceState.UNAVAILABLE;
import static org.ashlar.store.SampleRoom.ALICE;
import static org.ashlar.store.SampleRoom.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.presence.PresenceState;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.store.Position;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoreException;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalPresenceTest {
  private static final UserId CARLA = new UserId("@carla:sample.org");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final PresenceHouse house = new PresenceHouse("sample.org");
  private final LocalPresence presence = house.presence;

  @AfterEach
  void close() {
    presence.deactivate();
  }

  @Test
  void whatAUserSetsIsStoredAndToldToThoseWhoShareARoom() {
    SampleRoom room = house.room(BOB);
    Position before = presence.position();
    house.hub.start(Stream.PRESENCE, before);

    presence.set(ALICE, UNAVAILABLE, "at lunch");

    Position now = presence.position();
    PresenceStatus told = new PresenceStatus(ALICE, UNAVAILABLE, "at lunch", house.millis(), now);
    assertThat(presence.changesSince(BOB, before, now)).containsExactly(told);
    assertThat(presence.changesSince(ALICE, before, now)).containsExactly(told);
    assertThat(presence.changesSince(CARLA, before, now)).isEmpty();
    assertThat(presence.changesSince(BOB, now, now)).isEmpty();
    assertThat(house.hub.position(Stream.PRESENCE)).contains(now);
    assertThat(changed(StreamHub.roomKey(room.id()), before)).isTrue();
    assertThat(changed(StreamHub.userKey(ALICE), before)).isTrue();
    assertThat(changed(StreamHub.userKey(CARLA), before)).isFalse();
  }

  @Test
  void presenceIsShownToWhoSharesARoomOnly() {
    house.room(BOB);
    presence.set(BOB, ONLINE, null);

    assertThat(presence.get(ALICE, BOB)).get().extracting(PresenceStatus::state).isEqualTo(ONLINE);
    assertThat(presence.get(BOB, ALICE)).get().extracting(PresenceStatus::state).isEqualTo(OFFLINE);
    assertThat(presence.get(CARLA, CARLA)).isPresent();
    assertThatThrownBy(() -> presence.get(CARLA, BOB))
        .isInstanceOfSatisfying(
            MatrixException.class,
            e -> assertThat(e.status() + " " + e.code()).isEqualTo("403 M_FORBIDDEN"));
  }

  @Test
  void nothingIsKnownOfUsersOfOtherServers() {
    UserId foreign = new UserId("@carla:elsewhere");
    house.room(foreign);

    assertThat(presence.get(ALICE, foreign)).isEmpty();
  }

  @Test
  void whoAsksForNewsIsOnlineAndSomeTimeAfterTheLastRequestOffline() {
    presence.active(ALICE, "A", ONLINE, Duration.ofSeconds(30));
    presence.flush();
    assertThat(stored(ALICE)).isEqualTo(ONLINE);

    house.pass(Duration.ofSeconds(59));
    assertThat(stored(ALICE)).isEqualTo(ONLINE);
    house.pass(SECOND);
    assertThat(stored(ALICE)).isEqualTo(OFFLINE);
  }

  @Test
  void askingAgainCostsNothing() {
    presence.active(ALICE, "A", ONLINE);
    presence.flush();
    for (int i = 0; i < 10; i++) {
      house.pass(SECOND);
      presence.active(ALICE, "A", ONLINE);
    }

    assertThat(house.kept.writes()).isEqualTo(1);
  }

  @Test
  void oneOfSeveralDevicesKeepsTheUserOnline() {
    presence.active(ALICE, "A", ONLINE, SECOND);
    presence.active(ALICE, "B", ONLINE, Duration.ofMinutes(2));

    house.pass(Duration.ofMinutes(2));
    assertThat(stored(ALICE)).isEqualTo(ONLINE);
    house.pass(Duration.ofSeconds(31));
    assertThat(stored(ALICE)).isEqualTo(OFFLINE);
  }

  @Test
  void aDeviceThatIsIdleDoesNotMakeTheUserIdleWhileAnotherIsActive() {
    presence.active(ALICE, "A", ONLINE);
    presence.active(ALICE, "B", UNAVAILABLE);
    presence.flush();
    assertThat(stored(ALICE)).isEqualTo(ONLINE);

    presence.active(ALICE, "A", UNAVAILABLE);
    presence.flush();
    assertThat(stored(ALICE)).isEqualTo(UNAVAILABLE);
  }

  @Test
  void whoAsksForNewsWithoutBeingSeenChangesNothing() {
    presence.active(ALICE, "A", OFFLINE);
    presence.flush();

    assertThat(house.kept.writes()).isZero();
  }

  @Test
  void whoDoesNothingGoesIdleAndComesBackByDoingSomething() {
    presence.active(ALICE, "A", ONLINE, Duration.ofMinutes(10));
    house.pass(Duration.ofMinutes(5));
    assertThat(stored(ALICE)).isEqualTo(UNAVAILABLE);

    presence.active(ALICE, "A", ONLINE, Duration.ofMinutes(10));
    presence.flush();
    assertThat(stored(ALICE)).isEqualTo(UNAVAILABLE);

    presence.acted(ALICE);
    presence.flush();
    assertThat(stored(ALICE)).isEqualTo(ONLINE);
    assertThat(presence.get(ALICE, ALICE).orElseThrow().lastActive()).isEqualTo(house.millis());
  }

  @Test
  void actingCostsNothingForWhoIsOnlineOrNotThere() {
    presence.active(ALICE, "A", ONLINE, Duration.ofMinutes(10));
    presence.flush();
    int reads = house.kept.reads();
    for (int i = 0; i < 10; i++) {
      house.later(SECOND);
      presence.acted(ALICE);
      presence.acted(BOB);
      presence.flush();
    }

    assertThat(house.kept.writes()).isEqualTo(1);
    assertThat(house.kept.reads()).isEqualTo(reads);
    assertThat(presence.get(ALICE, ALICE).orElseThrow().lastActive()).isEqualTo(house.millis());
  }

  @Test
  void whoActsDoesNotGoIdle() {
    presence.active(ALICE, "A", ONLINE, Duration.ofMinutes(10));
    house.pass(Duration.ofMinutes(4));
    presence.acted(ALICE);

    house.pass(Duration.ofMinutes(4));
    assertThat(stored(ALICE)).isEqualTo(ONLINE);
    house.pass(Duration.ofMinutes(1));
    assertThat(stored(ALICE)).isEqualTo(UNAVAILABLE);
  }

  @Test
  void whoIsSeenOfflineStaysSoByActing() {
    presence.active(ALICE, "A", ONLINE);
    presence.set(ALICE, OFFLINE, null);

    presence.acted(ALICE);
    presence.joined(ALICE);
    presence.flush();

    assertThat(stored(ALICE)).isEqualTo(OFFLINE);
  }

  @Test
  void whatIsToldSaysWhenSomebodyActedLast() {
    house.room(BOB);
    presence.active(BOB, "B", ONLINE, Duration.ofMinutes(10));
    presence.flush();
    house.pass(Duration.ofMinutes(2));
    presence.acted(BOB);

    assertThat(presence.changesSince(ALICE, new Position(1, 0), presence.position()))
        .extracting(PresenceStatus::lastActive)
        .containsExactly(house.millis());
  }

  @Test
  void aNewNameIsToldWithThePresenceAndStaysInIt() {
    house.room(BOB);
    presence.active(BOB, "B", ONLINE);
    presence.flush();
    Position before = presence.position();
    JsonObject profile =
        JsonObject.builder().put("displayname", "Bob").put("avatar_url", "mxc://a/b").build();

    presence.profileChanged(BOB, profile);
    presence.flush();

    PresenceStatus told =
        presence.changesSince(ALICE, before, presence.position()).stream().findFirst().get();
    assertThat(told.content(house.millis()))
        .isEqualTo(
            Json.parse(
                "{\"presence\":\"online\",\"last_active_ago\":0,\"currently_active\":true,"
                    + "\"displayname\":\"Bob\",\"avatar_url\":\"mxc://a/b\"}"));
    assertThat(told.answer(house.millis()).names())
        .containsExactly("presence", "last_active_ago", "currently_active");
    house.pass(Duration.ofMinutes(2));
    assertThat(presence.get(ALICE, BOB).orElseThrow().content(0))
        .isEqualTo(
            profile
                .with("presence", new JsonString("offline"))
                .with("last_active_ago", new JsonInteger(0)));
  }

  @Test
  void aNewNameOfWhoIsNotThereIsToldAsWell() {
    house.room(BOB);
    presence.set(CARLA, ONLINE, null);
    Position before = presence.position();
    JsonObject profile = JsonObject.builder().put("displayname", "Bob").build();

    presence.profileChanged(BOB, profile);
    presence.profileChanged(BOB, profile);
    house.pass(SECOND);
    presence.profileChanged(BOB, profile);
    house.pass(SECOND);

    assertThat(presence.changesSince(ALICE, before, presence.position()))
        .extracting(status -> status.content(0))
        .containsExactly(profile.with("presence", new JsonString("offline")));
    assertThat(house.kept.writes()).isEqualTo(2);
  }

  @Test
  void aReaderIsToldOfThoseInItsRoomsWhateverTheSizeOfTheServer() {
    house.room(BOB);
    presence.set(BOB, ONLINE, null);
    presence.set(ALICE, ONLINE, null);
    for (int i = 0; i < 100; i++) {
      presence.set(new UserId("@other" + i + ":sample.org"), ONLINE, null);
    }
    int before = house.kept.rowsRead();

    assertThat(presence.changesSince(ALICE, new Position(1, 0), presence.position()))
        .extracting(PresenceStatus::user)
        .containsExactly(BOB, ALICE);
    assertThat(house.kept.rowsRead() - before).isEqualTo(2);
  }

  @Test
  void aReaderWhoWasAwayForLongIsToldTheSame() {
    house.room(BOB, CARLA);
    presence.set(BOB, ONLINE, null);
    Position before = presence.position();
    presence.set(CARLA, OFFLINE, "gone");
    for (int i = 0; i < 1001; i++) {
      presence.set(new UserId("@other" + i + ":sample.org"), ONLINE, null);
    }
    int rows = house.kept.rowsRead();

    assertThat(presence.changesSince(ALICE, before, presence.position()))
        .extracting(PresenceStatus::user)
        .containsExactly(CARLA);
    assertThat(house.kept.rowsRead() - rows).isEqualTo(2);
  }

  @Test
  void whoComesIntoARoomIsToldToThoseInIt() {
    presence.active(BOB, "B", ONLINE);
    presence.flush();
    SampleRoom room = house.room(BOB);
    Position before = presence.position();
    house.hub.start(Stream.PRESENCE, before);

    presence.joined(BOB);
    presence.flush();

    assertThat(presence.changesSince(ALICE, before, presence.position()))
        .extracting(PresenceStatus::user)
        .containsExactly(BOB);
    assertThat(changed(StreamHub.roomKey(room.id()), before)).isTrue();
  }

  @Test
  void whoComesIntoARoomIsToldOfThoseWhoAreThere() {
    SampleRoom room = house.room(BOB, CARLA);
    presence.set(BOB, ONLINE, null);
    presence.set(CARLA, OFFLINE, null);
    Position now = presence.position();

    assertThat(presence.presentIn(List.of(room.ref().nid()), now))
        .extracting(PresenceStatus::user)
        .containsExactly(BOB);
    assertThat(presence.presentIn(List.of(room.ref().nid()), new Position(1, 0))).isEmpty();
    assertThat(presence.presentIn(List.of(), now)).isEmpty();
    house.enabled(false);
    assertThat(presence.presentIn(List.of(room.ref().nid()), now)).isEmpty();
  }

  @Test
  void whatAUserSetOutlastsTheNextRequestOfTheSameDevice() {
    presence.active(ALICE, "A", ONLINE);
    presence.set(ALICE, OFFLINE, null);

    presence.active(ALICE, "A", ONLINE);
    presence.flush();

    assertThat(stored(ALICE)).isEqualTo(OFFLINE);
  }

  @Test
  void aMessageStaysWhenTheStateChanges() {
    presence.set(ALICE, ONLINE, "at work");
    house.pass(Duration.ofMinutes(1));

    PresenceStatus status = presence.get(ALICE, ALICE).orElseThrow();
    assertThat(status.state()).isEqualTo(OFFLINE);
    assertThat(status.message()).isEqualTo("at work");
  }

  @Test
  void aReaderWhoKnowsNothingIsToldWhoIsThere() {
    house.room(BOB, CARLA);
    presence.set(BOB, ONLINE, null);
    presence.set(CARLA, OFFLINE, null);

    assertThat(presence.changesSince(ALICE, new Position(1, 0), presence.position()))
        .extracting(PresenceStatus::user)
        .containsExactly(BOB);
  }

  @Test
  void afterARestartThoseWhoDoNotComeBackGoOffline() {
    presence.active(ALICE, "A", ONLINE, Duration.ofMinutes(1));
    presence.active(BOB, "B", ONLINE, Duration.ofMinutes(1));
    presence.flush();
    presence.releaseRole();
    house.presence = house.next();

    house.pass(SECOND);
    house.presence.active(ALICE, "A", ONLINE, Duration.ofMinutes(1));
    house.pass(Duration.ofSeconds(31));

    assertThat(stored(ALICE)).isEqualTo(ONLINE);
    assertThat(stored(BOB)).isEqualTo(OFFLINE);
    house.presence.deactivate();
  }

  @Test
  void whatCouldNotBeStoredIsStoredLater() {
    house.kept.failing(true);
    presence.active(ALICE, "A", ONLINE);
    assertThatThrownBy(presence::flush).isInstanceOf(StoreException.class);

    house.kept.failing(false);
    presence.flush();

    assertThat(stored(ALICE)).isEqualTo(ONLINE);
  }

  @Test
  void whereItIsOffAllAreOfflineAndNothingIsTold() {
    presence.set(ALICE, ONLINE, null);
    Position position = presence.position();
    house.enabled(false);

    presence.set(ALICE, UNAVAILABLE, "x");
    presence.active(ALICE, "A", ONLINE);
    presence.flush();

    assertThat(presence.isEnabled()).isFalse();
    assertThat(presence.position()).isEqualTo(position);
    assertThat(presence.get(ALICE, ALICE))
        .get()
        .extracting(PresenceStatus::state)
        .isEqualTo(OFFLINE);
    assertThat(presence.changesSince(ALICE, new Position(1, 0), position)).isEmpty();
  }

  @Test
  void theEventSaysHowLongAgoAndWhetherActive() {
    PresenceStatus status = new PresenceStatus(ALICE, ONLINE, "hi", 5000, Position.START);

    assertThat(status.content(6000))
        .isEqualTo(
            Json.parse(
                "{\"presence\":\"online\",\"last_active_ago\":1000,\"status_msg\":\"hi\","
                    + "\"currently_active\":true}"));
    assertThat(new PresenceStatus(ALICE, OFFLINE, null, 0, Position.START).content(6000))
        .isEqualTo(Json.parse("{\"presence\":\"offline\"}"));
  }

  private boolean changed(String key, Position after) {
    return house.hub.changedSince(Stream.PRESENCE, key, after);
  }

  private PresenceState stored(UserId user) {
    return house.kept.of(List.of(user)).getFirst().state();
  }
}
