package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.context.RequestContext;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/// L-08: given an asynchronous appender, each line still has the id of its origin; and whatever
/// happens, each line is written or dropped, and counted once.
class OriginOfLinesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int THREADS = 16;
  private static final int CONTEXTS = 200;
  private static final int LINES = 8;
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ +\\w+ +\\[(\\S+) < (\\S+)] a: (\\S+) (\\S+) (\\S+) (\\S+) \\| user=(\\S+)"
              + " room=(\\S+)");
  private static final Pattern DROPPED = Pattern.compile("(\\d+) log lines were dropped");

  private final List<Throwable> faults = new ArrayList<>();
  private final Sink sink = new Sink();
  private final Logging logging =
      new Logging(new LogOutput(new TextLayout(), sink), InstantSource.system());

  @Test
  void everyLineBearsItsOwnIds() throws Exception {
    logFromManyContexts(_ -> flush());

    assertEachLineIsItsOwn();
    assertThat(sink.lines()).hasSize(THREADS * CONTEXTS * LINES);
    assertThat(logging.statistics().dropped()).isZero();
  }

  @Test
  void whenLinesAreDroppedTheOthersStillDoAndTheyAreCountedOnce() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    sink.before = stuck;
    Thread stop = Thread.ofPlatform().start(() -> openWhenDropping(stuck));

    logFromManyContexts(_ -> {});
    stop.join();
    assertThat(logging.flush(LONG)).isTrue();
    logging.getLogger("end").error("the last line");
    assertThat(logging.flush(LONG)).isTrue();

    assertEachLineIsItsOwn();
    LogStatistics statistics = logging.statistics();
    assertThat(statistics.dropped()).isPositive().isEqualTo(reported());
    assertThat(statistics.written() + statistics.dropped())
        .isEqualTo(THREADS * CONTEXTS * LINES + 1);
    assertThat(statistics.written()).isEqualTo(sink.lines().size());
  }

  @Test
  void whenTheOutputFailsAndTheLogIsClosedMeanwhileNothingIsCountedTwiceOrNever() throws Exception {
    sink.failsEvery = 3;

    logFromManyContexts(
        i -> {
          if (i % 50 == 0) {
            logging.close();
          }
        });
    assertThat(logging.flush(LONG)).isTrue();
    sink.failsEvery = 0;
    logging.getLogger("end").error("the last line");
    assertThat(logging.flush(LONG)).isTrue();

    assertEachLineIsItsOwn();
    LogStatistics statistics = logging.statistics();
    assertThat(statistics.dropped()).isPositive().isEqualTo(reported());
    assertThat(statistics.written()).isEqualTo(sink.lines().size());
    assertThat(statistics.written() + statistics.dropped())
        .isEqualTo(THREADS * CONTEXTS * LINES + 1);
  }

  /// Before this was a mark in the queue it counted lines, and other lines counted for it.
  @Test
  void aFlushWaitsForTheLinesOfItsOwnThread() throws Exception {
    List<Thread> threads =
        inThreads(
            thread -> {
              for (int i = 0; i < 100; i++) {
                String text = thread + "-" + i;
                logging.getLogger("a").info(text);
                flush();
                assertThat(sink.text()).contains("a: " + text + "\n");
              }
            });
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(faults).isEmpty();
  }

  private void flush() {
    try {
      assertThat(logging.flush(LONG)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void openWhenDropping(CountDownLatch stuck) {
    while (logging.statistics().dropped() < 1000) {
      Thread.onSpinWait();
    }
    stuck.countDown();
  }

  private void logFromManyContexts(IntConsumer after) throws Exception {
    for (Thread thread : inThreads(t -> logContexts(t, after))) {
      thread.join();
    }
    assertThat(faults).isEmpty();
  }

  private void logContexts(int thread, IntConsumer after) {
    Logger logger = logging.getLogger("a");
    for (int i = 0; i < CONTEXTS; i++) {
      String number = thread + "-" + i;
      RequestContext context =
          RequestContext.root(
              "GET-" + number, RequestContext.Kind.REQUEST, Instant.MAX, "link-" + number);
      context.identify("@u" + number + ":x");
      context.about("!r" + number + ":x");
      context.run(
          () -> {
            for (int line = 0; line < LINES; line++) {
              logger.info("GET-{} link-{} @u{}:x !r{}:x", number, number, number, number);
            }
          });
      context.finish("200");
      after.accept(i);
    }
  }

  private List<Thread> inThreads(IntConsumer work) {
    IntFunction<Thread> start =
        number ->
            Thread.ofPlatform()
                .uncaughtExceptionHandler(
                    (_, e) -> {
                      synchronized (faults) {
                        faults.add(e);
                      }
                    })
                .start(() -> work.accept(number));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(start.apply(i));
    }
    return threads;
  }

  private void assertEachLineIsItsOwn() {
    for (String line : sink.lines()) {
      Matcher parts = LINE.matcher(line);
      if (!line.endsWith("the last line")) {
        assertThat(parts.matches()).as(line).isTrue();
        assertThat(parts.group(1)).as(line).isEqualTo(parts.group(3));
        assertThat(parts.group(2)).as(line).isEqualTo(parts.group(4));
        assertThat(parts.group(7)).as(line).isEqualTo(parts.group(5));
        assertThat(parts.group(8)).as(line).isEqualTo(parts.group(6));
      }
    }
  }

  private long reported() {
    return DROPPED.matcher(sink.text()).results().mapToLong(m -> Long.parseLong(m.group(1))).sum();
  }

  private static final class Sink implements LogSink {
    private final StringBuilder text = new StringBuilder();
    private volatile CountDownLatch before = new CountDownLatch(0);
    private volatile int failsEvery;
    private int writes;

    @Override
    public void write(byte[] bytes) throws IOException {
      try {
        before.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      int every = failsEvery;
      if (every > 0 && ++writes % every == 0) {
        throw new IOException("no space");
      }
      synchronized (text) {
        text.append(new String(bytes, StandardCharsets.UTF_8));
      }
    }

    String text() {
      synchronized (text) {
        return text.toString();
      }
    }

    /// Without the lines that tell of dropped ones.
    List<String> lines() {
      return text().lines().filter(line -> !line.endsWith("were dropped")).toList();
    }
  }
}
