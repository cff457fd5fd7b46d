package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.RelatedPage;
import org.ashlar.room.RelatedQuery;
import org.ashlar.room.SendEvent;
import org.ashlar.room.ThreadsPage;
import org.ashlar.room.ThreadsQuery;
import org.ashlar.room.TimelinePage;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelationsTest {
  private final RoomHouse house = new RoomHouse();
  private RoomId room;
  private EventId root;

  @BeforeEach
  void open() {
    room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.join(CARLA, room);
    root = house.message(ALICE, room, "root");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aThreadIsToldWithItsRoot() {
    related(BOB, "m.thread", root);
    EventId last = related(BOB, "m.thread", root);
    EventId edit = edit(BOB, last, "edited");

    JsonObject thread = bundle(ALICE, root).object("m.thread").orElseThrow();

    assertThat(thread.integer("count")).hasValue(2);
    assertThat(thread.bool("current_user_participated")).contains(true);
    assertThat(bundle(BOB, root).object("m.thread").orElseThrow().bool("current_user_participated"))
        .contains(true);
    assertThat(
            bundle(CARLA, root).object("m.thread").orElseThrow().bool("current_user_participated"))
        .contains(false);
    JsonObject latest = thread.object("latest_event").orElseThrow();
    assertThat(latest.string("event_id")).contains(last.value());
    assertThat(latest.string("room_id")).contains(room.value());
    assertThat(relations(latest).object("m.replace").orElseThrow().string("event_id"))
        .contains(edit.value());
  }

  @Test
  void theNewestValidReplacementIsTold() {
    EventId one = edit(ALICE, root, "one");
    EventId two = edit(ALICE, root, "two");
    // All events of this house are of one time; then the greater id counts as newer.
    String newest = one.value().compareTo(two.value()) > 0 ? one.value() : two.value();
    edit(BOB, root, "not the sender's");
    related(ALICE, "m.replace", root);
    send(
        ALICE,
        "m.sticker",
        "{\"m.new_content\":{},\"m.relates_to\":" + relates("m.replace", root) + "}");

    JsonObject shown = bundle(BOB, root).object("m.replace").orElseThrow();

    assertThat(shown.string("event_id")).contains(newest);
    assertThat(shown.object("content").orElseThrow().has("m.new_content")).isTrue();
    assertThat(shown.names()).contains("sender", "origin_server_ts", "type", "room_id");
    EventId ofEdit = edit(ALICE, two, "an edit of an edit");
    assertThat(ofEdit).isNotNull();
    assertThat(bundle(BOB, two).has("m.replace")).isFalse();
  }

  @Test
  void aRedactedEventHasNoReplacementButKeepsItsThread() {
    edit(ALICE, root, "one");
    related(BOB, "m.thread", root);
    EventId redaction = redact(ALICE, root);

    JsonObject event = event(BOB, root);

    assertThat(relations(event).names()).containsExactly("m.thread");
    JsonObject because =
        event.object("unsigned").orElseThrow().object("redacted_because").orElseThrow();
    assertThat(because.string("event_id")).contains(redaction.value());
    assertThat(because.string("type")).contains("m.room.redaction");
  }

  @Test
  void redactedChildrenAreNotCounted() {
    EventId first = related(BOB, "m.thread", root);
    EventId second = related(BOB, "m.thread", root);
    EventId edit = edit(ALICE, root, "one");
    redact(BOB, second);
    redact(ALICE, edit);

    JsonObject bundle = bundle(ALICE, root);

    assertThat(bundle.names()).containsExactly("m.thread");
    JsonObject thread = bundle.object("m.thread").orElseThrow();
    assertThat(thread.integer("count")).hasValue(1);
    assertThat(thread.object("latest_event").orElseThrow().string("event_id"))
        .contains(first.value());
  }

  @Test
  void referencesAreListedAndAnnotationsAreNot() {
    EventId one = related(BOB, "m.reference", root);
    EventId two = related(ALICE, "m.reference", root);
    related(BOB, "m.annotation", root);

    assertThat(bundle(ALICE, root))
        .isEqualTo(
            RoomHouse.json(
                """
                {"m.reference":{"chunk":[{"event_id":"%s"},{"event_id":"%s"}]}}
                """
                    .formatted(one.value(), two.value())));
  }

  @Test
  void ignoredSendersAreNotAggregated() {
    related(BOB, "m.thread", root);
    EventId seen = related(CARLA, "m.thread", root);
    related(BOB, "m.reference", root);
    related(BOB, "m.thread", root);
    house.ignore(ALICE, BOB);

    JsonObject bundle = bundle(ALICE, root);

    assertThat(bundle.names()).containsExactly("m.thread");
    assertThat(bundle.object("m.thread").orElseThrow().integer("count")).hasValue(1);
    assertThat(ids(relations(ALICE, "m.thread", null, true, 10, false).events()))
        .containsExactly(seen.value());
    house.ignore(ALICE);
    assertThat(bundle(ALICE, root).object("m.thread").orElseThrow().integer("count")).hasValue(3);
  }

  @Test
  void whoLeftSeesTheThreadAsItWas() {
    EventId then = related(ALICE, "m.thread", root);
    house.change(BOB, room, Action.LEAVE, BOB);
    related(ALICE, "m.thread", root);

    JsonObject thread = bundle(BOB, root).object("m.thread").orElseThrow();

    assertThat(thread.integer("count")).hasValue(1);
    assertThat(thread.object("latest_event").orElseThrow().string("event_id"))
        .contains(then.value());
    assertThat(ids(threads(BOB, false, null, 5).roots())).containsExactly(root.value());
  }

  @Test
  void anEventWithARelationIsNoRootOfAThread() {
    EventId reply = related(BOB, "m.thread", root);
    EventId reference = related(BOB, "m.reference", root);
    related(CARLA, "m.reference", reference);

    assertThat(bundle(ALICE, reply)).isEqualTo(JsonObject.EMPTY);
    assertThat(bundle(ALICE, reference).names()).containsExactly("m.reference");
  }

  @Test
  void relatedEventsArePagedWithTokensOfEachOther() {
    List<String> sent = new ArrayList<>();
    String middle = null;
    for (int i = 0; i < 5; i++) {
      sent.add(related(BOB, "m.thread", root).value());
      if (i == 2) {
        middle = RoomToken.stream(house.store.eventPosition().number()).encode();
      }
    }

    RelatedPage newest = relations(ALICE, "m.thread", null, true, 2, false);
    assertThat(ids(newest.events())).containsExactly(sent.get(4), sent.get(3));
    assertThat(newest.prevBatch()).isNull();
    RelatedPage rest = relations(ALICE, "m.thread", newest.nextBatch(), true, 5, false);
    assertThat(ids(rest.events())).containsExactly(sent.get(2), sent.get(1), sent.get(0));
    assertThat(rest.nextBatch()).isNull();
    assertThat(rest.prevBatch()).isEqualTo(newest.nextBatch());
    assertThat(ids(relations(ALICE, "m.thread", middle, true, 9, false).events()))
        .containsExactly(sent.get(2), sent.get(1), sent.get(0));
    assertThat(ids(relations(ALICE, "m.thread", middle, false, 9, false).events()))
        .containsExactly(sent.get(3), sent.get(4));
    TimelinePage page =
        house.views.messages(
            by(ALICE), new MessagesQuery(room, null, null, true, 2, JsonObject.EMPTY));
    assertThat(ids(relations(ALICE, "m.thread", page.end(), true, 9, false).events()))
        .containsExactly(sent.get(2), sent.get(1), sent.get(0));
    assertThat(ids(relations(ALICE, "m.thread", null, false, 9, false).events())).isEqualTo(sent);
    RelatedQuery until =
        new RelatedQuery(
            room, root, null, "m.room.message", null, newest.nextBatch(), true, 9, false);
    assertThat(ids(house.views.relations(by(ALICE), until).events()))
        .containsExactly(sent.get(4), sent.get(3));
    RelatedQuery otherType =
        new RelatedQuery(room, root, "m.thread", "m.sticker", null, null, true, 9, false);
    assertThat(house.views.relations(by(ALICE), otherType).events()).isEmpty();
  }

  @Test
  void recursionFollowsThreeLevels() {
    EventId one = related(BOB, "m.thread", root);
    EventId two = related(BOB, "m.reference", one);
    EventId three = related(BOB, "m.reference", two);
    related(BOB, "m.reference", three);

    RelatedPage page = relations(ALICE, null, null, true, 9, true);

    assertThat(ids(page.events())).containsExactly(three.value(), two.value(), one.value());
    assertThat(page.depth()).isEqualTo(3);
    assertThat(relations(ALICE, null, null, true, 9, false).depth()).isEqualTo(1);
  }

  @Test
  void whatTheReaderMayNotSeeHasNoRelationsToShow() {
    RelatedQuery unknown =
        new RelatedQuery(room, new EventId("$unknown"), null, null, null, null, true, 9, false);
    assertStatus(404, () -> house.views.relations(by(ALICE), unknown));
    RelatedQuery known = new RelatedQuery(room, root, null, null, null, null, true, 9, false);
    assertStatus(404, () -> house.views.relations(by(new UserId("@eve:a.example")), known));
    RelatedQuery bad = new RelatedQuery(room, root, null, null, "nonsense", null, true, 9, false);
    assertStatus(400, () -> house.views.relations(by(ALICE), bad));
  }

  @Test
  void threadsAreOrderedByTheirLastReply() {
    EventId second = house.message(BOB, room, "second");
    EventId third = house.message(CARLA, room, "third");
    related(BOB, "m.thread", root);
    related(BOB, "m.thread", second);
    related(CARLA, "m.thread", third);
    related(CARLA, "m.thread", root);

    ThreadsPage page = threads(ALICE, false, null, 2);
    assertThat(ids(page.roots())).containsExactly(root.value(), third.value());
    ThreadsPage rest = threads(ALICE, false, page.nextBatch(), 2);
    assertThat(ids(rest.roots())).containsExactly(second.value());
    assertThat(rest.nextBatch()).isNull();
    assertThat(ids(threads(ALICE, true, null, 5).roots())).containsExactly(root.value());
    assertThat(ids(threads(BOB, true, null, 5).roots()))
        .containsExactly(root.value(), second.value());
    assertThat(relations(Json.parseObject(page.roots().getFirst().utf8())).names())
        .containsExactly("m.thread");
    assertStatus(400, () -> threads(ALICE, false, "nonsense", 5));
    assertStatus(403, () -> threads(new UserId("@eve:a.example"), false, null, 5));
  }

  @Test
  void theRootOfAnIgnoredSenderIsShownRedacted() {
    EventId second = house.message(BOB, room, "second");
    related(CARLA, "m.thread", second);
    house.ignore(ALICE, BOB);

    JsonObject shown = Json.parseObject(threads(ALICE, false, null, 5).roots().getFirst().utf8());

    assertThat(shown.string("event_id")).contains(second.value());
    assertThat(shown.object("content")).contains(JsonObject.EMPTY);
    assertThat(relations(shown).has("m.thread")).isTrue();
  }

  private EventId related(UserId sender, String type, EventId target) {
    return send(
        sender,
        "m.room.message",
        "{\"body\":\"x\",\"m.relates_to\":" + relates(type, target) + "}");
  }

  private EventId edit(UserId sender, EventId target, String body) {
    return send(
        sender,
        "m.room.message",
        "{\"body\":\"* "
            + body
            + "\",\"m.new_content\":{\"body\":\""
            + body
            + "\"},\"m.relates_to\":"
            + relates("m.replace", target)
            + "}");
  }

  private static String relates(String type, EventId target) {
    return "{\"rel_type\":\"" + type + "\",\"event_id\":\"" + target.value() + "\"}";
  }

  private EventId send(UserId sender, String type, String content) {
    return house.sending.send(
        by(sender), new SendEvent(room, type, null, RoomHouse.json(content), null));
  }

  private EventId redact(UserId sender, EventId target) {
    return house.sending.redact(by(sender), new RedactEvent(room, target, JsonObject.EMPTY, null));
  }

  private JsonObject event(UserId reader, EventId id) {
    return Json.parseObject(house.views.event(by(reader), room, id).utf8());
  }

  private JsonObject bundle(UserId reader, EventId id) {
    return relations(event(reader, id));
  }

  private static JsonObject relations(JsonObject event) {
    return event.object("unsigned").orElseThrow().object("m.relations").orElse(JsonObject.EMPTY);
  }

  private RelatedPage relations(
      UserId reader,
      @Nullable String type,
      @Nullable String from,
      boolean backward,
      int limit,
      boolean recurse) {
    return house.views.relations(
        by(reader), new RelatedQuery(room, root, type, null, from, null, backward, limit, recurse));
  }

  private ThreadsPage threads(
      UserId reader, boolean participated, @Nullable String from, int limit) {
    return house.views.threads(by(reader), new ThreadsQuery(room, participated, from, limit));
  }

  private static List<String> ids(List<JsonRaw> events) {
    return events.stream()
        .map(event -> Json.parseObject(event.utf8()).string("event_id").orElseThrow())
        .toList();
  }

  private static void assertStatus(int status, Runnable work) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }
}
