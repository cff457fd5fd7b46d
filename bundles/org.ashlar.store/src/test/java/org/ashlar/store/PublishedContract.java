package org.ashlar.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.PublishedQuery.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every event store does with the public list of rooms, and with who shares rooms.
public abstract class PublishedContract {
  private static final UserId BOB = SampleRoom.BOB;

  /// The store under test, which may hold other rooms.
  protected abstract EventStore store();

  @Test
  void aPublishedRoomIsShownWithWhatItsStateSays() {
    // Given
    String word = word();
    SampleRoom room = named("The " + word);
    room.state("m.room.topic", "", object("topic", "t\u0000t"))
        .state("m.room.canonical_alias", "", object("alias", "#a:b"))
        .state("m.room.avatar", "", object("url", "mxc://a/b"))
        .state("m.room.join_rules", "", object("join_rule", "public"))
        .state("m.room.guest_access", "", object("guest_access", "can_join"))
        .state("m.room.history_visibility", "", object("history_visibility", "shared"))
        .member(BOB, "join")
        .store();
    // When
    store().publish(room.ref().nid(), true);
    room.state("m.room.history_visibility", "", object("history_visibility", "world_readable"))
        .store();
    // Then
    assertThat(store().isPublished(room.ref().nid())).isTrue();
    assertThat(store().published(query(word, null, null, false, 10)))
        .containsExactly(
            new PublishedRoom(
                room.id(),
                room.ref().nid(),
                2,
                "The " + word,
                "#a:b",
                "t\u0000t",
                "mxc://a/b",
                "public",
                "can_join",
                "world_readable",
                null));
  }

  @Test
  void aRoomThatIsNotPublishedOrHasNoMembersIsNotShown() {
    String word = word();
    SampleRoom room = named(word);
    assertThat(store().isPublished(room.ref().nid())).isFalse();
    assertThat(found(query(word, null, null, false, 10))).isEmpty();

    store().publish(room.ref().nid(), true);
    assertThat(found(query(word, null, null, false, 10))).containsExactly(room.id());
    store().publish(room.ref().nid(), false);
    assertThat(found(query(word, null, null, false, 10))).isEmpty();

    store().publish(room.ref().nid(), true);
    room.member(SampleRoom.ALICE, "leave").store();
    assertThat(found(query(word, null, null, false, 10))).isEmpty();
    assertThat(store().countPublished(query(word, null, null, false, 1))).isZero();
  }

  @Test
  void theListIsSearchedInAnyCaseByNameTopicAndAlias() {
    String word = word();
    SampleRoom byName = named("x" + word.toUpperCase(java.util.Locale.ROOT) + "É");
    SampleRoom byTopic = named("other").state("m.room.topic", "", object("topic", word));
    byTopic.store();
    SampleRoom byAlias =
        named("other").state("m.room.canonical_alias", "", object("alias", "#" + word + ":b"));
    byAlias.store();
    SampleRoom none = named("other");
    for (SampleRoom room : List.of(byName, byTopic, byAlias, none)) {
      store().publish(room.ref().nid(), true);
    }

    assertThat(found(query(word, null, null, false, 10)))
        .containsExactlyInAnyOrder(byName.id(), byTopic.id(), byAlias.id());
    assertThat(found(query(word + "é", null, null, false, 10))).containsExactly(byName.id());
    assertThat(found(query(word + "%", null, null, false, 10))).isEmpty();
    assertThat(store().countPublished(query(word, null, null, false, 1))).isEqualTo(3);
  }

  @Test
  void theListIsFilteredByTypeWhereNothingStandsForNone() {
    String word = word();
    SampleRoom room = named(word);
    store().publish(room.ref().nid(), true);

    assertThat(found(query(word, List.of(""), null, false, 10))).containsExactly(room.id());
    assertThat(found(query(word, List.of("m.space"), null, false, 10))).isEmpty();
    assertThat(found(query(word, List.of(), null, false, 10))).isEmpty();
  }

  @Test
  void theListIsTurnedInBothDirectionsBiggestRoomsFirst() {
    // Given
    String word = word();
    SampleRoom small = named(word);
    SampleRoom older = named(word).member(BOB, "join");
    older.store();
    SampleRoom newer = named(word).member(BOB, "join");
    newer.store();
    for (SampleRoom room : List.of(small, older, newer)) {
      store().publish(room.ref().nid(), true);
    }
    // When
    List<RoomId> first = found(query(word, null, null, false, 2));
    List<RoomId> rest = found(query(word, null, new Place(2, older.ref().nid()), false, 2));
    List<RoomId> back = found(query(word, null, new Place(1, small.ref().nid()), true, 2));
    List<RoomId> nearest = found(query(word, null, new Place(1, small.ref().nid()), true, 1));
    // Then
    assertThat(first).containsExactly(newer.id(), older.id());
    assertThat(rest).containsExactly(small.id());
    assertThat(back).containsExactly(newer.id(), older.id());
    assertThat(nearest).containsExactly(older.id());
  }

  @Test
  void usersOfAServerAreFoundInTheRoomsTheyAreJoinedTo() {
    UserId joined = new UserId("@joined" + word() + ":sample.org");
    UserId invited = new UserId("@invited" + word() + ":sample.org");
    UserId foreign = new UserId("@foreign" + word() + ":other.sample.org");
    SampleRoom one = named("r").member(joined, "join").member(invited, "invite");
    one.store();
    SampleRoom two = named("s").member(joined, "join").member(foreign, "join");
    two.store();
    SampleRoom three = named("t").member(BOB, "join");
    three.store();

    assertThat(
            store()
                .joinedUsers(
                    List.of(one.ref().nid(), two.ref().nid()), new ServerName("sample.org")))
        .containsExactlyInAnyOrder(SampleRoom.ALICE, joined);
    assertThat(store().joinedUsers(List.of(two.ref().nid()), new ServerName("other.sample.org")))
        .containsExactly(foreign);
    assertThat(store().joinedUsers(List.of(), new ServerName("sample.org"))).isEmpty();
  }

  @Test
  void thoseShareARoomWhoAreBothJoined() {
    UserId joined = new UserId("@joined" + word() + ":sample.org");
    UserId invited = new UserId("@invited" + word() + ":sample.org");
    UserId elsewhere = new UserId("@elsewhere" + word() + ":sample.org");
    named("r").member(joined, "join").member(invited, "invite").store();

    assertThat(store().sharingRooms(SampleRoom.ALICE, List.of(joined, invited, elsewhere)))
        .containsExactly(joined);
    assertThat(store().sharingRooms(invited, List.of(joined))).isEmpty();
    assertThat(store().sharingRooms(SampleRoom.ALICE, List.of())).isEmpty();
  }

  private List<RoomId> found(PublishedQuery query) {
    return store().published(query).stream().map(PublishedRoom::room).toList();
  }

  private static PublishedQuery query(
      String term, @Nullable List<String> types, @Nullable Place from, boolean back, int limit) {
    return new PublishedQuery(term, types, from, back, limit);
  }

  private SampleRoom named(String name) {
    SampleRoom room = SampleRoom.create(store(), UUID.randomUUID().toString());
    room.state("m.room.name", "", object("name", name)).store();
    return room;
  }

  private static String word() {
    return UUID.randomUUID().toString();
  }

  private static JsonObject object(String name, String value) {
    return JsonObject.builder().put(name, value).build();
  }
}
