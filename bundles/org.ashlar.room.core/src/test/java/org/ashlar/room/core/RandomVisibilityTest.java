package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.ContextQuery;
import org.ashlar.room.EventContext;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.RelatedPage;
import org.ashlar.room.RelatedQuery;
import org.ashlar.room.SendEvent;
import org.ashlar.room.ThreadsPage;
import org.ashlar.room.ThreadsQuery;
import org.ashlar.room.TimelinePage;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.RoomToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All read paths show to one user what the model says, whatever happened before.
class RandomVisibilityTest {
  private static final List<String> VISIBILITIES =
      List.of("shared", "invited", "joined", "world_readable");
  private static final int STEPS = 26;

  private final HistoryModel model = new HistoryModel();
  private String membership = "leave";
  private String topic = "";
  private EventId root;

  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyReadPathShowsWhatTheSpecificationSays(int seed) {
    Random random = new Random(seed);
    try (RoomHouse house = new RoomHouse()) {
      RoomId room = house.room("12", "public_chat");
      root = house.message(ALICE, room, "root");
      note(house, room);
      for (int i = 0; i < STEPS; i++) {
        step(house, room, random);
        if (i % 5 == 4) {
          check(house, room);
        }
      }
      check(house, room);
    }
  }

  private void step(RoomHouse house, RoomId room, Random random) {
    switch (random.nextInt(6)) {
      case 0 ->
          house.state(
              ALICE,
              room,
              "m.room.history_visibility",
              "",
              "{\"history_visibility\":\""
                  + VISIBILITIES.get(random.nextInt(VISIBILITIES.size()))
                  + "\"}");
      case 1 ->
          house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"" + random.nextInt() + "\"}");
      case 2, 3 -> reply(house, room);
      default -> changeMembership(house, room, random);
    }
    note(house, room);
  }

  private void changeMembership(RoomHouse house, RoomId room, Random random) {
    boolean one = random.nextBoolean();
    switch (membership) {
      case "invite" -> house.change(BOB, room, one ? Action.JOIN : Action.LEAVE, BOB);
      case "join" -> {
        if (random.nextInt(3) == 0) {
          house.change(ALICE, room, one ? Action.KICK : Action.BAN, BOB);
        } else {
          house.change(BOB, room, Action.LEAVE, BOB);
        }
      }
      case "ban" -> house.change(ALICE, room, Action.UNBAN, BOB);
      default -> {
        if (one) {
          house.change(ALICE, room, Action.INVITE, BOB);
        } else {
          house.join(BOB, room);
        }
      }
    }
  }

  private void reply(RoomHouse house, RoomId room) {
    JsonObject content =
        RoomHouse.json(
            "{\"body\":\"reply\",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\""
                + root.value()
                + "\"}}");
    house.sending.send(by(ALICE), new SendEvent(room, "m.room.message", null, content, null));
  }

  /// A change that changes nothing makes no event.
  private void note(RoomHouse house, RoomId room) {
    List<StoredEvent> all = house.timeline(room);
    all.subList(model.moments.size(), all.size()).forEach(this::note);
  }

  private void note(StoredEvent stored) {
    String visibility = model.moments.isEmpty() ? "shared" : model.last().visibilityAfter();
    boolean sets = stored.event().isState("m.room.history_visibility");
    boolean own = stored.event().isState() && stored.event().key().equals(StateKey.member(BOB));
    String before = membership;
    if (own) {
      membership = stored.event().content().string("membership").orElseThrow();
    }
    if (stored.event().isState("m.room.topic")) {
      topic = stored.event().content().string("topic").orElseThrow();
    }
    String after =
        sets ? stored.event().content().string("history_visibility").orElseThrow() : visibility;
    model.moments.add(
        new HistoryModel.Moment(
            stored.event().id(),
            sets,
            own,
            visibility,
            after,
            before,
            membership,
            topic,
            stored.event().content().has("m.relates_to")));
  }

  private void check(RoomHouse house, RoomId room) {
    List<StoredEvent> all = house.timeline(room);
    assertThat(all.size()).isEqualTo(model.moments.size());
    List<String> seen = model.seen();
    assertThat(house.views.visible(by(BOB), all))
        .extracting(stored -> stored.event().id().value())
        .isEqualTo(seen);
    for (HistoryModel.Moment moment : model.moments) {
      boolean shown = seen.contains(moment.id().value());
      assertThat(isShown(() -> house.views.event(by(BOB), room, moment.id())))
          .as("%s", moment)
          .isEqualTo(shown);
      checkContext(house, room, moment.id(), shown);
    }
    checkRelations(house, room, seen);
    checkPages(house, room);
    checkState(house, room);
    checkMembers(house, room, all);
  }

  private void checkContext(RoomHouse house, RoomId room, EventId id, boolean shown) {
    ContextQuery query = new ContextQuery(room, id, 1000, JsonObject.EMPTY);
    assertThat(isShown(() -> house.views.context(by(BOB), query))).isEqualTo(shown);
    if (shown) {
      EventContext context = house.views.context(by(BOB), query);
      List<String> ids = new ArrayList<>(ids(context.before().reversed()));
      ids.add(id.value());
      ids.addAll(ids(context.after()));
      assertThat(ids).isEqualTo(model.seen());
    }
  }

  private void checkRelations(RoomHouse house, RoomId room, List<String> seen) {
    RelatedQuery query =
        new RelatedQuery(room, root, "m.thread", null, null, null, false, 1000, false);
    boolean shown = seen.contains(root.value());
    assertThat(isShown(() -> house.views.relations(by(BOB), query))).isEqualTo(shown);
    List<String> replies =
        model.moments.stream()
            .filter(HistoryModel.Moment::reply)
            .map(moment -> moment.id().value())
            .filter(seen::contains)
            .toList();
    if (shown) {
      RelatedPage page = house.views.relations(by(BOB), query);
      assertThat(ids(page.events())).isEqualTo(replies);
    }
    ThreadsQuery threads = new ThreadsQuery(room, false, null, 10);
    assertThat(isShown(() -> house.views.threads(by(BOB), threads))).isEqualTo(model.mayLook());
    if (model.mayLook() && !shown) {
      assertThat(house.views.threads(by(BOB), threads).roots()).isEmpty();
    }
    if (model.joined() && shown && !replies.isEmpty()) {
      ThreadsPage page = house.views.threads(by(BOB), threads);
      assertThat(ids(page.roots())).containsExactly(root.value());
    }
  }

  private void checkPages(RoomHouse house, RoomId room) {
    assertThat(isShown(() -> page(house, room, null, true, 5))).isEqualTo(model.mayLook());
    if (model.mayLook()) {
      List<String> backward = pages(house, room, true);
      Collections.reverse(backward);
      assertThat(backward).isEqualTo(model.paged());
      assertThat(pages(house, room, false)).isEqualTo(model.seen());
    }
  }

  private void checkState(RoomHouse house, RoomId room) {
    assertThat(isShown(() -> house.views.state(by(BOB), room))).isEqualTo(model.mayLook());
    if (model.mayLook()) {
      String shown =
          house.views.state(by(BOB), room).stream()
              .map(event -> Json.parseObject(event.utf8()))
              .filter(event -> event.string("type").orElseThrow().equals("m.room.topic"))
              .map(event -> event.object("content").orElseThrow().string("topic").orElseThrow())
              .findFirst()
              .orElse("");
      assertThat(shown).isEqualTo(model.shown().topic());
      List<JsonRaw> members = house.views.members(by(BOB), room, null, null, null);
      assertThat(membershipOfBob(members)).isEqualTo(model.shown().membershipAfter());
    }
  }

  private void checkMembers(RoomHouse house, RoomId room, List<StoredEvent> all) {
    if (!model.mayLook()) {
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      String at = RoomToken.stream(all.get(i).position().number()).encode();
      boolean beyond = !model.joined() && model.everJoined() && i > model.departure();
      boolean shown = beyond || model.sees(i);
      assertThat(isShown(() -> house.views.members(by(BOB), room, at, null, null)))
          .isEqualTo(shown);
      if (shown) {
        HistoryModel.Moment moment = beyond ? model.shown() : model.moments.get(i);
        assertThat(membershipOfBob(house.views.members(by(BOB), room, at, null, null)))
            .isEqualTo(moment.membershipAfter());
      }
    }
  }

  private static String membershipOfBob(List<JsonRaw> members) {
    return members.stream()
        .map(event -> Json.parseObject(event.utf8()))
        .filter(event -> event.string("state_key").orElseThrow().equals(BOB.value()))
        .map(event -> event.object("content").orElseThrow().string("membership").orElseThrow())
        .findFirst()
        .orElse("leave");
  }

  private static List<String> pages(RoomHouse house, RoomId room, boolean backward) {
    List<String> ids = new ArrayList<>();
    String from = null;
    do {
      TimelinePage page = page(house, room, from, backward, 5);
      ids.addAll(ids(page.events()));
      from = page.end();
    } while (from != null);
    return ids;
  }

  private static TimelinePage page(
      RoomHouse house, RoomId room, String from, boolean backward, int limit) {
    return house.views.messages(
        by(BOB), new MessagesQuery(room, from, null, backward, limit, JsonObject.EMPTY));
  }

  private static boolean isShown(Runnable work) {
    try {
      work.run();
      return true;
    } catch (MatrixException e) {
      assertThat(e.status()).isIn(Set.of(403, 404));
      return false;
    }
  }

  private static List<String> ids(List<JsonRaw> events) {
    return events.stream()
        .map(event -> Json.parseObject(event.utf8()).string("event_id").orElseThrow())
        .toList();
  }
}
