package org.ashlar.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ashlar.account.Caller.Kind;
import org.ashlar.account.Caller.Status;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.store.Position;
import org.junit.jupiter.api.Test;

/// What every [IdentityStore] does with account data. Each test uses users and rooms of its own.
public abstract class IdentityDataContract {
  static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

  final String mark = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  final UserId alice = new UserId("@alice-" + mark + ":test");
  final UserId bob = new UserId("@bob-" + mark + ":test");
  final RoomId room = new RoomId("!room-" + mark);

  /// The store, with all its tables.
  protected abstract IdentityStore store();

  @Test
  void keepsAccountDataByUserRoomAndType() {
    store().createAccount(account(alice, null));
    store().createAccount(account(bob, null));

    Position last =
        store()
            .writeAccountData(
                List.of(
                    data(alice, null, "t", "global"),
                    data(alice, room, "t", "room"),
                    data(bob, null, "t", "bob")));

    assertThat(store().accountData(alice, null, "t")).contains(content("global"));
    assertThat(store().accountData(alice, room, "t")).contains(content("room"));
    assertThat(store().accountData(bob, null, "t")).contains(content("bob"));
    assertThat(store().accountData(bob, room, "t")).isEmpty();
    assertThat(store().accountDataPosition()).isEqualTo(last);
    assertThat(texts(store().roomAccountData(alice, room)))
        .containsExactly("!room-" + mark + " t {\"v\":\"room\"} " + (last.number() - 1));
  }

  @Test
  void tellsChangedAccountDataOnceAtItsLastPosition() {
    store().createAccount(account(alice, null));
    Position start = store().accountDataPosition();
    store().writeAccountData(List.of(data(alice, null, "a", "1"), data(alice, null, "b", "1")));
    Position middle = store().writeAccountData(List.of(data(alice, null, "a", "2")));
    Position end = store().writeAccountData(List.of(data(alice, null, "c", "1")));
    long base = start.number();

    assertThat(texts(store().accountDataSince(alice, start, end)))
        .containsExactly(
            "null b {\"v\":\"1\"} " + (base + 2),
            "null a {\"v\":\"2\"} " + (base + 3),
            "null c {\"v\":\"1\"} " + (base + 4));
    assertThat(texts(store().accountDataSince(alice, middle, end)))
        .containsExactly("null c {\"v\":\"1\"} " + (base + 4));
    assertThat(texts(store().accountDataSince(bob, start, end))).isEmpty();
    assertThat(store().accountDataUsers(start, end)).containsExactly(alice);
    assertThat(store().accountDataUsers(end, end)).isEmpty();
  }

  @Test
  void showsNoPositionBeforeAllSmallerOnes() throws InterruptedException {
    store().createAccount(account(alice, null));
    Position start = store().accountDataPosition();
    AtomicBoolean running = new AtomicBoolean(true);
    ConcurrentLinkedQueue<String> holes = new ConcurrentLinkedQueue<>();
    Thread reader =
        Thread.startVirtualThread(
            () -> {
              while (running.get()) {
                Position seen = store().accountDataPosition();
                long rows = store().accountDataSince(alice, start, seen).size();
                if (rows != seen.number() - start.number()) {
                  holes.add(rows + " rows at " + seen);
                }
              }
            });

    atOnce(8, i -> writeTypes(i, 20));
    running.set(false);
    reader.join();

    assertThat(holes).isEmpty();
    assertThat(store().accountDataPosition().number() - start.number()).isEqualTo(160);
  }

  @Test
  void changesAccountDataFromWhatItIs() {
    store().createAccount(account(alice, null));
    Position start = store().accountDataPosition();

    Optional<Position> first = store().changeAccountData(alice, room, "t", c -> content("one"));
    Optional<Position> same = store().changeAccountData(alice, room, "t", c -> c);
    Optional<Position> second =
        store().changeAccountData(alice, room, "t", c -> c.with("w", new JsonString("two")));

    assertThat(first).contains(new Position(start.writer(), start.number() + 1));
    assertThat(same).isEmpty();
    assertThat(second).contains(new Position(start.writer(), start.number() + 2));
    assertThat(store().accountDataPosition()).isEqualTo(second.orElseThrow());
    assertThat(store().accountData(alice, room, "t"))
        .contains(content("one").with("w", new JsonString("two")));
    assertThat(store().accountData(alice, null, "t")).isEmpty();
  }

  @Test
  void keepsAccountDataThatCouldNotBeChanged() {
    store().createAccount(account(alice, null));
    store().writeAccountData(List.of(data(alice, null, "t", "v")));
    Position before = store().accountDataPosition();

    assertThatThrownBy(
            () ->
                store()
                    .changeAccountData(
                        alice,
                        null,
                        "t",
                        c -> {
                          throw new IllegalStateException("told to fail");
                        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(store().accountData(alice, null, "t")).contains(content("v"));
    store().writeAccountData(List.of(data(alice, null, "u", "v")));
    assertThat(store().accountDataPosition().number()).isEqualTo(before.number() + 1);
  }

  @Test
  void losesNoChangeOfManyWritersOfOnePiece() throws InterruptedException {
    store().createAccount(account(alice, null));
    int writers = 4;
    int changes = 25;

    atOnce(
        writers,
        writer -> {
          for (int i = 0; i < changes; i++) {
            String name = writer + "-" + i;
            store().changeAccountData(alice, null, "t", c -> c.with(name, new JsonString("x")));
            store().writeAccountData(List.of(data(alice, null, "other" + writer, "x")));
          }
        });

    assertThat(store().accountData(alice, null, "t").orElseThrow().names())
        .hasSize(writers * changes);
  }

  private void writeTypes(int writer, int count) {
    for (int i = 0; i < count; i++) {
      store().writeAccountData(List.of(data(alice, null, writer + "-" + i, "x")));
    }
  }

  /// Runs work in threads that begin together.
  static void atOnce(int threads, java.util.function.IntConsumer work) throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> all =
        java.util.stream.IntStream.range(0, threads)
            .mapToObj(
                i ->
                    Thread.startVirtualThread(
                        () -> {
                          try {
                            go.await();
                          } catch (InterruptedException e) {
                            return;
                          }
                          work.accept(i);
                        }))
            .toList();
    go.countDown();
    for (Thread thread : all) {
      thread.join();
    }
  }

  static StoredAccount account(UserId user, String passwordHash) {
    return new StoredAccount(user, Kind.USER, false, Status.ACTIVE, passwordHash, null, NOW);
  }

  static AccountDataWrite data(UserId user, RoomId room, String type, String value) {
    return new AccountDataWrite(user, room, type, content(value));
  }

  private static JsonObject content(String value) {
    return JsonObject.of("v", new JsonString(value));
  }

  private static List<String> texts(List<AccountDatum> data) {
    return data.stream()
        .map(
            d ->
                d.room()
                    + " "
                    + d.type()
                    + " "
                    + new String(d.content().utf8())
                    + " "
                    + d.position().number())
        .toList();
  }
}
