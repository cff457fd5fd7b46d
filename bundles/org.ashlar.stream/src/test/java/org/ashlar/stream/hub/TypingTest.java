package org.ashlar.stream.hub;

import static org.ashlar.stream.hub.SampleEvents.ALICE;
import static org.ashlar.stream.hub.SampleEvents.at;
import static org.ashlar.stream.hub.SampleEvents.room;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ashlar.base.id.UserId;
import org.ashlar.stream.Stream;
import org.ashlar.stream.TypingUsers;
import org.junit.jupiter.api.Test;

class TypingTest {
  private static final UserId BOB = new UserId("@bob:a.example");

  private final ManualTimer timer = new ManualTimer();
  private final List<String> woken = new ArrayList<>();
  private final MemoryStreamHub hub =
      new MemoryStreamHub(new EventRing(8, 1000), () -> timer.now, timer);

  TypingTest() {
    hub.bindWaiters(woken::addAll);
  }

  @Test
  void whoTypesIsShownUntilTheTimeIsOver() {
    hub.typing(room(1), ALICE, 1000);

    assertThat(hub.typing(room(1))).isEqualTo(new TypingUsers(List.of(ALICE), 1));
    timer.pass(999);
    assertThat(hub.typing(room(1)).users()).containsExactly(ALICE);
    timer.pass(1);
    assertThat(hub.typing(room(1))).isEqualTo(new TypingUsers(List.of(), 2));
    assertThat(woken).containsExactly("room:" + room(1), "room:" + room(1));
  }

  @Test
  void whoGoesOnTypingIsNotAnnouncedAgain() {
    hub.typing(room(1), ALICE, 1000);
    timer.pass(600);
    hub.typing(room(1), ALICE, 1000);
    timer.pass(900);

    assertThat(hub.typing(room(1))).isEqualTo(new TypingUsers(List.of(ALICE), 1));
    timer.pass(100);
    assertThat(hub.typing(room(1)).users()).isEmpty();
    assertThat(woken).hasSize(2);
  }

  @Test
  void aShorterTimeReplacesALongerOne() {
    hub.typing(room(1), ALICE, 60_000);
    hub.typing(room(1), ALICE, 100);
    timer.pass(100);

    assertThat(hub.typing(room(1)).users()).isEmpty();
    timer.pass(100_000);
    assertThat(hub.typing(room(1)).serial()).isEqualTo(2);
  }

  @Test
  void whoStopsAndBeginsAgainTypesAsLongAsItSaysLast() {
    hub.typing(room(1), ALICE, 1000);
    hub.typing(room(1), ALICE, 0);
    hub.typing(room(1), ALICE, 5000);
    timer.pass(1500);

    assertThat(hub.typing(room(1))).isEqualTo(new TypingUsers(List.of(ALICE), 3));
  }

  @Test
  void nobodyTypesForMoreThanTwoMinutes() {
    hub.typing(room(1), ALICE, Long.MAX_VALUE);
    timer.pass(120_000);

    assertThat(hub.typing(room(1)).users()).isEmpty();
  }

  @Test
  void stoppingWithoutTypingChangesNothing() {
    hub.typing(room(1), ALICE, 0);

    assertThat(hub.typing(room(1))).isEqualTo(new TypingUsers(List.of(), 0));
    assertThat(woken).isEmpty();
  }

  @Test
  void eachChangeMovesTheStreamOfItsRoomOnly() {
    hub.typing(room(1), ALICE, 1000);
    hub.typing(room(2), BOB, 1000);
    hub.typing(room(2), ALICE, 1000);

    assertThat(hub.position(Stream.TYPING)).contains(at(3));
    assertThat(hub.typing(room(2)).users()).containsExactly(BOB, ALICE);
    assertThat(hub.changedSince(Stream.TYPING, "room:" + room(1), at(0))).isTrue();
    assertThat(hub.changedSince(Stream.TYPING, "room:" + room(1), at(1))).isFalse();
    assertThat(hub.changedSince(Stream.TYPING, "room:" + room(2), at(2))).isTrue();
  }

  /// Time that passes when told.
  private static final class ManualTimer implements TypingRooms.Timer {
    private final List<Due> due = new ArrayList<>();
    private long now = 5_000_000_000L;

    private record Due(long time, Runnable work) {}

    @Override
    public Runnable after(Duration delay, Runnable work) {
      Due entry = new Due(now + delay.toNanos(), work);
      due.add(entry);
      return () -> due.remove(entry);
    }

    void pass(long millis) {
      long end = now + millis * 1_000_000;
      while (true) {
        Due next = due.stream().min(Comparator.comparingLong(Due::time)).orElse(null);
        if (next == null || next.time() > end) {
          now = end;
          return;
        }
        due.remove(next);
        now = next.time();
        next.work().run();
      }
    }
  }
}
