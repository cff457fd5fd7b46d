package org.ashlar.base.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TasksTest {
  @Test
  void workApartHoldsNeitherTheSharedThreadsNorTheEnd() throws InterruptedException {
    // Given
    Tasks tasks = new Tasks("test");
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    Tasks.Task task =
        tasks.apart(
            "trial",
            () -> {
              thread.set(Thread.currentThread());
              entered.countDown();
              while (released.getCount() > 0) {
                Thread.onSpinWait();
              }
            });
    entered.await();

    // When
    tasks.close();

    // Then
    assertThat(task.isDone()).isFalse();
    assertThat(thread.get().isVirtual()).isFalse();
    assertThat(thread.get().isDaemon()).isTrue();
    assertThat(thread.get().isInterrupted()).isTrue();
    assertThat(thread.get().getName()).isEqualTo("test/trial");
    assertThatThrownBy(() -> tasks.apart("trial", () -> {}))
        .isInstanceOf(IllegalStateException.class);
    released.countDown();
    thread.get().join();
    assertThat(tasks.size()).isZero();
  }
}
