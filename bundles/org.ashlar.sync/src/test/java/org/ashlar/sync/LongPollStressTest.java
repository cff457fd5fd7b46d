package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ashlar.base.http.Waiters;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Readers that only go on when they are woken: one lost wake-up and a reader stands still.
class LongPollStressTest {
  private static final int READERS = 12;
  private static final int SENDERS = 3;
  private static final int MESSAGES = 100;
  private static final long PATIENCE_SECONDS = 60;

  private final SyncHouse house = new SyncHouse();
  private final Connector connector = new Connector();

  LongPollStressTest() {
    house.hub.bindWaiters(connector);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void noWakeUpIsLostAndEachReaderSeesEachMessageOnceInOrder() throws Exception {
    List<RoomId> rooms = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      rooms.add(house.rooms.create(user("sender" + i), "public_chat"));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        UserId reader = user("reader" + i);
        for (RoomId room : rooms) {
          house.rooms.change(reader, room, Action.JOIN, reader);
        }
        String since =
            house
                .answer(new SyncRequest(reader, "D", false, null, null, false, false, false, null))
                .string("next_batch")
                .orElseThrow();
        readers.add(threads.submit(() -> follow(reader, since)));
      }
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        threads.submit(() -> send(sender, rooms.get(sender)));
      }
      for (Future<List<String>> reader : readers) {
        List<String> bodies = reader.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < SENDERS; i++) {
          assertThat(bodies.stream().filter(startsWith(i))).containsExactlyElementsOf(sent(i));
        }
      }
    }
  }

  private void send(int sender, RoomId room) {
    for (String body : sent(sender)) {
      house.rooms.message(user("sender" + sender), room, body);
    }
  }

  private static List<String> sent(int sender) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      bodies.add(sender + "/" + i);
    }
    return bodies;
  }

  private static java.util.function.Predicate<String> startsWith(int sender) {
    return body -> body.startsWith(sender + "/");
  }

  /// Polls until all messages have come.
  private List<String> follow(UserId user, String start) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    String since = start;
    String resume = null;
    while (bodies.size() < SENDERS * MESSAGES) {
      long entered = connector.entered();
      SyncRequest request =
          new SyncRequest(
              user,
              "D",
              false,
              since,
              "{\"room\":{\"timeline\":{\"limit\":100}}}",
              false,
              false,
              true,
              resume);
      switch (house.sync.sync(request)) {
        case SyncOutcome.Answer answer -> {
          JsonObject json = Json.parseObject(answer.body());
          since = json.string("next_batch").orElseThrow();
          resume = null;
          collect(json, bodies);
        }
        case SyncOutcome.Waiting waiting -> {
          connector.await(waiting.keys(), entered);
          resume = waiting.resume();
        }
      }
    }
    return bodies;
  }

  private static void collect(JsonObject answer, List<String> bodies) {
    JsonObject joined = answer.object("rooms").orElseThrow().object("join").orElseThrow();
    for (String room : joined.names()) {
      JsonObject timeline = joined.object(room).orElseThrow().object("timeline").orElseThrow();
      assertThat(timeline.bool("limited")).contains(false);
      for (JsonObject event : timeline.array("events").orElseThrow().objects()) {
        event.object("content").orElseThrow().string("body").ifPresent(bodies::add);
      }
    }
  }

  private static UserId user(String name) {
    return new UserId("@" + name + ":a.example");
  }

  /// Lets readers go on as the HTTP connector does: a wake-up since a reader entered counts.
  private static final class Connector implements Waiters {
    private final ConcurrentMap<String, Long> lastWake = new ConcurrentHashMap<>();
    private final ConcurrentMap<Reader, Boolean> waiting = new ConcurrentHashMap<>();
    private long wakes;

    private record Reader(Set<String> keys, Semaphore go, Object identity) {}

    synchronized long entered() {
      return wakes;
    }

    @Override
    public void wake(Collection<String> keys) {
      synchronized (this) {
        wakes++;
        keys.forEach(key -> lastWake.put(key, wakes));
      }
      waiting
          .keySet()
          .forEach(
              reader -> {
                if (keys.stream().anyMatch(reader.keys()::contains)) {
                  reader.go().release();
                }
              });
    }

    void await(Set<String> keys, long entered) throws InterruptedException {
      Reader reader = new Reader(keys, new Semaphore(0), new Object());
      waiting.put(reader, true);
      boolean woken;
      synchronized (this) {
        woken = keys.stream().anyMatch(key -> lastWake.getOrDefault(key, -1L) > entered);
      }
      assertThat(woken || reader.go().tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("woken")
          .isTrue();
      waiting.remove(reader);
    }
  }
}
