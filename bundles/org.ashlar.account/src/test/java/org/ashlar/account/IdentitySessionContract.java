package org.ashlar.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.ashlar.account.Caller.Kind;
import org.ashlar.account.Caller.Status;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [IdentityStore] does with tokens that are refreshed, guests who become users, and
/// devices that are used.
public abstract class IdentitySessionContract {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final DeviceId PHONE = new DeviceId("PHONE");

  private final String mark = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  private final UserId alice = new UserId("@alice-" + mark + ":test");

  /// The store, with all its tables.
  protected abstract IdentityStore store();

  @BeforeEach
  void makeAlice() {
    store().createAccount(account(Kind.USER));
  }

  @Test
  void keepsOldTokensUntilNewOnesAreUsed() {
    open(1, null);

    StoredSession second = refresh(1, 2).orElseThrow();

    assertThat(second.unused()).isTrue();
    assertThat(second.caller().user()).isEqualTo(alice);
    assertThat(second.caller().device()).isEqualTo(PHONE);
    assertThat(store().session(access(1))).isPresent();
    assertThat(store().confirmSession(second.caller().session())).isTrue();
    assertThat(store().session(access(1))).isEmpty();
    assertThat(store().refreshable(refresh(1))).isEmpty();
    assertThat(refresh(1, 3)).isEmpty();
    assertThat(store().session(access(2)).orElseThrow().unused()).isFalse();
  }

  @Test
  void takesARefreshAsTheFirstUseOfWhatItRefreshes() {
    open(1, null);
    refresh(1, 2);

    refresh(2, 3);

    assertThat(store().session(access(1))).isEmpty();
    assertThat(store().session(access(2)).orElseThrow().unused()).isFalse();
    assertThat(store().session(access(3)).orElseThrow().unused()).isTrue();
  }

  @Test
  void letsAClientAskAgainWhenItLostTheAnswer() {
    open(1, null);
    StoredSession lost = refresh(1, 2).orElseThrow();
    StoredSession received = refresh(1, 3).orElseThrow();

    store().confirmSession(received.caller().session());

    assertThat(store().confirmSession(lost.caller().session())).isFalse();
    assertThat(store().session(access(2))).isEmpty();
    assertThat(store().refreshable(refresh(2))).isEmpty();
    assertThat(store().session(access(3))).isPresent();
  }

  @Test
  void keepsFourAnswersThatNobodyUsed() {
    open(1, null);

    IntStream.rangeClosed(2, 9).forEach(i -> refresh(1, i));

    assertThat(IntStream.rangeClosed(1, 9).filter(i -> store().session(access(i)).isPresent()))
        .containsExactly(1, 6, 7, 8, 9);
  }

  @Test
  void lendsTwoRefreshesAtOnceBothAPairAndKeepsOneOfThem() throws InterruptedException {
    open(0, null);
    ConcurrentLinkedQueue<StoredSession> pairs = new ConcurrentLinkedQueue<>();
    IdentityStoreContract.atOnce(4, i -> refresh(0, i + 1).ifPresent(pairs::add));
    ConcurrentLinkedQueue<Boolean> kept = new ConcurrentLinkedQueue<>();
    List<StoredSession> all = List.copyOf(pairs);

    IdentityStoreContract.atOnce(
        4, i -> kept.add(store().confirmSession(all.get(i).caller().session())));

    assertThat(all).hasSize(4);
    assertThat(kept).hasSize(4).containsOnlyOnce(true);
    assertThat(IntStream.rangeClosed(0, 4).filter(i -> store().session(access(i)).isPresent()))
        .hasSize(1);
  }

  @Test
  void leavesOneSessionWhenADeviceLogsInWhileItRefreshes() throws InterruptedException {
    open(0, null);

    IdentityStoreContract.atOnce(
        8,
        i -> {
          if (i == 0) {
            open(100, null);
          } else {
            refresh(0, i);
          }
        });

    assertThat(store().session(access(100))).isPresent();
    assertThat(IntStream.range(0, 8).filter(i -> store().session(access(i)).isPresent())).isEmpty();
  }

  @Test
  void refusesAnUnknownOrExpiredRefreshToken() {
    open(1, NOW.plusSeconds(10));

    assertThat(refresh(5, 6)).isEmpty();
    assertThat(store().refreshSession(refresh(1), tokens(2, null), NOW.plusSeconds(10))).isEmpty();
    assertThat(store().refreshSession(refresh(1), tokens(2, null), NOW.plusSeconds(9))).isPresent();
  }

  @Test
  void keepsWhenARefreshedTokenExpires() {
    open(1, null);
    SessionTokens tokens =
        new SessionTokens(access(2), NOW.plusSeconds(5), refresh(2), NOW.plusSeconds(60));

    StoredSession refreshed = store().refreshSession(refresh(1), tokens, NOW).orElseThrow();

    assertThat(refreshed.expires()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void endsRefreshTokensWithTheirDevice() {
    open(1, null);
    refresh(1, 2);

    store().removeDevices(alice, List.of(PHONE));

    assertThat(store().refreshable(refresh(1))).isEmpty();
    assertThat(store().refreshable(refresh(2))).isEmpty();
    assertThat(refresh(1, 3)).isEmpty();
  }

  @Test
  void makesAUserOfAGuestOnce() {
    UserId guest = new UserId("@guest-" + mark + ":test");
    store()
        .createAccount(new StoredAccount(guest, Kind.GUEST, false, Status.ACTIVE, null, null, NOW));

    assertThat(store().upgradeGuest(guest, "$hash")).isTrue();
    assertThat(store().upgradeGuest(guest, "$other")).isFalse();
    assertThat(store().upgradeGuest(alice, "$other")).isFalse();

    assertThat(store().account(guest))
        .contains(new StoredAccount(guest, Kind.USER, false, Status.ACTIVE, "$hash", null, NOW));
  }

  @Test
  void notesTheLastUseOfDevices() {
    open(1, null);
    Instant later = NOW.plusSeconds(90);

    store()
        .touchDevices(
            List.of(
                new DeviceUse(alice, PHONE, "192.0.2.1", later),
                new DeviceUse(alice, new DeviceId("OTHER"), "192.0.2.2", later)));
    store().touchDevices(List.of());

    assertThat(store().devices(alice))
        .containsExactly(new Device(alice, PHONE, null, "192.0.2.1", later));
  }

  private StoredAccount account(Kind kind) {
    return new StoredAccount(alice, kind, false, Status.ACTIVE, null, null, NOW);
  }

  private void open(int number, Instant refreshExpires) {
    store().openSession(new NewSession(alice, PHONE, null, tokens(number, refreshExpires), NOW));
  }

  private Optional<StoredSession> refresh(int old, int next) {
    return store().refreshSession(refresh(old), tokens(next, null), NOW);
  }

  private SessionTokens tokens(int number, Instant refreshExpires) {
    return new SessionTokens(access(number), null, refresh(number), refreshExpires);
  }

  private byte[] access(int number) {
    return (mark + "access" + number).getBytes();
  }

  private byte[] refresh(int number) {
    return (mark + "refresh" + number).getBytes();
  }
}
