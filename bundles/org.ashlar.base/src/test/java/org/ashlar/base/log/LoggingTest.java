package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LoggingTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
  private final Memory memory = new Memory();
  private final Logging text = new Logging(new LogOutput(new TextLayout(), memory), clock);
  private final Logging json = new Logging(new LogOutput(new JsonLayout(), memory), clock);

  @Test
  void slf4jIsBoundToThisLog() {
    assertThat(LoggerFactory.getILoggerFactory()).isSameAs(Logging.current());
  }

  @Test
  void aLineBearsTheContextOfTheThreadThatWroteIt() throws Exception {
    Logger logger = text.getLogger("org.ashlar.room.core.Lane");
    RequestContext context =
        RequestContext.root("GET-17", RequestContext.Kind.REQUEST, Instant.MAX);

    context.withCaller("@a:b").run(() -> logger.info("sent {} of {}", 1, 2));

    text.flush(LONG);
    assertThat(memory.lines())
        .singleElement()
        .asString()
        .matches("\\S+Z INFO  \\[GET-17] room\\.core\\.Lane: sent 1 of 2 \\| user=@a:b");
  }

  @Test
  void aJsonLineHasFieldsOfTheLineAndOfTheEnricher() throws Exception {
    json.enricher(line -> Map.of("enricher", "1.0.0", "seen", line.contextId()));

    json.getLogger("x.Y").atWarn().addKeyValue("room", "!r").log("hello");

    json.flush(LONG);
    JsonObject object = Json.parseObject(memory.lines().getFirst().getBytes());
    assertThat(object.members())
        .contains(
            entry("level", new JsonString("WARN")),
            entry("logger", new JsonString("x.Y")),
            entry("room", new JsonString("!r")),
            entry("seen", new JsonString("-")),
            entry("enricher", new JsonString("1.0.0")));
  }

  @Test
  void theThreadIsNullWhenItHasNoName() throws Exception {
    Logger logger = json.getLogger("x.Y");
    Thread.ofVirtual().start(() -> logger.info("hello")).join();
    Thread.ofVirtual().name("lane").start(() -> logger.info("hello")).join();

    json.flush(LONG);
    assertThat(memory.lines())
        .extracting(line -> Json.parseObject(line.getBytes(StandardCharsets.UTF_8)).get("thread"))
        .containsExactly(JsonNull.NULL, new JsonString("lane"));
  }

  @Test
  void aJsonLineHasAllFieldsAndNoneOfACallerTakesTheirPlace() throws Exception {
    json.getLogger("x.Y")
        .atInfo()
        .addKeyValue("context", "GET-1")
        .addKeyValue("new_password", "hunter2")
        .log("hello");

    json.flush(LONG);
    String line = memory.lines().getFirst();
    JsonObject object = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
    assertThat(object.names())
        .contains("time", "level", "context", "link", "user", "room", "bundle", "node")
        .contains("enricher", "logger", "thread", "message");
    assertThat(object.string("context")).contains("-");
    assertThat(object.string("context_")).contains("GET-1");
    assertThat(line).doesNotContain("hunter2");
  }

  @Test
  void aLineForPeopleShowsAllAtDebugOnly() throws Exception {
    text.enricher(_ -> Map.of("bundle", "org.ashlar.sync"));
    text.override("a", Level.DEBUG, Duration.ofMinutes(1));

    text.getLogger("a").info("one");
    text.getLogger("a").debug("two");

    text.flush(LONG);
    assertThat(memory.lines().get(0)).endsWith("a: one");
    assertThat(memory.lines().get(1)).endsWith("a: two | bundle=org.ashlar.sync");
  }

  @Test
  void withoutAnEnricherOrWithAFaultyOneTheLineIsPlainAndCounted() throws Exception {
    text.getLogger("a").info("one");
    text.flush(LONG);
    text.enricher(
        line -> {
          throw new IllegalStateException("faulty");
        });
    text.getLogger("a").info("two");
    text.flush(LONG);

    assertThat(memory.lines()).hasSize(2);
    assertThat(text.statistics()).isEqualTo(new LogStatistics(2, 0, 2));
  }

  @Test
  void textFromOutsideCannotMakeALineOfItsOwn() throws Exception {
    text.getLogger("a").info("x\n2026-01-01T00:00:00.000Z ERROR forged\u001b[31m");

    text.flush(LONG);
    assertThat(memory.lines()).hasSize(2);
    assertThat(memory.lines().get(1)).startsWith("    2026").endsWith("forged\\u001b[31m");
  }

  @Test
  void whatTurnsTheDirectionOfTextOrEndsALineIsWrittenOut() throws Exception {
    String turning =
        "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
    text.getLogger("a").atInfo().addKeyValue("name", turning).log("x" + turning + "\u200d\u2027");

    text.flush(LONG);
    String written =
        turning.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
    assertThat(memory.lines())
        .singleElement()
        .asString()
        .endsWith(": x" + written + "\u200d\u2027 | name=" + written);
  }

  @Test
  void aStackTraceIsIndentedAndBelongsToItsLine() throws Exception {
    text.getLogger("a").error("failed", new IllegalStateException("password=hunter2"));

    text.flush(LONG);
    assertThat(memory.lines().getFirst()).endsWith("a: failed");
    assertThat(memory.lines().get(1))
        .isEqualTo("    java.lang.IllegalStateException: password=<redacted>");
    assertThat(memory.lines().subList(1, memory.lines().size()))
        .allMatch(l -> l.startsWith("    "));
  }

  @Test
  void levelsAreAppliedLiveByTheLongestPrefix() {
    Logger sync = text.getLogger("org.ashlar.sync.Poll");
    Logger other = text.getLogger("org.ashlar.synchron");
    assertThat(sync.isDebugEnabled()).isFalse();

    text.apply(
        new LogSettings(
            Level.WARN,
            Map.of("org.ashlar", Level.INFO, "org.ashlar.sync", Level.DEBUG),
            LogSettings.Format.TEXT,
            new LogSettings.Output.Console()));

    assertThat(sync.isDebugEnabled()).isTrue();
    assertThat(other.isDebugEnabled()).isFalse();
    assertThat(other.isInfoEnabled()).isTrue();
    assertThat(text.getLogger("com.zaxxer").isInfoEnabled()).isFalse();
  }

  @Test
  void callersNeverWaitForAStuckOutputAndWhatIsLostIsCounted() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    memory.before = stuck;
    Logger logger = text.getLogger("a");

    for (int i = 0; i < 20_000; i++) {
      logger.info("line {}", i);
    }
    for (int i = 0; i < 100; i++) {
      logger.warn("grave {}", i);
    }
    long dropped = text.statistics().dropped();
    stuck.countDown();
    text.flush(LONG);
    logger.info("last");
    text.flush(LONG);

    assertThat(dropped).isGreaterThan(10_000);
    assertThat(memory.lines().stream().filter(l -> l.contains("grave"))).hasSize(100);
    assertThat(memory.lines()).anyMatch(l -> l.endsWith(dropped + " log lines were dropped"));
    assertThat(text.statistics().written() + dropped).isEqualTo(20_101);
  }

  @Test
  void aFileIsRotatedBySizeAndOldOnesAreLimitedInNumber(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("log/ashlar.log");
    FileSink sink = new FileSink(new LogSettings.Output.File(path, 4096, 2));

    for (int i = 0; i < 5; i++) {
      sink.write(Integer.toString(i).repeat(3000).getBytes(StandardCharsets.UTF_8));
    }
    sink.close();

    assertThat(path.getParent())
        .isDirectoryContaining(p -> p.endsWith("ashlar.log"))
        .isDirectoryNotContaining(p -> p.endsWith("ashlar.log.3"));
    assertThat(Files.readString(path)).startsWith("4");
    assertThat(Files.readString(folder.resolve("log/ashlar.log.1"))).startsWith("3");
    assertThat(Files.readString(folder.resolve("log/ashlar.log.2"))).startsWith("2");
  }

  @Test
  void afterACloseALaterLineIsStillWritten() throws Exception {
    text.getLogger("a").info("one");
    text.close();
    text.getLogger("a").info("two");
    text.flush(LONG);

    assertThat(memory.lines()).hasSize(2);
  }

  private static final class Memory implements LogSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile CountDownLatch before = new CountDownLatch(0);

    @Override
    public void write(byte[] more) throws IOException {
      try {
        before.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      synchronized (bytes) {
        bytes.writeBytes(more);
      }
    }

    List<String> lines() {
      synchronized (bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
      }
    }
  }
}
