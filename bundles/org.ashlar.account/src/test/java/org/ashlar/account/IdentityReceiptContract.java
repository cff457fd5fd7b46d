package org.ashlar.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [IdentityStore] does with receipts for older events. The names bear the number of the
/// reference behaviour's test. Each test uses a room of its own.
public abstract class IdentityReceiptContract {
  private final String mark = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  protected final UserId alice = new UserId("@alice-" + mark + ":test");
  protected final RoomId room = new RoomId("!room-" + mark);

  /// The store, with all its tables.
  protected abstract IdentityStore store();

  @Test
  void e23AReceiptForAnOlderEventIsIgnored() {
    // Given
    write(receipt(null, at(50)));
    Position before = store().receiptPosition();

    // When
    WrittenReceipts older = write(receipt(null, at(40)));

    // Then
    assertThat(older).isEqualTo(new WrittenReceipts(before, List.of()));
    assertThat(store().receiptPosition()).isEqualTo(before);
    assertThat(stored(null)).isEqualTo("$50");
    assertThat(write(receipt(null, at(51))).stored()).hasSize(1);
    assertThat(stored(null)).isEqualTo("$51");
  }

  @Test
  void e23AReceiptForTheSameEventIsIgnored() {
    write(receipt(null, at(50)));

    assertThat(write(receipt(null, at(50))).stored()).isEmpty();
  }

  @Test
  void e23AReceiptInAnotherThreadOrOfAnotherTypeIsStored() {
    // Given
    write(receipt(null, at(50)));

    // When
    write(receipt("main", at(40)));
    Receipt hidden = receipt(null, at(30));
    write(
        new Receipt(
            room,
            Receipt.READ_PRIVATE,
            alice,
            null,
            hidden.event(),
            7,
            Position.START,
            hidden.place()));

    // Then
    assertThat(stored(null)).isEqualTo("$50");
    assertThat(stored("main")).isEqualTo("$40");
    assertThat(store().receiptsOf(alice, List.of(room))).hasSize(3);
  }

  @Test
  void e23AnUnknownEventNeitherLosesNorBlocks() {
    // Given
    write(receipt(null, at(50)));

    // When, Then
    assertThat(write(receipt(null, null)).stored()).hasSize(1);
    assertThat(stored(null)).isEqualTo("$unknown");
    assertThat(write(receipt(null, null)).stored()).hasSize(1);
    assertThat(write(receipt(null, at(40))).stored()).hasSize(1);
    assertThat(stored(null)).isEqualTo("$40");
  }

  @Test
  void e23BackfilledEventsAreOlder() {
    write(receipt(null, at(-9)));

    assertThat(write(receipt(null, at(-10))).stored()).isEmpty();
    assertThat(write(receipt(null, at(-3))).stored()).hasSize(1);
    assertThat(write(receipt(null, at(1))).stored()).hasSize(1);
    assertThat(write(receipt(null, at(-1))).stored()).isEmpty();
  }

  @Test
  void e23PlacesOfDifferentWritersAreNotCompared() {
    write(receipt(null, new Position(2, 50)));

    assertThat(write(receipt(null, at(40))).stored()).hasSize(1);
    assertThat(write(receipt(null, new Position(2, 30))).stored()).hasSize(1);
  }

  @Test
  void e23ThoseThatAreStoredHavePositionsWithoutHoles() {
    // Given
    write(receipt(null, at(50)), receipt("$b", at(50)));
    Position before = store().receiptPosition();

    // When
    Receipt first = receipt("$a", at(40));
    Receipt last = receipt("$b", at(60));
    WrittenReceipts written = write(first, receipt(null, at(40)), last, receipt("$c", null));

    // Then
    assertThat(written.last().number()).isEqualTo(before.number() + 3);
    assertThat(written.stored()).hasSize(3).startsWith(first, last);
    assertThat(store().receiptsSince(List.of(room), before, written.last()))
        .extracting(
            r -> r.thread() + " " + r.event() + " " + (r.position().number() - before.number()))
        .containsExactly("$a $40 1", "$b $60 2", "$c $unknown 3");
    assertThat(store().receiptsSince(List.of(room), before, written.last()))
        .extracting(Receipt::place)
        .containsExactly(at(40), at(60), null);
  }

  @Test
  void e23OfManyAtOnceTheNewestStays() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      String thread = "$thread" + round;
      List<Long> places = new ArrayList<>(LongStream.rangeClosed(1, 24).boxed().toList());
      Collections.shuffle(places);
      List<Thread> all = new ArrayList<>();
      for (long place : places) {
        all.add(Thread.startVirtualThread(() -> write(receipt(thread, at(place)))));
      }
      for (Thread one : all) {
        one.join();
      }
      assertThat(stored(thread)).isEqualTo("$24");
    }
  }

  /// Writes receipts.
  protected WrittenReceipts write(Receipt... receipts) {
    return store().writeReceipts(List.of(receipts));
  }

  /// A receipt of alice for the event `$` and the number of its place.
  protected Receipt receipt(@Nullable String thread, @Nullable Position place) {
    EventId event = new EventId("$" + (place == null ? "unknown" : place.number()));
    return new Receipt(room, Receipt.READ, alice, thread, event, 7, Position.START, place);
  }

  /// The event of alice's receipt.
  protected String stored(@Nullable String thread) {
    return store().receiptsOf(alice, List.of(room)).stream()
        .filter(r -> r.type().equals(Receipt.READ))
        .filter(r -> thread == null ? r.thread() == null : thread.equals(r.thread()))
        .map(r -> r.event().value())
        .findFirst()
        .orElseThrow();
  }

  /// A place in the stream of events.
  protected static Position at(long number) {
    return new Position(1, number);
  }
}
