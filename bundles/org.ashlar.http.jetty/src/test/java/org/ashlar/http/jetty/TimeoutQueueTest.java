package org.ashlar.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeoutQueueTest {
  private final TimeoutQueue queue = new TimeoutQueue();
  private final List<Long> expired = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch last = new CountDownLatch(1);

  private final class Entry extends TimeoutQueue.Timed {
    private final long deadline;
    private final boolean isLast;

    Entry(long deadline, boolean isLast) {
      super(deadline);
      this.deadline = deadline;
      this.isLast = isLast;
    }

    @Override
    void expire() {
      expired.add(deadline);
      if (isLast) {
        last.countDown();
      }
    }
  }

  @Test
  void letsWhatIsLeftExpireInOrder() throws Exception {
    Random random = new Random(7);
    long now = System.nanoTime();
    List<Entry> removed = new ArrayList<>();
    int count = 5_000;
    for (int i = 0; i < count; i++) {
      Entry entry = new Entry(now + random.nextInt(50_000_000), false);
      queue.add(entry);
      if (i % 2 == 0) {
        removed.add(entry);
      }
    }
    Collections.shuffle(removed, random);
    removed.forEach(queue::remove);
    removed.forEach(queue::remove);
    assertThat(queue.size()).isEqualTo(count / 2);
    queue.add(new Entry(now + 60_000_000, true));

    Thread thread = Thread.ofVirtual().start(queue::run);

    assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(expired).hasSize(count / 2 + 1).isSorted();
    assertThat(queue.size()).isZero();
    assertThat(System.nanoTime() - now).isGreaterThanOrEqualTo(60_000_000);
    thread.interrupt();
    thread.join();
  }

  @Test
  void anEarlierEntryOvertakesTheOneThatIsWaitedFor() throws Exception {
    Thread thread = Thread.ofVirtual().start(queue::run);
    queue.add(new Entry(System.nanoTime() + TimeUnit.HOURS.toNanos(1), false));
    queue.add(new Entry(System.nanoTime() + 1_000_000, true));
    assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(queue.size()).isEqualTo(1);
    thread.interrupt();
    thread.join();
  }
}
