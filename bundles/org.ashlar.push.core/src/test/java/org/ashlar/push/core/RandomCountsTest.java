package org.ashlar.push.core;

import static org.ashlar.push.core.CountHouse.ADMIN;
import static org.ashlar.push.core.CountHouse.ALICE;
import static org.ashlar.push.core.CountHouse.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ashlar.account.PushRuleKey.Kind;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.push.Checkpoint;
import org.ashlar.push.RoomCounts;
import org.ashlar.push.Unread;
import org.ashlar.push.core.rule.PushActions;
import org.ashlar.push.core.rule.PushRules;
import org.ashlar.push.core.rule.RoomFacts;
import org.ashlar.store.StoredEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Counts against a model that looks at everything each time.
class RandomCountsTest {
  private static final UserId CAROL = new UserId("@carol:test");
  private static final List<UserId> USERS = List.of(ADMIN, ALICE, BOB, CAROL);

  private final CountHouse house = new CountHouse();
  private final Map<List<Object>, Long> read = new HashMap<>();
  private final List<EventId> sent = new ArrayList<>();
  private final List<EventId> roots = new ArrayList<>();

  /// Not redacted, because the thread of an event is that of its parent when it is counted.
  private final Set<EventId> parents = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsLikeTheModel(long seed) {
    Random random = new Random(seed);
    house.member(ADMIN, "join");
    house.rule(
        BOB,
        Kind.OVERRIDE,
        "few",
        """
        {"conditions":[{"kind":"room_member_count","is":"<=3"}],
         "actions":["notify",{"set_tweak":"highlight"}]}
        """);
    for (int i = 0; i < 600; i++) {
      step(random);
      house.hubForgets = random.nextInt(4) == 0;
      UserId reader = USERS.get(random.nextInt(3));
      if (isJoined(reader)) {
        assertThat(house.counts(reader)).as("step %d of %s", i, reader).isEqualTo(model(reader));
      }
    }
  }

  private void step(Random random) {
    UserId user = USERS.get(random.nextInt(USERS.size()));
    if (random.nextInt(50) == 0) {
      house.restart();
    }
    if (!isJoined(user) || random.nextInt(20) == 0) {
      house.member(user, isJoined(user) && random.nextBoolean() ? "leave" : "join");
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        EventId id = house.message(user, "hello");
        sent.add(id);
        roots.add(id);
      }
      case 3 ->
          sent.add(
              house.send(
                  user,
                  "m.room.message",
                  null,
                  "{\"body\":\"x\",\"m.mentions\":{\"user_ids\":[\"@alice:test\"],\"room\":true}}"));
      case 4, 5 -> {
        if (!roots.isEmpty()) {
          sent.add(house.thread(user, near(random, roots)));
        }
      }
      case 6 -> {
        if (!sent.isEmpty()) {
          String type = random.nextBoolean() ? "m.reference" : "m.replace";
          EventId parent = near(random, sent);
          parents.add(parent);
          sent.add(house.relation(user, "m.room.message", type, parent));
        }
      }
      case 7 -> {
        EventId target = sent.isEmpty() ? null : near(random, sent);
        if (target != null && !parents.contains(target)) {
          house.redactInFact(user, target);
        }
      }
      default -> receipt(random, user);
    }
  }

  private static EventId near(Random random, List<EventId> ids) {
    return ids.get(Math.max(0, ids.size() - 1 - random.nextInt(12)));
  }

  private void receipt(Random random, UserId user) {
    if (sent.isEmpty() || user.equals(CAROL)) {
      return;
    }
    EventId event = near(random, sent);
    String thread =
        switch (random.nextInt(3)) {
          case 0 -> null;
          case 1 -> Checkpoint.MAIN;
          default -> roots.isEmpty() ? null : near(random, roots).value();
        };
    String type = random.nextBoolean() ? "m.read" : "m.read.private";
    List<Object> key = List.of(user, type, String.valueOf(thread));
    long place = house.places.get(event);
    if (place > read.getOrDefault(key, 0L)) {
      read.put(key, place);
      house.receipt(user, type, thread, event);
    }
  }

  private boolean isJoined(UserId user) {
    var history = house.members.get(user.value());
    return history != null && CountHouse.isJoin(history.lastEntry().getValue());
  }

  private RoomCounts model(UserId reader) {
    PushRules rules = PushRules.of(house.data.pushRules(reader));
    Unread main = Unread.NONE;
    Map<EventId, Unread> threads = new HashMap<>();
    for (StoredEvent event : house.events.tailMap(entered(reader), false).values()) {
      String thread = thread(event.event().content(), 3);
      if (event.event().sender().equals(reader)
          || event.redactedBy() != 0
          || event.nid() <= readTo(reader, thread)) {
        continue;
      }
      PushActions actions = rules.judge(json(event), facts(event));
      Unread more = new Unread(actions.notifies() ? 1 : 0, actions.highlights() ? 1 : 0);
      if (thread.equals(Checkpoint.MAIN)) {
        main = main.plus(more);
      } else if (actions.notifies()) {
        threads.merge(new EventId(thread), more, Unread::plus);
      }
    }
    return new RoomCounts(main, threads);
  }

  private long entered(UserId reader) {
    long entered = 0;
    boolean joined = false;
    for (var entry : house.members.get(reader.value()).entrySet()) {
      boolean joins = CountHouse.isJoin(entry.getValue());
      entered = joins && !joined ? entry.getKey() : entered;
      joined = joins;
    }
    return entered;
  }

  private long readTo(UserId reader, String thread) {
    long readTo = 0;
    for (String type : List.of("m.read", "m.read.private")) {
      for (String key : List.of("null", thread)) {
        readTo = Math.max(readTo, read.getOrDefault(List.<Object>of(reader, type, key), 0L));
      }
    }
    return readTo;
  }

  private String thread(JsonObject content, int hops) {
    JsonObject relation = content.object("m.relates_to").orElse(JsonObject.EMPTY);
    String type = relation.string("rel_type").orElse("");
    if (type.equals("m.thread")) {
      return relation.string("event_id").orElseThrow();
    }
    if (type.isEmpty() || hops == 0) {
      return Checkpoint.MAIN;
    }
    EventId parent = new EventId(relation.string("event_id").orElseThrow());
    return thread(house.events.get(house.places.get(parent)).event().content(), hops - 1);
  }

  private RoomFacts facts(StoredEvent event) {
    return new RoomFacts() {
      @Override
      public long joinedMembers() {
        return house.joinedAfter(event.nid());
      }

      @Override
      public String readerName() {
        return null;
      }

      @Override
      public boolean senderMayNotify(String kind) {
        return event.event().sender().equals(ADMIN);
      }
    };
  }

  private static JsonObject json(StoredEvent event) {
    return event.event().pdu();
  }
}
