package org.ashlar.push.core;

import static org.ashlar.push.core.CountHouse.ADMIN;
import static org.ashlar.push.core.CountHouse.ALICE;
import static org.ashlar.push.core.CountHouse.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ashlar.account.PushRuleKey.Kind;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.push.RoomCounts;
import org.ashlar.push.Unread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadCountsTest {
  private static final String MENTION =
      "{\"body\":\"x\",\"m.mentions\":{\"user_ids\":[\"@alice:test\"]}}";

  private final CountHouse house = new CountHouse();

  @BeforeEach
  void letThemIn() {
    house.member(ADMIN, "join");
    house.member(BOB, "join");
  }

  @Test
  void countsSinceTheReaderCame() {
    house.message(BOB, "before");
    house.member(ALICE, "join");
    house.message(BOB, "one");
    house.message(BOB, "two");

    assertThat(main(ALICE)).isEqualTo(new Unread(2, 0));
    assertThat(main(ADMIN)).isEqualTo(new Unread(3, 0));
  }

  @Test
  void countsNothingOfTheReaders() {
    house.member(ALICE, "join");
    house.message(ALICE, "mine");

    assertThat(house.counts(ALICE)).isEqualTo(RoomCounts.NONE);
  }

  @Test
  void countsMentionsAsHighlights() {
    house.member(ALICE, "join");
    house.send(BOB, "m.room.message", null, MENTION);
    house.send(BOB, "m.room.message", null, "{\"m.mentions\":{\"room\":true}}");
    house.send(ADMIN, "m.room.message", null, "{\"m.mentions\":{\"room\":true}}");

    assertThat(main(ALICE)).isEqualTo(new Unread(3, 2));
  }

  @Test
  void beginsAnewForWhoComesBack() {
    house.member(ALICE, "join");
    house.message(BOB, "one");
    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
    house.member(ALICE, "leave");
    house.message(BOB, "two");
    house.member(ALICE, "join");
    assertThat(main(ALICE)).isEqualTo(Unread.NONE);

    house.message(BOB, "three");
    house.send(ALICE, "m.room.member", "@alice:test", "{\"membership\":\"join\",\"a\":1}");

    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.read", "m.read.private"})
  void takesReceiptsForRead(String type) {
    house.member(ALICE, "join");
    EventId first = house.message(BOB, "one");
    EventId second = house.message(BOB, "two");
    EventId third = house.message(BOB, "three");
    assertThat(main(ALICE)).isEqualTo(new Unread(3, 0));

    house.receipt(ALICE, type, null, first);
    assertThat(main(ALICE)).isEqualTo(new Unread(2, 0));
    house.receipt(ALICE, type, null, third);
    assertThat(main(ALICE)).isEqualTo(Unread.NONE);
    house.receipt(ALICE, "m.read", null, second);
    assertThat(main(ALICE)).isEqualTo(Unread.NONE);
    house.message(BOB, "four");
    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
  }

  @Test
  void takesNoOtherReceipts() {
    house.member(ALICE, "join");
    EventId first = house.message(BOB, "one");
    house.receipt(BOB, "m.read", null, first);
    house.receipt(ALICE, "org.other", null, first);
    house.receipt(ALICE, "m.read", null, new EventId("$unknown"));

    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
  }

  @Test
  void countsThreadsApart() {
    house.member(ALICE, "join");
    EventId root = house.message(BOB, "root");
    EventId reply = house.thread(BOB, root);
    house.relation(BOB, "m.room.message", "m.reference", reply);
    house.relation(BOB, "m.room.message", "m.reference", root);
    EventId last = house.thread(BOB, root);

    assertThat(house.counts(ALICE))
        .isEqualTo(new RoomCounts(new Unread(2, 0), Map.of(root, new Unread(3, 0))));

    house.receipt(ALICE, "m.read", root.value(), reply);
    assertThat(house.counts(ALICE))
        .isEqualTo(new RoomCounts(new Unread(2, 0), Map.of(root, new Unread(2, 0))));
    house.receipt(ALICE, "m.read", "main", last);
    assertThat(house.counts(ALICE))
        .isEqualTo(new RoomCounts(Unread.NONE, Map.of(root, new Unread(2, 0))));
    house.receipt(ALICE, "m.read", null, last);
    assertThat(house.counts(ALICE)).isEqualTo(RoomCounts.NONE);
  }

  @Test
  void followsRelationsThreeSteps() {
    house.member(ALICE, "join");
    EventId root = house.message(BOB, "root");
    EventId at = house.thread(BOB, root);
    for (int i = 0; i < 4; i++) {
      at = house.relation(BOB, "m.room.message", "m.reference", at);
    }

    assertThat(house.counts(ALICE))
        .isEqualTo(new RoomCounts(new Unread(2, 0), Map.of(root, new Unread(4, 0))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void forgetsRedactedEvents(boolean counted) {
    house.member(ALICE, "join");
    EventId first = house.send(BOB, "m.room.message", null, MENTION);
    EventId second = house.message(BOB, "two");
    if (counted) {
      assertThat(main(ALICE)).isEqualTo(new Unread(2, 1));
    }

    house.redactInFact(BOB, first);
    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
    house.redact(ALICE, second);
    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
  }

  @Test
  void leavesOutWhatIsInvisible() {
    house.hubForgets = true;
    house.member(ALICE, "join");
    house.invisible.add(house.message(BOB, "one"));
    house.message(BOB, "two");

    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
  }

  @Test
  void leavesOutWhomTheReaderIgnores() {
    house.member(ALICE, "join");
    house.data.setAccountData(
        ALICE,
        null,
        "m.ignored_user_list",
        (JsonObject) Json.parse("{\"ignored_users\":{\"@bob:test\":{}}}"));
    house.message(BOB, "one");
    house.message(ADMIN, "two");

    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
  }

  @Test
  void leavesOutEditsAndReactions() {
    house.member(ALICE, "join");
    EventId first = house.message(BOB, "one");
    house.relation(BOB, "m.room.message", "m.replace", first);
    house.relation(BOB, "m.reaction", "m.annotation", first);

    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));
  }

  @Test
  void judgesByTheRulesOfTheMoment() {
    house.member(ALICE, "join");
    house.message(BOB, "tea");
    assertThat(main(ALICE)).isEqualTo(new Unread(1, 0));

    house.rule(
        ALICE,
        Kind.CONTENT,
        "tea",
        "{\"pattern\":\"tea\",\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"}]}");
    house.message(BOB, "more tea");
    assertThat(main(ALICE)).isEqualTo(new Unread(2, 1));

    house.rule(ALICE, Kind.ROOM, CountHouse.ROOM.value(), "{\"actions\":[]}");
    house.rule(ALICE, Kind.CONTENT, "tea", "{\"pattern\":\"coffee\",\"actions\":[]}");
    house.message(BOB, "tea again");
    assertThat(main(ALICE)).isEqualTo(new Unread(2, 1));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void countsMembersAsOfTheEvent(boolean forgets) {
    house.hubForgets = forgets;
    house.member(ALICE, "join");
    house.rule(
        ALICE,
        Kind.OVERRIDE,
        "few",
        """
        {"conditions":[{"kind":"room_member_count","is":"<4"},
           {"kind":"event_match","key":"type","pattern":"m.room.message"}],
         "actions":["notify",{"set_tweak":"highlight"}]}
        """);
    house.message(BOB, "three of us");
    house.member(new UserId("@carol:test"), "join");
    house.message(BOB, "four of us");
    house.member(new UserId("@carol:test"), "leave");
    house.message(BOB, "three again");

    assertThat(main(ALICE).highlights()).isEqualTo(2);
  }

  @Test
  void findsTheNameThatTheReaderHadThen() {
    house.send(
        ALICE, "m.room.member", "@alice:test", "{\"membership\":\"join\",\"displayname\":\"Ali\"}");
    house.rule(
        ALICE,
        Kind.OVERRIDE,
        "name",
        """
        {"conditions":[{"kind":"contains_display_name"}],
         "actions":["notify",{"set_tweak":"highlight"}]}
        """);
    house.message(BOB, "hello Ali");
    house.send(
        ALICE, "m.room.member", "@alice:test", "{\"membership\":\"join\",\"displayname\":\"Al\"}");
    house.message(BOB, "hello Ali");
    house.message(BOB, "hello Al");

    assertThat(main(ALICE)).isEqualTo(new Unread(3, 2));
  }

  @Test
  void looksAtNewEventsOnly() {
    house.member(ALICE, "join");
    for (int i = 0; i < 100_000; i++) {
      house.message(BOB, "x");
    }
    assertThat(main(ALICE)).isEqualTo(new Unread(100_000, 0));
    long first = house.examined;
    assertThat(first).isBetween(100_000L, 100_100L);

    house.message(BOB, "one more");
    assertThat(main(ALICE)).isEqualTo(new Unread(100_001, 0));
    assertThat(house.examined - first).isEqualTo(1);
    assertThat(main(ALICE)).isEqualTo(new Unread(100_001, 0));
    assertThat(house.examined - first).isEqualTo(1);

    house.restart();
    house.message(BOB, "another");
    assertThat(main(ALICE)).isEqualTo(new Unread(100_002, 0));
    assertThat(house.examined - first).isEqualTo(3);

    EventId near = house.events.get(house.events.lastKey() - 100).event().id();
    house.receipt(ALICE, "m.read", null, near);
    assertThat(main(ALICE)).isEqualTo(new Unread(100, 0));
    assertThat(house.examined - first).isEqualTo(3);
  }

  @Test
  void countsAnewWhenTheReaderIsStillFarBehind() {
    house.member(ALICE, "join");
    for (int i = 0; i < 2000; i++) {
      house.message(BOB, "x");
    }
    assertThat(main(ALICE)).isEqualTo(new Unread(2000, 0));

    EventId far = house.events.get(house.events.lastKey() - 1500).event().id();
    house.receipt(ALICE, "m.read", null, far);

    assertThat(main(ALICE)).isEqualTo(new Unread(1500, 0));
  }

  @Test
  void looksAtOneNewEventForEachOfAThousandMembers() {
    for (int i = 0; i < 1000; i++) {
      house.member(new UserId("@u" + i + ":test"), "join");
    }
    house.message(BOB, "first");
    for (int i = 0; i < 1000; i++) {
      assertThat(main(new UserId("@u" + i + ":test")).notifications()).isEqualTo(1);
    }
    house.message(BOB, "second");
    long before = house.examined;

    for (int i = 0; i < 1000; i++) {
      assertThat(main(new UserId("@u" + i + ":test")).notifications()).isEqualTo(2);
    }

    assertThat(house.examined - before).isEqualTo(1000);
  }

  private Unread main(UserId reader) {
    return house.counts(reader).main();
  }
}
