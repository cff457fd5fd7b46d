package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.UserId;
import org.ashlar.event.StateKey;
import org.ashlar.store.StoredEvent;

/// Members of whom a reader needs to know who they are, and which of them it has been told. What it
/// was told counts only for a reader who has come as far as that answer: an answer that was lost is
/// given again. Any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#lazy-loading-room-members Lazy-loading
final class LazyMembers {
  private static final int READERS = 20_000;
  private static final int MEMBERS = 200;

  private final Sources sources;
  private final BoundedCache<Reader, Map<String, Long>> told = new BoundedCache<>(READERS);

  LazyMembers(Sources sources) {
    this.sources = sources;
  }

  private record Reader(UserId user, String device, long room) {}

  /// The members whom a timeline and a summary show.
  static Set<String> needed(Timeline timeline, List<UserId> heroes, Window window) {
    Set<String> users = new LinkedHashSet<>();
    heroes.forEach(hero -> users.add(hero.value()));
    for (TimelineEntry entry : timeline.shown()) {
      users.add(entry.sender().value());
      String member = entry.member();
      if (member != null && window.request().stateAfter()) {
        users.add(member);
      }
    }
    return users;
  }

  /// Of the state of a room that the reader does not know: without members who are not needed.
  static List<TimelineEntry> reduced(List<TimelineEntry> state, Set<String> needed, Window window) {
    List<TimelineEntry> kept = new ArrayList<>();
    for (TimelineEntry entry : state) {
      String member = entry.member();
      if (member == null || needed.contains(member) || member.equals(window.user().value())) {
        kept.add(entry);
      }
    }
    return kept;
  }

  /// The member events that the reader of a room misses.
  List<TimelineEntry> missing(RoomKey room, RoomDelta delta, Set<String> needed, Window window) {
    Set<String> wanted = new HashSet<>(needed);
    delta.timeline().shown().forEach(entry -> discardMember(wanted, entry));
    delta.state().forEach(entry -> discardMember(wanted, entry));
    if (!window.filter().state().redundantMembers()) {
      wanted.removeAll(acknowledged(room, window).keySet());
    }
    return wanted.isEmpty() ? List.of() : read(room, wanted);
  }

  /// Notes the members that an answer shows.
  ///
  /// @param whole whether it has the whole state: the reader may have forgotten what it knew of a
  ///   room that it left
  void tell(RoomKey room, RoomDelta delta, boolean whole, Window window) {
    Map<String, Long> known = acknowledged(room, window);
    if (whole || known.size() > MEMBERS) {
      known.clear();
    }
    delta.timeline().shown().forEach(entry -> note(known, entry, window));
    delta.state().forEach(entry -> note(known, entry, window));
  }

  /// Drops what the reader does not say it has got.
  private Map<String, Long> acknowledged(RoomKey room, Window window) {
    Map<String, Long> known =
        told.computeIfAbsent(reader(room, window), _ -> new ConcurrentHashMap<>());
    long since = window.eventsSince().number();
    known.values().removeIf(number -> number > since);
    return known;
  }

  private List<TimelineEntry> read(RoomKey room, Set<String> users) {
    List<StateKey> keys = users.stream().map(user -> StateKey.member(new UserId(user))).toList();
    Map<StateKey, StoredEvent> members =
        sources
            .views()
            .call(views -> views.stateAt(room.nid(), views.currentRoot(room.nid()), keys));
    return members.values().stream().<TimelineEntry>map(TimelineEntry.Kept::new).toList();
  }

  private static void discardMember(Set<String> users, TimelineEntry entry) {
    String member = entry.member();
    if (member != null) {
      users.remove(member);
    }
  }

  private static void note(Map<String, Long> known, TimelineEntry entry, Window window) {
    String member = entry.member();
    if (member != null) {
      known.putIfAbsent(member, window.eventsNow().number());
    }
  }

  private static Reader reader(RoomKey room, Window window) {
    String device = window.request().device();
    return new Reader(window.user(), device == null ? "" : device, room.nid());
  }
}
