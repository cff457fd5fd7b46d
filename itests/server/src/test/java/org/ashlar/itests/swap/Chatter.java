package org.ashlar.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.ashlar.itests.server.MatrixClient;
import org.jspecify.annotations.Nullable;

/// Many clients that send and sync without a pause until they are stopped: half of them send into
/// rooms, the other half read along. Remembers every acknowledged event, every fault and the
/// longest request.
final class Chatter implements AutoCloseable {
  private static final int POLL_MILLIS = 2000;

  private final List<String> rooms = new ArrayList<>();
  private final List<MatrixClient> senders = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();
  private final List<Thread> sending = new ArrayList<>();
  private final List<Thread> reading = new ArrayList<>();
  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final LongAccumulator longest = new LongAccumulator(Long::max, 0);
  private final AtomicLong requests = new AtomicLong();
  private volatile boolean stopping;
  private volatile boolean sent;

  private record Reader(
      MatrixClient client, Map<String, List<String>> seen, String[] since, CountDownLatch done) {}

  /// @param clients an even number
  Chatter(URI base, int clients, int roomCount) {
    MatrixClient owner = MatrixClient.register(base, "owner");
    for (int i = 0; i < roomCount; i++) {
      rooms.add(owner.createRoom("{\"preset\":\"public_chat\"}"));
    }
    for (int i = 0; i < clients / 2; i++) {
      senders.add(joined(base, "sender" + i));
      MatrixClient reader = joined(base, "reader" + i);
      JsonNode first = sync(reader, "", 0).ok();
      Map<String, List<String>> seen = new HashMap<>();
      readers.add(
          new Reader(
              reader,
              seen,
              new String[] {first.get("next_batch").asText()},
              new CountDownLatch(1)));
    }
  }

  private MatrixClient joined(URI base, String name) {
    MatrixClient client = MatrixClient.register(base, name);
    rooms.forEach(client::join);
    return client;
  }

  List<String> rooms() {
    return rooms;
  }

  MatrixClient anyone() {
    return senders.getFirst();
  }

  Chatter start() {
    for (int i = 0; i < senders.size(); i++) {
      int number = i;
      sending.add(Thread.ofVirtual().start(() -> send(number)));
    }
    readers.forEach(reader -> reading.add(Thread.ofVirtual().start(() -> read(reader))));
    return this;
  }

  /// Acknowledged messages so far.
  long acknowledged() {
    return acknowledged.values().stream().mapToLong(Set::size).sum();
  }

  Map<String, Set<String>> events() {
    return acknowledged;
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  long requests() {
    return requests.get();
  }

  long longestMillis() {
    return longest.get();
  }

  /// The messages of a room in the order in which each reader saw them.
  List<List<String>> seen(String room) {
    return readers.stream().map(reader -> reader.seen().getOrDefault(room, List.of())).toList();
  }

  /// Lets the senders end, and then the readers when they have seen all.
  @Override
  public void close() {
    stopping = true;
    join(sending);
    sent = true;
    join(reading);
  }

  private static void join(List<Thread> threads) {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void send(int number) {
    MatrixClient client = senders.get(number);
    for (int i = 0; !stopping; i++) {
      String room = rooms.get((number + i) % rooms.size());
      String transaction = number + "-" + i;
      JsonNode answer = timed("send", () -> client.send(room, transaction, "m" + transaction));
      if (answer != null) {
        acknowledged
            .computeIfAbsent(room, _ -> ConcurrentHashMap.newKeySet())
            .add(answer.get("event_id").asText());
      }
    }
  }

  private void read(Reader reader) {
    boolean last = false;
    while (true) {
      boolean ending = sent;
      JsonNode answer = timed("sync", () -> sync(reader.client(), reader.since()[0], last(ending)));
      if (answer == null) {
        return;
      }
      reader.since()[0] = answer.get("next_batch").asText();
      boolean news = take(reader, answer);
      if (ending && !news && last) {
        return;
      }
      last = ending;
    }
  }

  private static MatrixClient.Answer sync(MatrixClient client, String since, int millis) {
    return client.sync(since, MatrixClient.LONG_TIMELINES, Duration.ofMillis(millis));
  }

  private static int last(boolean ending) {
    return ending ? 0 : POLL_MILLIS;
  }

  private static boolean take(Reader reader, JsonNode answer) {
    JsonNode joined = answer.path("rooms").path("join");
    for (Map.Entry<String, JsonNode> room : joined.properties()) {
      JsonNode timeline = room.getValue().path("timeline");
      List<String> seen = reader.seen().computeIfAbsent(room.getKey(), _ -> new ArrayList<>());
      if (timeline.path("limited").asBoolean()) {
        fill(reader.client(), room.getKey(), timeline.get("prev_batch").asText(), seen);
      }
      seen.addAll(messages(timeline, "events"));
    }
    return !joined.isEmpty();
  }

  /// Reads back what a limited timeline left out, as clients do.
  private static void fill(MatrixClient client, String room, String from, List<String> seen) {
    Set<String> known = new HashSet<>(seen);
    List<String> found = new ArrayList<>();
    String token = from;
    while (token != null) {
      JsonNode page = client.before(room, token);
      List<String> messages = messages(page, "chunk");
      List<String> missed = messages.stream().filter(id -> !known.contains(id)).toList();
      found.addAll(missed);
      token = missed.isEmpty() && !messages.isEmpty() ? null : page.path("end").asText(null);
    }
    seen.addAll(found.reversed());
  }

  private static List<String> messages(JsonNode page, String name) {
    return page.path(name)
        .valueStream()
        .filter(event -> event.path("type").asText().equals("m.room.message"))
        .map(event -> event.get("event_id").asText())
        .toList();
  }

  private @Nullable JsonNode timed(String what, Call call) {
    long start = System.nanoTime();
    try {
      MatrixClient.Answer answer = call.call();
      requests.incrementAndGet();
      long millis = (System.nanoTime() - start) / 1_000_000;
      longest.accumulate(what.equals("sync") ? Math.max(0, millis - POLL_MILLIS) : millis);
      if (answer.status() == 200) {
        return answer.body();
      }
      faults.add(what + ": " + answer);
    } catch (RuntimeException e) {
      faults.add(what + ": " + e);
    }
    return null;
  }

  private interface Call {
    MatrixClient.Answer call();
  }

  /// The ids that are in a list more than once.
  static Set<String> doubled(List<String> ids) {
    Set<String> once = new HashSet<>();
    Set<String> twice = new HashSet<>();
    ids.stream().filter(id -> !once.add(id)).forEach(twice::add);
    return twice;
  }
}
