package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.Requester;
import org.ashlar.room.TimelinePage;
import org.ashlar.sync.Chronicle.Moment;
import org.ashlar.sync.NaiveSync.Ask;

/// Goes back from `prev_batch` to see that the pages have what a timeline left out.
record NaivePages(SyncHouse house) {
  void check(long told, List<Moment> wanted, JsonObject timeline, Ask ask, boolean forked) {
    int shown = timeline.array("events").orElseThrow().size();
    if (wanted.isEmpty() || wanted.size() == shown || told != 0 && ask.isInitial()) {
      return;
    }
    List<String> missing =
        wanted.subList(0, wanted.size() - shown).reversed().stream()
            .map(moment -> moment.event().event().id().value())
            .toList();
    String room = wanted.getFirst().room().value();
    List<String> pages =
        pages(
            wanted.getFirst(),
            timeline.string("prev_batch").orElseThrow(),
            told == 0 ? null : ask.client().since,
            ask);
    if (forked) {
      assertThat(pages).as("pages of " + room + " for " + ask).containsAll(missing);
    } else {
      assertThat(pages).as("pages of " + room + " for " + ask).isEqualTo(missing);
    }
  }

  private List<String> pages(Moment some, String from, String to, Ask ask) {
    JsonObject filter =
        ask.filter()
            .json()
            .object("room")
            .flatMap(room -> room.object("timeline"))
            .orElse(JsonObject.EMPTY)
            .without("limit");
    List<String> found = new ArrayList<>();
    String token = from;
    while (token != null) {
      TimelinePage page =
          house
              .rooms
              .views()
              .messages(
                  new Requester(ask.user(), ask.client().device, false),
                  new MessagesQuery(some.room(), token, to, true, 7, filter));
      page.events().stream()
          .map(JsonRaw::utf8)
          .map(Json::parseObject)
          .forEach(event -> found.add(event.string("event_id").orElseThrow()));
      token = page.end();
    }
    return found;
  }
}
