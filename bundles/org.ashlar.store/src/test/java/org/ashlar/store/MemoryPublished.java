package org.ashlar.store;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.store.PublishedQuery.Place;
import org.jspecify.annotations.Nullable;

/// The public list as a [MemoryEventStore] has it.
final class MemoryPublished {
  private static final Comparator<PublishedRoom> ORDER =
      Comparator.comparingLong(PublishedRoom::joined)
          .thenComparingLong(PublishedRoom::roomNid)
          .reversed();

  private MemoryPublished() {}

  static List<PublishedRoom> page(List<PublishedRoom> all, PublishedQuery query) {
    Comparator<PublishedRoom> order = query.backward() ? ORDER.reversed() : ORDER;
    List<PublishedRoom> page =
        wanted(all, query)
            .filter(room -> isBeyond(room, query.from(), query.backward()))
            .sorted(order)
            .limit(query.limit())
            .toList();
    return query.backward() ? page.reversed() : page;
  }

  static long count(List<PublishedRoom> all, PublishedQuery query) {
    return wanted(all, query).count();
  }

  private static Stream<PublishedRoom> wanted(List<PublishedRoom> all, PublishedQuery query) {
    return all.stream()
        .filter(room -> room.joined() > 0)
        .filter(
            room ->
                query.roomTypes() == null
                    || query.roomTypes().contains(room.roomType() == null ? "" : room.roomType()))
        .filter(
            room ->
                query.term() == null
                    || contains(room.name(), query.term())
                    || contains(room.topic(), query.term())
                    || contains(room.canonicalAlias(), query.term()));
  }

  private static boolean contains(@Nullable String text, String term) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(term.toLowerCase(Locale.ROOT));
  }

  private static boolean isBeyond(PublishedRoom room, @Nullable Place from, boolean backward) {
    if (from == null) {
      return true;
    }
    int compared = Long.compare(room.joined(), from.joined());
    int side = compared == 0 ? Long.compare(room.roomNid(), from.roomNid()) : compared;
    return backward ? side > 0 : side < 0;
  }

  /// What an event of a room's state says.
  static @Nullable String fact(Map<StateKey, Event> facts, String type, String member) {
    Event event = facts.get(new StateKey(type, ""));
    return event == null ? null : event.content().string(member).orElse(null);
  }
}
