package org.ashlar.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.Await;
import org.ashlar.itests.server.MatrixClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `kill -9` of the server and of its PostgreSQL at random moments under load: what was
/// acknowledged is there, nothing is there twice, tokens stay valid, and all goes on by itself.
class CrashIT {
  private static final int KILLS = Integer.getInteger("ashlar.kills", 20);
  private static final int SENDERS = 8;
  private static final int ROOMS = 4;
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final String YAML =
      """
      rate_limits:
        enabled: false
      registration:
        enabled: true
      password:
        hash_memory_kib: 1024
        hash_iterations: 1
      """;

  @RegisterExtension static final AshlarServer SERVER = AshlarServer.with(YAML);

  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean stopping;

  @Test
  void nothingAcknowledgedIsLostAndNothingIsThereTwice() throws InterruptedException {
    long seed = Long.getLong("ashlar.seed", System.nanoTime());
    Random random = new Random(seed);
    MatrixClient owner = MatrixClient.register(SERVER.baseUri(), "owner");
    List<String> rooms = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(owner.createRoom("{\"preset\":\"public_chat\"}"));
    }
    Reader reader = new Reader(owner);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      MatrixClient sender = MatrixClient.register(SERVER.baseUri(), "sender" + i);
      rooms.forEach(sender::join);
      int number = i;
      senders.add(Thread.ofVirtual().start(() -> send(sender, number, rooms)));
    }

    for (int kill = 0; kill < KILLS; kill++) {
      long before = sent.get();
      long wanted = before + 20 + random.nextInt(200);
      Await.until("messages flow again", RECOVERY, () -> sent.get() > wanted);
      if (kill % 2 == 0) {
        SERVER.kill();
        SERVER.start();
      } else {
        killDatabase();
      }
      reader.catchUp();
    }
    stopping = true;
    for (Thread sender : senders) {
      sender.join();
    }
    reader.catchUp();

    assertThat(refusals).as("seed %d", seed).isEmpty();
    acknowledged.forEach(
        (room, events) -> {
          List<String> timeline = owner.timeline(room);
          assertThat(timeline).as("seed %d", seed).doesNotHaveDuplicates().containsAll(events);
          assertThat(reader.bodies(room))
              .as("seed %d", seed)
              .doesNotHaveDuplicates()
              .hasSize(events.size());
          assertThat(reader.ids(room)).containsExactlyInAnyOrderElementsOf(events);
        });
    System.out.printf("%d kills, %d messages acknowledged, seed %d%n", KILLS, sent.get(), seed);
  }

  private static void killDatabase() {
    long postmaster = SERVER.postmasterPid().orElseThrow();
    ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
    Await.until(
        "the database is back",
        RECOVERY,
        () ->
            SERVER.postmasterPid().orElse(postmaster) != postmaster
                && SERVER.get("/_matrix/client/versions").statusCode() == 200);
  }

  /// Sends one message after the other; each is repeated under its transaction until it is
  /// acknowledged, as clients do.
  private void send(MatrixClient client, int number, List<String> rooms) {
    for (int i = 0; !stopping; i++) {
      String room = rooms.get((number + i) % rooms.size());
      String transaction = number + "-" + i;
      @Nullable String event = null;
      while (event == null) {
        event = attempt(client, room, transaction);
      }
      acknowledged.computeIfAbsent(room, _ -> ConcurrentHashMap.newKeySet()).add(event);
      sent.incrementAndGet();
    }
  }

  private @Nullable String attempt(MatrixClient client, String room, String transaction) {
    try {
      MatrixClient.Answer answer = client.send(room, transaction, transaction);
      if (answer.status() == 200) {
        return answer.body().get("event_id").asText();
      }
      if (answer.status() != 503) {
        refusals.add(answer.toString());
      }
    } catch (RuntimeException e) {
      // The server is down; it is asked again.
    }
    LockSupport.parkNanos(20_000_000);
    return null;
  }

  /// A client that goes on with its token over all crashes.
  private static final class Reader {
    private final MatrixClient client;
    private final Map<String, List<JsonNode>> seen = new HashMap<>();
    private String since;

    Reader(MatrixClient client) {
      this.client = client;
      this.since = sync("").get("next_batch").asText();
    }

    void catchUp() {
      boolean news = true;
      while (news) {
        JsonNode answer = sync(since);
        since = answer.get("next_batch").asText();
        news = take(answer);
      }
    }

    private JsonNode sync(String from) {
      return client.sync(from, MatrixClient.LONG_TIMELINES, Duration.ZERO).ok();
    }

    List<String> ids(String room) {
      return texts(room, "event_id");
    }

    List<String> bodies(String room) {
      return seen.getOrDefault(room, List.of()).stream()
          .map(event -> event.get("content").get("body").asText())
          .toList();
    }

    private List<String> texts(String room, String member) {
      return seen.getOrDefault(room, List.of()).stream()
          .map(event -> event.get(member).asText())
          .toList();
    }

    private boolean take(JsonNode answer) {
      JsonNode joined = answer.path("rooms").path("join");
      for (Map.Entry<String, JsonNode> room : joined.properties()) {
        JsonNode timeline = room.getValue().path("timeline");
        List<JsonNode> events = seen.computeIfAbsent(room.getKey(), _ -> new ArrayList<>());
        if (timeline.path("limited").asBoolean()) {
          fill(room.getKey(), timeline.get("prev_batch").asText(), events);
        }
        events.addAll(messages(timeline, "events"));
      }
      return !joined.isEmpty();
    }

    private void fill(String room, String from, List<JsonNode> events) {
      Set<String> known = new HashSet<>(texts(room, "event_id"));
      String token = from;
      while (token != null) {
        JsonNode page = client.before(room, token);
        List<JsonNode> missed =
            messages(page, "chunk").stream()
                .filter(event -> !known.contains(event.get("event_id").asText()))
                .toList();
        events.addAll(missed);
        token = missed.isEmpty() ? null : page.path("end").asText(null);
      }
    }

    private static List<JsonNode> messages(JsonNode page, String name) {
      return page.path(name)
          .valueStream()
          .filter(event -> event.path("type").asText().equals("m.room.message"))
          .toList();
    }
  }
}
