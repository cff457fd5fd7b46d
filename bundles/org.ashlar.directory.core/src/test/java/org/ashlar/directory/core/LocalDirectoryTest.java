package org.ashlar.directory.core;

import static org.ashlar.directory.core.DirectoryHouse.by;
import static org.ashlar.directory.core.DirectoryHouse.json;
import static org.ashlar.store.SampleRoom.ALICE;
import static org.ashlar.store.SampleRoom.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.directory.AliasTarget;
import org.ashlar.directory.Directory;
import org.ashlar.directory.PublicRoomsPage;
import org.ashlar.directory.PublicRoomsQuery;
import org.ashlar.store.PublishedRoom;
import org.ashlar.store.SampleRoom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDirectoryTest {
  private static final UserId CARLA = new UserId("@carla:sample.org");
  private static final RoomAlias LOUNGE = new RoomAlias("#lounge:test");
  private static final RoomId UNKNOWN = new RoomId("!unknown:test");

  private final DirectoryHouse house = new DirectoryHouse();
  private final Directory directory = house.directory;

  @Test
  void aMemberGivesItsRoomAnAlias() {
    SampleRoom room = house.room(BOB);

    directory.create(by(BOB), LOUNGE, room.id());

    assertThat(directory.resolve(LOUNGE))
        .contains(new AliasTarget(room.id(), List.of(DirectoryHouse.SERVER)));
    assertThat(directory.aliasesOf(by(ALICE), room.id())).containsExactly(LOUNGE);
    assertThat(directory.resolve(new RoomAlias("#lounge:elsewhere"))).isEmpty();
  }

  @Test
  void anAliasIsGivenOnce() {
    SampleRoom room = house.room();
    directory.create(by(ALICE), LOUNGE, room.id());

    assertFault(() -> directory.create(by(ALICE), LOUNGE, room.id()), "409 M_UNKNOWN");
    assertThat(directory.claim(ALICE, LOUNGE, room.id())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#lounge:elsewhere", "#:test"})
  void anAliasOfAnotherServerOrWithoutNameIsNotMade(String alias) {
    SampleRoom room = house.room();
    RoomAlias wrong = new RoomAlias(alias);

    assertFault(() -> directory.create(by(ALICE), wrong, room.id()), "400 M_INVALID_PARAM");
    assertFault(() -> directory.claim(ALICE, wrong, room.id()), "400 M_INVALID_PARAM");
  }

  @Test
  void whoIsNotInTheRoomGivesItAnAliasOnlyWhereTheConfigurationLetsAnyone() {
    SampleRoom room = house.room();
    assertFault(() -> directory.create(by(CARLA), LOUNGE, room.id()), "403 M_FORBIDDEN");
    assertFault(() -> directory.create(by(CARLA), LOUNGE, UNKNOWN), "403 M_FORBIDDEN");

    house.configure(false, true, false);

    assertFault(() -> directory.create(by(CARLA), LOUNGE, UNKNOWN), "404 M_NOT_FOUND");
    directory.create(by(CARLA), LOUNGE, room.id());
    assertThat(directory.aliasesOf(room.id())).containsExactly(LOUNGE);
  }

  @Test
  void aClaimedAliasIsGivenBack() {
    assertThat(directory.claim(ALICE, LOUNGE, UNKNOWN)).isTrue();
    directory.release(LOUNGE, new RoomId("!other:test"));
    assertThat(directory.resolve(LOUNGE)).isPresent();

    directory.release(LOUNGE, UNKNOWN);

    assertThat(directory.resolve(LOUNGE)).isEmpty();
  }

  @Test
  void anAliasIsRemovedByItsMakerAndTheRoomsPowerfulAndAdministrators() {
    SampleRoom room = house.room(BOB, CARLA);

    directory.create(by(BOB), LOUNGE, room.id());
    assertFault(() -> directory.delete(by(CARLA), false, LOUNGE), "403 M_FORBIDDEN");
    directory.delete(by(BOB), false, LOUNGE);
    assertFault(() -> directory.delete(by(BOB), false, LOUNGE), "404 M_NOT_FOUND");

    directory.create(by(BOB), LOUNGE, room.id());
    directory.delete(by(ALICE), false, LOUNGE);
    directory.create(by(BOB), LOUNGE, room.id());
    directory.delete(by(CARLA), true, LOUNGE);
    assertThat(directory.resolve(LOUNGE)).isEmpty();
  }

  @Test
  void aRemovedAliasIsTakenOutOfTheCanonicalAlias() {
    SampleRoom room = house.room();
    room.state(
            "m.room.canonical_alias",
            "",
            json("{\"alias\":\"#lounge:test\",\"alt_aliases\":[\"#a:test\",\"#lounge:test\"]}"))
        .store();
    directory.create(by(ALICE), LOUNGE, room.id());

    directory.delete(by(ALICE), false, LOUNGE);

    assertThat(house.sent).hasSize(1);
    assertThat(house.sent.getFirst().room()).isEqualTo(room.id());
    assertThat(house.sent.getFirst().type()).isEqualTo("m.room.canonical_alias");
    assertThat(house.sent.getFirst().stateKey()).isEmpty();
    assertThat(house.sent.getFirst().content()).isEqualTo(json("{\"alt_aliases\":[\"#a:test\"]}"));
  }

  @Test
  void anAliasIsRemovedEvenWhereTheCanonicalAliasCanNotBeMended() {
    SampleRoom room = house.room(BOB);
    room.state("m.room.canonical_alias", "", json("{\"alias\":\"#lounge:test\"}")).store();
    directory.create(by(BOB), LOUNGE, room.id());

    directory.delete(by(BOB), false, LOUNGE);

    assertThat(house.sent).isEmpty();
    assertThat(directory.resolve(LOUNGE)).isEmpty();
  }

  @Test
  void theAliasesOfARoomAreShownToMembersAndWhereItIsWorldReadable() {
    SampleRoom room = house.room(BOB);
    assertThat(directory.aliasesOf(by(BOB), room.id())).isEmpty();
    assertFault(() -> directory.aliasesOf(by(CARLA), room.id()), "403 M_FORBIDDEN");
    assertFault(() -> directory.aliasesOf(by(CARLA), UNKNOWN), "403 M_FORBIDDEN");

    room.state("m.room.history_visibility", "", json("{\"history_visibility\":\"world_readable\"}"))
        .store();

    assertThat(directory.aliasesOf(by(CARLA), room.id())).isEmpty();
  }

  @Test
  void aRoomIsPublishedByWhoHasThePower() {
    SampleRoom room = house.room(BOB);
    assertThat(directory.isPublic(room.id())).isFalse();
    assertFault(() -> directory.setPublic(by(BOB), false, room.id(), true), "403 M_FORBIDDEN");
    assertFault(() -> directory.setPublic(by(CARLA), false, room.id(), true), "403 M_FORBIDDEN");

    directory.setPublic(by(ALICE), false, room.id(), true);
    assertThat(directory.isPublic(room.id())).isTrue();
    directory.setPublic(by(CARLA), true, room.id(), false);
    assertThat(directory.isPublic(room.id())).isFalse();

    room.state(
            "m.room.power_levels",
            "",
            json("{\"users\":{\"@bob:sample.org\":40},\"events\":{\"m.room.canonical_alias\":40}}"))
        .store();
    directory.setPublic(by(BOB), false, room.id(), true);
    assertThat(directory.isPublic(room.id())).isTrue();
  }

  @Test
  void anyonePublishesARoomWhereTheConfigurationLetsThem() {
    SampleRoom room = house.room();
    house.configure(true, false, false);

    directory.setPublic(by(CARLA), false, room.id(), true);

    assertThat(directory.isPublic(room.id())).isTrue();
  }

  @Test
  void aRoomThatIsNotKnownHasNoPlaceInTheList() {
    assertFault(() -> directory.isPublic(UNKNOWN), "404 M_NOT_FOUND");
    assertFault(() -> directory.setPublic(UNKNOWN, true), "404 M_NOT_FOUND");
    assertFault(() -> directory.setPublic(by(ALICE), true, UNKNOWN, true), "404 M_NOT_FOUND");
  }

  @Test
  void theListIsTurnedForwardAndBackToItsEnds() {
    List<RoomId> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      SampleRoom room = house.room();
      directory.setPublic(room.id(), true);
      all.addFirst(room.id());
    }

    PublicRoomsPage first = page(3, null);
    PublicRoomsPage second = page(3, first.next());
    PublicRoomsPage last = page(3, second.next());

    assertThat(ids(first)).isEqualTo(all.subList(0, 3));
    assertThat(ids(second)).isEqualTo(all.subList(3, 6));
    assertThat(ids(last)).isEqualTo(all.subList(6, 7));
    assertThat(first.previous()).isNull();
    assertThat(last.next()).isNull();
    assertThat(first.total()).isEqualTo(7);
    assertThat(ids(page(3, last.previous()))).isEqualTo(all.subList(3, 6));
    PublicRoomsPage back = page(3, second.previous());
    assertThat(ids(back)).isEqualTo(all.subList(0, 3));
    assertThat(back.previous()).isNull();
    assertThat(ids(page(3, back.next()))).isEqualTo(all.subList(3, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "l1", "l1_1_2", "l1_1_2_x", "l1_-1_2_f", "l2_1_2_f"})
  void aForeignTokenIsRefused(String token) {
    assertFault(() -> page(3, token), "400 M_INVALID_PARAM");
  }

  @Test
  void whatARoomHasMovesToTheRoomThatReplacesIt() {
    SampleRoom old = house.room();
    SampleRoom next = house.room();
    directory.create(by(ALICE), LOUNGE, old.id());
    directory.setPublic(old.id(), true);

    assertThat(directory.move(old.id(), next.id())).containsExactly(LOUNGE);

    assertThat(directory.aliasesOf(next.id())).containsExactly(LOUNGE);
    assertThat(directory.isPublic(old.id())).isFalse();
    assertThat(directory.isPublic(next.id())).isTrue();
  }

  @Test
  void theListIsOpenAsConfigured() {
    assertThat(directory.isListOpen()).isFalse();
    house.configure(false, false, true);
    assertThat(directory.isListOpen()).isTrue();
  }

  private PublicRoomsPage page(int limit, String since) {
    return directory.publicRooms(new PublicRoomsQuery(null, null, limit, since));
  }

  private static List<RoomId> ids(PublicRoomsPage page) {
    return page.rooms().stream().map(PublishedRoom::room).toList();
  }

  private static void assertFault(ThrowingCallable call, String fault) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MatrixException.class, e -> assertThat(e.status() + " " + e.code()).isEqualTo(fault));
  }
}
