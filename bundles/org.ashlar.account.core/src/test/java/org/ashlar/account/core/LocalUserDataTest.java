package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.ashlar.account.AccountDatum;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.account.PushRuleOutcome;
import org.ashlar.account.Receipt;
import org.ashlar.account.core.data.ReceiptTarget;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.hub.MemoryStreamHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalUserDataTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final UserId BOB = new UserId("@bob:test");
  private static final RoomId ROOM = new RoomId("!room");

  private final AccountHouse house = new AccountHouse();
  private final MemoryStreamHub hub = house.hub;
  private final LocalUserData data = house.userData;

  @BeforeEach
  void makeUsers() {
    house.accounts.createUser("alice", "secret", false);
    house.accounts.createUser("bob", "secret", false);
  }

  @Test
  void tellsPushRulesAmongAllAccountDataFromTheStart() {
    data.setAccountData(ALICE, null, "t", JsonObject.EMPTY);

    List<AccountDatum> all = data.accountDataSince(ALICE, null, data.accountDataPosition());

    assertThat(all).extracting(AccountDatum::type).containsExactly("m.push_rules", "t");
    JsonObject rules = Json.parseObject(all.getFirst().content().utf8());
    assertThat(rules.object("global").orElseThrow().names())
        .containsExactly("override", "content", "room", "sender", "underride");
    assertThat(data.accountData(ALICE, null, "m.push_rules")).contains(rules);
  }

  @Test
  void tellsOnlyChangesLater() {
    data.setAccountData(ALICE, null, "a", JsonObject.EMPTY);
    Position before = data.accountDataPosition();
    data.setAccountData(ALICE, ROOM, "b", JsonObject.EMPTY);

    assertThat(data.accountDataSince(ALICE, before, data.accountDataPosition()))
        .extracting(d -> d.room() + " " + d.type())
        .containsExactly("!room b");
  }

  @Test
  void announcesAccountDataToItsUser() {
    Position before = data.accountDataPosition();

    data.setAccountData(ALICE, null, "t", JsonObject.EMPTY);

    assertThat(hub.position(Stream.ACCOUNT_DATA)).contains(data.accountDataPosition());
    assertThat(hub.changedSince(Stream.ACCOUNT_DATA, "user:@alice:test", before)).isTrue();
  }

  @Test
  void announcesAReceiptToTheRoomAndAPrivateOneToItsUserOnly() {
    hub.start(Stream.RECEIPTS, data.receiptPosition());
    Position before = data.receiptPosition();
    data.setReceipt(receipt(Receipt.READ_PRIVATE, "$1"));
    assertThat(hub.changedSince(Stream.RECEIPTS, "room:!room", before)).isFalse();
    assertThat(hub.changedSince(Stream.RECEIPTS, "user:@alice:test", before)).isTrue();

    data.setReceipt(receipt(Receipt.READ, "$1"));

    assertThat(hub.changedSince(Stream.RECEIPTS, "room:!room", before)).isTrue();
    assertThat(data.receiptsSince(Set.of(ROOM), before, data.receiptPosition())).hasSize(2);
  }

  @Test
  void e23NobodyIsToldOfAReceiptForAnOlderEvent() {
    // Given
    data.setReceipt(receipt("$50", new Position(1, 50)));
    Position before = data.receiptPosition();

    // When
    data.setReceipt(receipt("$40", new Position(1, 40)));

    // Then
    assertThat(data.receiptPosition()).isEqualTo(before);
    assertThat(hub.position(Stream.RECEIPTS)).contains(before);
    assertThat(hub.changedSince(Stream.RECEIPTS, "room:!room", before)).isFalse();
    assertThat(data.receiptsOf(ALICE, Set.of(ROOM)))
        .extracting(Receipt::event)
        .containsExactly(new EventId("$50"));
  }

  @Test
  void e23OfReceiptsThatShareACommitTheNewestCounts() {
    ReceiptTarget target = new ReceiptTarget(new Selections().gate(IdentityStore.class));
    Receipt newer = receipt("$50", new Position(1, 50));
    Receipt older = receipt("$40", new Position(1, 40));

    assertThat(target.latest(newer, older)).isSameAs(newer);
    assertThat(target.latest(older, newer)).isSameAs(newer);
    Receipt unknown = receipt(Receipt.READ, "$1");
    assertThat(target.latest(newer, unknown)).isSameAs(unknown);
    assertThat(target.latest(unknown, older)).isSameAs(older);
  }

  @Test
  void showsPrivateReceiptsToTheirUserOnly() {
    assertThat(receipt(Receipt.READ_PRIVATE, "$1").isVisibleTo(ALICE)).isTrue();
    assertThat(receipt(Receipt.READ_PRIVATE, "$1").isVisibleTo(BOB)).isFalse();
    assertThat(receipt(Receipt.READ, "$1").isVisibleTo(BOB)).isTrue();
  }

  @Test
  void keepsTheReadMarkerAsAccountDataOfTheRoom() {
    data.setFullyRead(ALICE, ROOM, new EventId("$1"));

    assertThat(data.accountData(ALICE, ROOM, "m.fully_read"))
        .contains(JsonObject.of("event_id", new JsonString("$1")));
  }

  @Test
  void changesProfilesAndKeepsThemSmall() {
    JsonObject after = data.setProfileField(ALICE, "displayname", new JsonString("Alice"));
    assertThat(after).isEqualTo(JsonObject.of("displayname", new JsonString("Alice")));
    assertThat(data.profile(ALICE)).contains(after);
    JsonString big = new JsonString("x".repeat(65_500));

    assertThatThrownBy(() -> data.setProfileField(ALICE, "org.example.big", big))
        .isInstanceOfSatisfying(
            MatrixException.class,
            e -> assertThat(e.code().value()).isEqualTo("M_PROFILE_TOO_LARGE"));
    assertThat(data.setProfileField(ALICE, "displayname", null)).isEqualTo(JsonObject.EMPTY);
    assertThatThrownBy(() -> data.setProfileField(new UserId("@nobody:test"), "displayname", null))
        .isInstanceOfSatisfying(MatrixException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void keepsAProfileUnder64Kib() {
    String field = "org.example.big";
    int around = Json.write(JsonObject.of(field, new JsonString(""))).length;
    JsonString most = new JsonString("x".repeat(65_535 - around));
    JsonString more = new JsonString("x".repeat(65_536 - around));

    assertThatThrownBy(() -> data.setProfileField(ALICE, field, more))
        .isInstanceOfSatisfying(
            MatrixException.class,
            e -> assertThat(e.status() + " " + e.code()).isEqualTo("400 M_PROFILE_TOO_LARGE"));
    assertThat(data.profile(ALICE)).contains(JsonObject.EMPTY);
    JsonObject kept = data.setProfileField(ALICE, field, most);
    assertThat(Json.write(kept)).hasSize(65_535);
    assertThat(data.profile(ALICE)).contains(kept);
  }

  @Test
  void givesBackFilters() {
    JsonObject filter = JsonObject.of("event_format", new JsonString("client"));

    String id = data.addFilter(ALICE, filter);

    assertThat(id).doesNotStartWith("{");
    assertThat(data.filter(ALICE, id)).contains(filter);
    assertThat(data.filter(BOB, id)).isEmpty();
  }

  @Test
  void putsTheUserIntoTheRulesThatSpeakOfThem() {
    String rules = Json.text(data.pushRules(ALICE));

    assertThat(rules).contains("\"@alice:test\"").doesNotContain("%USER%");
    assertThat(
            data.pushRules(ALICE).array("override").orElseThrow().objects().stream()
                .map(rule -> rule.string("rule_id").orElseThrow()))
        .startsWith(".m.rule.master", ".m.rule.suppress_notices", ".m.rule.invite_for_me");
    assertThat(data.pushRules(ALICE).array("underride").orElseThrow().size()).isEqualTo(5);
  }

  @Test
  void tellsChangedPushRulesOnceAtTheirPosition() {
    Position start = data.accountDataPosition();
    PushRuleKey master = new PushRuleKey(PushRuleKey.Kind.OVERRIDE, ".m.rule.master");

    PushRuleOutcome outcome = data.changePushRules(ALICE, new PushRuleChange.Enable(master, true));

    Position changed = data.accountDataPosition();
    assertThat(outcome).isEqualTo(PushRuleOutcome.DONE);
    assertThat(changed.number()).isEqualTo(start.number() + 1);
    List<AccountDatum> told = data.accountDataSince(ALICE, start, changed);
    assertThat(told).extracting(AccountDatum::type).containsExactly("m.push_rules");
    assertThat(Json.parseObject(told.getFirst().content().utf8()))
        .isEqualTo(JsonObject.of("global", data.pushRules(ALICE)));
    assertThat(data.accountDataSince(ALICE, null, changed))
        .extracting(AccountDatum::type)
        .containsOnlyOnce("m.push_rules");
    assertThat(data.accountDataSince(ALICE, changed, changed)).isEmpty();
  }

  @Test
  void losesNoPushRuleOfTwoServersOnOneDatabase() throws InterruptedException {
    LocalUserData other = house.anotherUserData();
    int each = 20;
    Thread theirs = Thread.startVirtualThread(() -> putRules(other, "!other", each));
    putRules(data, "!mine", each);
    theirs.join();

    assertThat(data.pushRules(ALICE).array("room").orElseThrow().size()).isEqualTo(2 * each);
  }

  @Test
  void announcesAChangeThatStartsFromWhatIsThere() {
    data.setAccountData(ALICE, ROOM, "m.tag", JsonObject.of("a", new JsonString("x")));
    Position before = data.accountDataPosition();

    data.changeAccountData(ALICE, ROOM, "m.tag", c -> c.with("b", new JsonString("y")));

    assertThat(hub.position(Stream.ACCOUNT_DATA)).contains(data.accountDataPosition());
    assertThat(hub.changedSince(Stream.ACCOUNT_DATA, "user:@alice:test", before)).isTrue();
    assertThat(hub.changedSince(Stream.ACCOUNT_DATA, "user:@bob:test", before)).isFalse();
    assertThat(data.accountData(ALICE, ROOM, "m.tag").orElseThrow().names())
        .containsExactly("a", "b");
  }

  @Test
  void doesNotTellPushRulesThatStayAsTheyWere() {
    PushRuleKey none = new PushRuleKey(PushRuleKey.Kind.ROOM, "!none");
    PushRuleKey own = new PushRuleKey(PushRuleKey.Kind.ROOM, "!own");
    PushRuleChange put = new PushRuleChange.Put(own, JsonObject.EMPTY, null, null);
    data.changePushRules(ALICE, put);
    Position before = data.accountDataPosition();

    assertThat(data.changePushRules(ALICE, new PushRuleChange.Delete(none)))
        .isEqualTo(PushRuleOutcome.NO_SUCH_RULE);
    assertThat(data.changePushRules(ALICE, put)).isEqualTo(PushRuleOutcome.DONE);

    assertThat(data.accountDataPosition()).isEqualTo(before);
  }

  private static void putRules(LocalUserData data, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      PushRuleKey key = new PushRuleKey(PushRuleKey.Kind.ROOM, prefix + i);
      data.changePushRules(ALICE, new PushRuleChange.Put(key, JsonObject.EMPTY, null, null));
    }
  }

  private static Receipt receipt(String event, Position place) {
    return new Receipt(
        ROOM, Receipt.READ, ALICE, null, new EventId(event), 1, Position.START, place);
  }

  private static Receipt receipt(String type, String event) {
    return new Receipt(ROOM, type, ALICE, null, new EventId(event), 1, Position.START);
  }
}
