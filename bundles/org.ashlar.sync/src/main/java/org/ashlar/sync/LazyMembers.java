package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.Position;
import org.ashlar.store.RoomSummary;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.RingEvent;

/// Members of whom a reader needs to know who they are, and who they are.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#lazy-loading-room-members Lazy-loading
final class LazyMembers {
  private final Sources sources;
  private final ToldMembers told;

  LazyMembers(Sources sources, ToldMembers told) {
    this.sources = sources;
    this.told = told;
  }

  /// The members whom a timeline and a summary show.
  static Set<String> needed(Draft draft, Window window) {
    Set<String> users = new LinkedHashSet<>();
    RoomSummary summary = draft.summary();
    if (summary != null) {
      Summaries.heroes(summary, window.user()).forEach(hero -> users.add(hero.value()));
    }
    for (TimelineEntry entry : draft.timeline().shown()) {
      users.add(entry.sender().value());
      String member = entry.member();
      if (member != null && window.request().stateAfter()) {
        users.add(member);
      }
    }
    return users;
  }

  /// The same for a whole state, and the reader and who moved since it last looked.
  static Set<String> neededOfWhole(Draft draft, Window window) {
    Set<String> users = needed(draft, window);
    users.add(window.user().value());
    users.addAll(draft.moved());
    return users;
  }

  /// Of the members who became known with the whole state of a room, whom a reader needs or has
  /// been told of.
  Set<String> wanted(Draft draft, Window window) {
    Set<String> users = needed(draft, window);
    users.addAll(members(draft.timeline().shown()));
    users.addAll(told.known(window, draft.nid()));
    users.add(window.user().value());
    return users;
  }

  /// Of a whole state: without members who are not needed.
  static List<TimelineEntry> reduced(List<TimelineEntry> state, Set<String> needed) {
    List<TimelineEntry> kept = new ArrayList<>();
    for (TimelineEntry entry : state) {
      String member = entry.member();
      if (member == null || needed.contains(member)) {
        kept.add(entry);
      }
    }
    return kept;
  }

  /// The users whose member events are among some.
  static Set<String> members(Collection<TimelineEntry> entries) {
    Set<String> users = new HashSet<>();
    for (TimelineEntry entry : entries) {
      String member = entry.member();
      if (member != null) {
        users.add(member);
      }
    }
    return users;
  }

  /// Adds the members that readers of rooms miss who know the state.
  void complete(List<Draft> drafts, Window window) {
    EventFilter filter = window.filter().state();
    Map<Draft, Set<String>> missing = new HashMap<>();
    for (Draft draft : drafts) {
      Set<String> users = new LinkedHashSet<>();
      if (!draft.isWhole() && filter.wantsRoom(draft.room().id().value())) {
        users.addAll(missing(draft, window));
      }
      if (!users.isEmpty()) {
        missing.put(draft, users);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    Map<Draft, List<TimelineEntry>> found = new HashMap<>();
    missing.forEach((draft, users) -> found.put(draft, beforeTimeline(draft, users, window)));
    missing.values().removeIf(Set::isEmpty);
    atEnd(missing, window)
        .forEach(
            (draft, entries) ->
                found.computeIfAbsent(draft, _ -> new ArrayList<>()).addAll(entries));
    found.forEach(
        (draft, entries) -> {
          List<TimelineEntry> state = new ArrayList<>(draft.state());
          entries.stream().filter(filter::wants).forEach(state::add);
          draft.state(state);
        });
  }

  private Set<String> missing(Draft draft, Window window) {
    Set<String> wanted = needed(draft, window);
    wanted.removeAll(members(draft.state()));
    if (!window.filter().state().redundantMembers()) {
      wanted.removeAll(told.known(window, draft.nid()));
    }
    return wanted;
  }

  /// Who is set by the timeline itself is needed as it was before it. Takes such users out.
  private List<TimelineEntry> beforeTimeline(Draft draft, Set<String> users, Window window) {
    List<TimelineEntry> found = new ArrayList<>();
    if (window.request().stateAfter()) {
      return found;
    }
    List<EventId> replaced = new ArrayList<>();
    for (TimelineEntry entry : draft.timeline().shown()) {
      String member = entry.member();
      if (member != null && users.remove(member)) {
        TimelineEntry before = draft.start().get(entry.key());
        if (before != null) {
          found.add(before);
        } else if (entry instanceof TimelineEntry.Recent(RingEvent event)
            && event.replaces() != null) {
          replaced.add(event.replaces());
        }
      }
    }
    if (!replaced.isEmpty()) {
      sources
          .store()
          .call(store -> store.events(replaced))
          .values()
          .forEach(event -> found.add(new TimelineEntry.Kept(event)));
    }
    return found;
  }

  /// Members as they are at the end of the window.
  private Map<Draft, List<TimelineEntry>> atEnd(Map<Draft, Set<String>> users, Window window) {
    if (users.isEmpty()) {
      return Map.of();
    }
    List<Draft> drafts = List.copyOf(users.keySet());
    List<Long> rooms = drafts.stream().map(Draft::nid).toList();
    Map<Long, Long> roots = sources.views().call(views -> views.currentRoots(rooms));
    List<StateQuery> queries = new ArrayList<>();
    for (Draft draft : drafts) {
      Set<StateKey> keys = new HashSet<>();
      users
          .getOrDefault(draft, Set.of())
          .forEach(user -> keys.add(StateKey.member(new UserId(user))));
      StoredEvent departure = draft.departure();
      long root = departure == null ? roots.getOrDefault(draft.nid(), 0L) : departure.rootAfter();
      queries.add(StateQuery.of(draft.nid(), root, keys));
    }
    List<Map<StateKey, StoredEvent>> states = sources.views().call(views -> views.states(queries));
    Map<Long, Position> ends = new HashMap<>();
    drafts.forEach(draft -> ends.put(draft.nid(), draft.range().end()));
    List<StoredEvent> members = states.stream().flatMap(state -> state.values().stream()).toList();
    Map<Long, List<TimelineEntry>> byRoom = new HashMap<>();
    for (StoredEvent then : OwnHistory.at(sources, members, ends)) {
      if (then != null) {
        byRoom
            .computeIfAbsent(then.roomNid(), _ -> new ArrayList<>())
            .add(new TimelineEntry.Kept(then));
      }
    }
    Map<Draft, List<TimelineEntry>> found = new HashMap<>();
    drafts.forEach(draft -> found.put(draft, byRoom.getOrDefault(draft.nid(), new ArrayList<>())));
    return found;
  }
}
