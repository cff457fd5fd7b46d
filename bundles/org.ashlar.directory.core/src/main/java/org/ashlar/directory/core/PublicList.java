package org.ashlar.directory.core;

import java.util.List;
import org.ashlar.base.gate.Gate;
import org.ashlar.directory.PublicRoomsPage;
import org.ashlar.directory.PublicRoomsQuery;
import org.ashlar.store.EventStore;
import org.ashlar.store.PublishedQuery;
import org.ashlar.store.PublishedQuery.Place;
import org.ashlar.store.PublishedRoom;
import org.jspecify.annotations.Nullable;

/// Turns the pages of the public list.
///
/// @param store where the list is
record PublicList(Gate<EventStore> store) {
  PublicRoomsPage page(PublicRoomsQuery query) {
    String since = query.since();
    @Nullable ListToken token = since == null ? null : ListToken.parse(since);
    boolean backward = token != null && token.backward();
    PublishedQuery wanted = wanted(query, token == null ? null : token.place(), backward);
    List<PublishedRoom> found = store.call(s -> s.published(wanted));
    long total = store.call(s -> s.countPublished(wanted));
    boolean goesOn = found.size() > query.limit();
    List<PublishedRoom> rooms = goesOn ? cut(found, query.limit(), backward) : found;
    if (rooms.isEmpty()) {
      return new PublicRoomsPage(rooms, null, null, total);
    }
    boolean hasNext = backward || goesOn;
    boolean hasPrevious = backward ? goesOn : token != null;
    return new PublicRoomsPage(
        rooms,
        hasNext ? ListToken.after(rooms.getLast()).encode() : null,
        hasPrevious ? ListToken.before(rooms.getFirst()).encode() : null,
        total);
  }

  /// One more than the page shall have tells whether it is the last.
  private static PublishedQuery wanted(
      PublicRoomsQuery query, @Nullable Place place, boolean backward) {
    return new PublishedQuery(query.term(), query.roomTypes(), place, backward, query.limit() + 1);
  }

  private static List<PublishedRoom> cut(List<PublishedRoom> rooms, int limit, boolean backward) {
    return backward ? rooms.subList(rooms.size() - limit, rooms.size()) : rooms.subList(0, limit);
  }
}
