package org.ashlar.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.ashlar.itests.server.MatrixClient;

/// Many clients that send and sync without a pause until they are stopped: half of them send into
/// rooms, the other half read along and never mark anything as read. Remembers every acknowledged
/// event.
final class Chatter implements AutoCloseable {
  private static final int POLL_MILLIS = 2000;

  private final Witness witness;
  private final MatrixClient owner;
  private final List<String> rooms = new ArrayList<>();
  private final List<MatrixClient> senders = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();
  private final List<Thread> sending = new ArrayList<>();
  private final List<Thread> reading = new ArrayList<>();
  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile boolean sent;

  private record Reader(
      MatrixClient client,
      Map<String, List<String>> seen,
      Map<String, Long> unread,
      AtomicReference<String> since) {

    static Reader of(MatrixClient client) {
      String first = sync(client, "", 0).ok().get("next_batch").asText();
      return new Reader(client, new HashMap<>(), new HashMap<>(), new AtomicReference<>(first));
    }
  }

  /// @param clients an even number
  Chatter(URI base, int clients, int roomCount, Witness witness) {
    this.witness = witness;
    owner = MatrixClient.register(base, "owner");
    for (int i = 0; i < roomCount; i++) {
      rooms.add(owner.createRoom("{\"preset\":\"public_chat\"}"));
    }
    List<MatrixClient> all =
        IntStream.range(0, clients).parallel().mapToObj(i -> joined(base, "client" + i)).toList();
    senders.addAll(all.subList(0, clients / 2));
    all.subList(clients / 2, clients).forEach(client -> readers.add(Reader.of(client)));
  }

  private MatrixClient joined(URI base, String name) {
    MatrixClient client = MatrixClient.register(base, name);
    rooms.forEach(client::join);
    return client;
  }

  /// Who made the rooms, and neither sends nor reads.
  MatrixClient owner() {
    return owner;
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

  /// The messages of a room in the order in which each reader saw them.
  List<List<String>> seen(String room) {
    return readers.stream().map(reader -> reader.seen().getOrDefault(room, List.of())).toList();
  }

  /// What each reader is told now about how many messages of a room he has not read.
  List<Long> unread(String room) {
    return readers.stream().map(reader -> unread(reader.client().sync(""), room)).toList();
  }

  private static long unread(JsonNode sync, String room) {
    return sync.path("rooms")
        .path("join")
        .path(room)
        .path("unread_notifications")
        .path("notification_count")
        .asLong(-1);
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
      JsonNode answer =
          witness.ask("send", () -> client.send(room, transaction, "m" + transaction));
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
      int poll = ending ? 0 : POLL_MILLIS;
      JsonNode answer =
          witness.ask("sync", poll, () -> sync(reader.client(), reader.since().get(), poll));
      if (answer == null) {
        return;
      }
      reader.since().set(answer.get("next_batch").asText());
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

  private boolean take(Reader reader, JsonNode answer) {
    JsonNode joined = answer.path("rooms").path("join");
    for (Map.Entry<String, JsonNode> room : joined.properties()) {
      JsonNode timeline = room.getValue().path("timeline");
      List<String> seen = reader.seen().computeIfAbsent(room.getKey(), _ -> new ArrayList<>());
      if (timeline.path("limited").asBoolean()) {
        fill(reader.client(), room.getKey(), timeline.get("prev_batch").asText(), seen);
      }
      seen.addAll(messages(timeline, "events"));
      count(reader, room.getKey(), unread(answer, room.getKey()));
    }
    return !joined.isEmpty();
  }

  /// Who reads nothing has never less to read than before.
  private void count(Reader reader, String room, long unread) {
    Long before = reader.unread().put(room, unread);
    if (before != null && unread < before) {
      witness.fault("unread: " + unread + " after " + before + " for " + reader.client().user());
    }
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

  /// The ids that are in a list more than once.
  static Set<String> doubled(List<String> ids) {
    Set<String> once = new HashSet<>();
    Set<String> twice = new HashSet<>();
    ids.stream().filter(id -> !once.add(id)).forEach(twice::add);
    return twice;
  }
}
