package org.ashlar.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.ashlar.account.Caller.Kind;
import org.ashlar.account.Caller.Status;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateClass;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.store.Position;
import org.junit.jupiter.api.Test;

/// What every [IdentityStore] does. Each test uses users and rooms of its own.
public abstract class IdentityStoreContract extends IdentityDataContract {
  private final DeviceId phone = new DeviceId("PHONE");
  private final DeviceId laptop = new DeviceId("LAPTOP");

  @Test
  void keepsAnAccountAsItWasMade() {
    StoredAccount account =
        new StoredAccount(alice, Kind.USER, true, Status.ACTIVE, "$hash", "bot", NOW);

    assertThat(store().createAccount(account)).isTrue();

    assertThat(store().account(alice)).contains(account);
    assertThat(store().account(bob)).isEmpty();
  }

  @Test
  void givesANameToOneOfManyWhoWantItAtOnce() throws InterruptedException {
    ConcurrentLinkedQueue<Boolean> answers = new ConcurrentLinkedQueue<>();

    atOnce(32, i -> answers.add(store().createAccount(account(alice, "$hash" + i))));

    assertThat(answers).hasSize(32).containsOnlyOnce(true);
  }

  @Test
  void changesAPassword() {
    store().createAccount(account(alice, "$old"));

    store().setPassword(alice, "$new");

    assertThat(store().account(alice).orElseThrow().passwordHash()).isEqualTo("$new");
  }

  @Test
  void replacesAPasswordThatIsStillTheSame() {
    store().createAccount(account(alice, "$old"));

    assertThat(store().replacePassword(alice, "$old", "$new")).isTrue();
    assertThat(store().replacePassword(alice, "$old", "$newer")).isFalse();
    assertThat(store().replacePassword(bob, "$old", "$newer")).isFalse();

    assertThat(store().account(alice).orElseThrow().passwordHash()).isEqualTo("$new");
  }

  @Test
  void givesADeactivatedAccountNoPassword() {
    store().createAccount(account(alice, "$old"));
    store().deactivate(alice, false);

    store().setPassword(alice, "$new");

    assertThat(store().account(alice).orElseThrow().passwordHash()).isNull();
  }

  @Test
  void leavesOfADeactivatedAccountItsNameOnly() {
    store().createAccount(account(alice, "$hash"));
    store().createAccount(account(bob, "$hash"));
    for (UserId user : List.of(alice, bob)) {
      store().openSession(session(user, phone, user.equals(alice) ? 1 : 2));
      store().writeAccountData(List.of(data(user, null, "t", "v"), data(user, room, "t", "v")));
      store().setProfileField(user, "displayname", new JsonString("Name"));
    }
    String filter = store().addFilter(alice, JsonObject.EMPTY);

    store().deactivate(alice, false);

    assertThat(store().account(alice))
        .contains(new StoredAccount(alice, Kind.USER, false, Status.DEACTIVATED, null, null, NOW));
    assertThat(store().createAccount(account(alice, "$other"))).isFalse();
    assertThat(store().session(hash(1))).isEmpty();
    assertThat(store().devices(alice)).isEmpty();
    assertThat(store().accountData(alice, null, "t")).isEmpty();
    assertThat(store().roomAccountData(alice, room)).isEmpty();
    assertThat(store().filter(alice, filter)).isEmpty();
    assertThat(store().profile(alice)).contains(JsonObject.EMPTY);
    assertThat(store().account(bob)).contains(account(bob, "$hash"));
    assertThat(store().session(hash(2))).isPresent();
    assertThat(store().accountData(bob, null, "t")).isPresent();
    assertThat(store().profile(bob).orElseThrow().names()).containsExactly("displayname");
  }

  @Test
  void keepsTheRateLimitsOfAUserAndTellsThemWithItsSessions() {
    RateOverrides other = RateOverrides.NONE.with(new RateClass("message"), new Limit(0.5, 7));
    store().createAccount(account(alice, null));
    store().openSession(session(alice, phone, 1));
    assertThat(store().rateOverrides(alice)).contains(RateOverrides.NONE);
    assertThat(store().rateOverrides(bob)).isEmpty();

    assertThat(store().overrideRates(alice, other)).isTrue();
    assertThat(store().overrideRates(bob, other)).isFalse();

    assertThat(store().rateOverrides(alice)).contains(other);
    assertThat(store().session(hash(1)).orElseThrow().caller().limits()).isEqualTo(other);
    store().overrideRates(alice, RateOverrides.UNLIMITED);
    assertThat(store().session(hash(1)).orElseThrow().caller().limits())
        .isEqualTo(RateOverrides.UNLIMITED);
    store().overrideRates(alice, RateOverrides.NONE);
    assertThat(store().session(hash(1)).orElseThrow().caller().limits())
        .isEqualTo(RateOverrides.NONE);
  }

  @Test
  void knowsWhoIsAGuest() {
    UserId stranger = new UserId("@stranger:elsewhere");
    store()
        .createAccount(new StoredAccount(alice, Kind.GUEST, false, Status.ACTIVE, null, null, NOW));
    store().createAccount(account(bob, null));

    assertThat(store().guests(List.of(alice, bob, stranger))).containsExactly(alice);
    store().upgradeGuest(alice, "$hash");
    assertThat(store().guests(List.of(alice, bob, stranger))).isEmpty();
  }

  @Test
  void remembersWhoAskedToBeErased() {
    UserId stranger = new UserId("@stranger:elsewhere");
    store().createAccount(account(alice, null));
    store().createAccount(account(bob, null));
    assertThat(store().erased(List.of(alice, bob, stranger))).isEmpty();

    store().deactivate(alice, true);
    store().deactivate(bob, false);
    store().deactivate(alice, false);
    store().deactivate(stranger, true);

    assertThat(store().erased(List.of(alice, bob, stranger))).containsExactly(alice);
    assertThat(store().erased(List.of())).isEmpty();
  }

  @Test
  void findsASessionByTheHashOfItsToken() {
    store().createAccount(account(alice, null));

    long number = store().openSession(session(alice, phone, 1));

    assertThat(store().session(hash(1)))
        .contains(
            new StoredSession(
                new Caller(alice, phone, Kind.USER, false, Status.ACTIVE, Set.of(), number),
                null,
                false));
    assertThat(store().session(hash(2))).isEmpty();
  }

  @Test
  void keepsWhenASessionExpires() {
    store().createAccount(account(alice, null));
    Instant end = NOW.plusSeconds(60);

    store().openSession(new NewSession(alice, phone, null, SessionTokens.of(hash(1), end), NOW));

    assertThat(store().session(hash(1)).orElseThrow().expires()).isEqualTo(end);
  }

  @Test
  void endsTheOlderSessionOfADeviceAndKeepsTheDevicesName() {
    store().createAccount(account(alice, null));
    store()
        .openSession(
            new NewSession(alice, phone, "My phone", SessionTokens.of(hash(1), null), NOW));

    store()
        .openSession(
            new NewSession(alice, phone, "Another name", SessionTokens.of(hash(2), null), NOW));

    assertThat(store().session(hash(1))).isEmpty();
    assertThat(store().session(hash(2))).isPresent();
    assertThat(store().devices(alice)).containsExactly(device(phone, "My phone"));
  }

  @Test
  void leavesOneSessionWhenADeviceLogsInManyTimesAtOnce() throws InterruptedException {
    store().createAccount(account(alice, null));

    atOnce(16, i -> store().openSession(session(alice, phone, i)));

    long left =
        java.util.stream.IntStream.range(0, 16)
            .filter(i -> store().session(hash(i)).isPresent())
            .count();
    assertThat(left).isEqualTo(1);
  }

  @Test
  void removesADeviceWithItsSessions() {
    store().createAccount(account(alice, null));
    store().openSession(session(alice, phone, 1));
    store().openSession(session(alice, laptop, 2));

    store().removeDevices(alice, List.of(phone, new DeviceId("UNKNOWN")));

    assertThat(store().session(hash(1))).isEmpty();
    assertThat(store().session(hash(2))).isPresent();
    assertThat(store().devices(alice)).containsExactly(device(laptop, null));
  }

  @Test
  void removesAllDevicesOfOneUserOnly() {
    store().createAccount(account(alice, null));
    store().createAccount(account(bob, null));
    store().openSession(session(alice, phone, 1));
    store().openSession(session(alice, laptop, 2));
    store().openSession(session(bob, phone, 3));

    store().removeAllDevices(alice);

    assertThat(store().session(hash(1))).isEmpty();
    assertThat(store().session(hash(2))).isEmpty();
    assertThat(store().session(hash(3))).isPresent();
    assertThat(store().devices(alice)).isEmpty();
  }

  @Test
  void closesOneSession() {
    store().createAccount(account(alice, null));
    long number = store().openSession(session(alice, phone, 1));

    store().closeSession(number);

    assertThat(store().session(hash(1))).isEmpty();
  }

  @Test
  void namesADevice() {
    store().createAccount(account(alice, null));
    store().openSession(session(alice, phone, 1));

    assertThat(store().renameDevice(alice, phone, "Pocket")).isTrue();
    assertThat(store().renameDevice(alice, laptop, "Desk")).isFalse();

    assertThat(store().devices(alice)).containsExactly(device(phone, "Pocket"));
  }

  @Test
  void givesATicketOnceAndNotWhenItHasExpired() {
    JsonObject data = JsonObject.of("a", new JsonString("b"));
    store().putTicket("kind", mark, data, NOW.plusSeconds(10), NOW);
    store().putTicket("other kind", mark, data, NOW, NOW);

    assertThat(store().ticket("kind", mark, NOW)).contains(data);
    assertThat(store().ticket("kind", mark, NOW.plusSeconds(10))).isEmpty();
    assertThat(store().takeTicket("kind", mark, NOW)).contains(data);
    assertThat(store().takeTicket("kind", mark, NOW)).isEmpty();
    assertThat(store().takeTicket("other kind", mark, NOW)).isEmpty();
  }

  @Test
  void givesATicketToOneOfManyWhoTakeItAtOnce() throws InterruptedException {
    store().putTicket("kind", mark, JsonObject.EMPTY, NOW.plusSeconds(10), NOW);
    ConcurrentLinkedQueue<Boolean> taken = new ConcurrentLinkedQueue<>();

    atOnce(16, i -> taken.add(store().takeTicket("kind", mark, NOW).isPresent()));

    assertThat(taken).hasSize(16).containsOnlyOnce(true);
  }

  @Test
  void replacesATicketOfTheSameId() {
    store().putTicket("kind", mark, JsonObject.EMPTY, NOW.plusSeconds(10), NOW);
    JsonObject data = JsonObject.of("a", new JsonString("b"));

    store().putTicket("kind", mark, data, NOW.plusSeconds(10), NOW);

    assertThat(store().ticket("kind", mark, NOW)).contains(data);
  }

  @Test
  void keepsOneReceiptForEachRoomTypeUserAndThread() {
    Position start = store().receiptPosition();
    RoomId other = new RoomId("!other-" + mark);
    store().writeReceipts(List.of(receipt(room, Receipt.READ, null, "$1")));
    store()
        .writeReceipts(
            List.of(
                receipt(room, Receipt.READ, "main", "$2"),
                receipt(room, Receipt.READ_PRIVATE, null, "$3"),
                receipt(room, Receipt.READ, null, "$4"),
                receipt(other, Receipt.READ, null, "$5")));
    Position end = store().receiptPosition();

    List<Receipt> found = store().receiptsSince(List.of(room), start, end);

    assertThat(end.number()).isEqualTo(start.number() + 5);
    assertThat(found)
        .extracting(r -> r.type() + " " + r.thread() + " " + r.event() + " " + r.timestamp())
        .containsExactly("m.read main $2 7", "m.read.private null $3 7", "m.read null $4 7");
    assertThat(found)
        .extracting(r -> r.position().number() - start.number())
        .containsExactly(2L, 3L, 4L);
    assertThat(store().receiptsOf(alice, List.of(room, other))).hasSize(4);
    assertThat(store().receiptsOf(bob, List.of(room))).isEmpty();
    assertThat(store().allReceipts(start, end)).hasSize(4);
    assertThat(store().receiptsSince(List.of(room), end, end)).isEmpty();
    assertThat(store().receiptsSince(List.of(), start, end)).isEmpty();
  }

  @Test
  void givesEqualFiltersOfAUserOneId() {
    store().createAccount(account(alice, null));
    store().createAccount(account(bob, null));
    JsonObject filter = Json.parseObject("{\"a\":1,\"b\":[2]}".getBytes());
    JsonObject same = Json.parseObject("{\"b\":[2],\"a\":1}".getBytes());

    String id = store().addFilter(alice, filter);

    assertThat(store().addFilter(alice, same)).isEqualTo(id);
    assertThat(store().addFilter(alice, JsonObject.EMPTY)).isNotEqualTo(id);
    assertThat(store().filter(alice, id).map(raw -> Json.parseObject(raw.utf8()))).contains(filter);
    assertThat(store().filter(bob, id)).isEmpty();
    assertThat(store().filter(alice, "no number")).isEmpty();
    assertThat(store().filter(alice, "99999999999999999999")).isEmpty();
  }

  @Test
  void keepsFieldsOfAProfile() {
    store().createAccount(account(alice, null));
    assertThat(store().profile(alice)).contains(JsonObject.EMPTY);
    assertThat(store().profile(bob)).isEmpty();

    store().setProfileField(alice, "displayname", new JsonString("Alice"));
    store().setProfileField(alice, "avatar_url", new JsonString("mxc://a/b"));
    store().setProfileField(alice, "displayname", new JsonString("Älice"));
    store().setProfileField(alice, "avatar_url", null);

    assertThat(store().profile(alice))
        .contains(JsonObject.of("displayname", new JsonString("Älice")));
  }

  @Test
  void showsFromTheLoginOnWhereADeviceWasSeen() {
    store().createAccount(account(alice, null));

    store().openSession(session(alice, phone, 1).from("192.0.2.7"));
    store().openSession(session(alice, phone, 2));

    assertThat(store().devices(alice))
        .containsExactly(new Device(alice, phone, null, "192.0.2.7", NOW));
  }

  private NewSession session(UserId user, DeviceId device, int token) {
    return new NewSession(user, device, null, SessionTokens.of(hash(token), null), NOW);
  }

  private Device device(DeviceId id, String name) {
    return new Device(alice, id, name, null, NOW);
  }

  private byte[] hash(int token) {
    return (mark + token).getBytes();
  }

  private Receipt receipt(RoomId room, String type, String thread, String event) {
    return new Receipt(room, type, alice, thread, new EventId(event), 7, Position.START);
  }
}
