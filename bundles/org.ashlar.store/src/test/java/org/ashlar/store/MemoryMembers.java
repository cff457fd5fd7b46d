package org.ashlar.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.state.EventRef;
import org.jspecify.annotations.Nullable;

/// The memberships that a [MemoryEventStore] keeps.
final class MemoryMembers {
  private static final Set<String> THERE = Set.of("join", "invite");
  private static final Set<String> GONE = Set.of("leave", "ban");
  private static final Set<String> WORDS = Set.of("join", "invite", "knock", "leave", "ban");
  private static final int HEROES = 6;

  private final Map<Member, MembershipRow> rows = new LinkedHashMap<>();

  private record Member(long roomNid, UserId user) {}

  /// Follows a change of a room's current state. Who has no member event any more has left.
  void change(RoomRef room, StateDelta delta, Position position) {
    if (delta.key().type().equals(EventTypes.MEMBER)) {
      UserId.parse(delta.key().key()).ifPresent(user -> change(room, user, delta, position));
    }
  }

  private void change(RoomRef room, UserId user, StateDelta delta, Position position) {
    Member member = new Member(room.nid(), user);
    MembershipRow known = rows.get(member);
    Event event = delta.event();
    EventRef ref = delta.ref();
    if (known == null && (event == null || ref == null)) {
      return;
    }
    EventId id = event == null ? known.event() : event.id();
    long nid = ref == null ? known.eventNid() : ref.nid();
    String membership = membership(event);
    boolean forgotten = known != null && known.forgotten() && GONE.contains(membership);
    rows.put(
        member,
        new MembershipRow(room.id(), room.nid(), user, membership, id, nid, position, forgotten));
  }

  private static String membership(@Nullable Event event) {
    return event == null
        ? "leave"
        : event.content().string("membership").filter(WORDS::contains).orElse("leave");
  }

  List<MembershipRow> of(UserId user) {
    return rows.values().stream().filter(row -> row.user().equals(user)).toList();
  }

  List<MembershipRow> of(long roomNid, Collection<UserId> users) {
    return rows.values().stream()
        .filter(row -> row.roomNid() == roomNid)
        .filter(row -> users.isEmpty() || users.contains(row.user()))
        .toList();
  }

  void forget(long roomNid, UserId user, boolean forgotten) {
    rows.computeIfPresent(
        new Member(roomNid, user),
        (_, row) ->
            new MembershipRow(
                row.room(),
                row.roomNid(),
                row.user(),
                row.membership(),
                row.event(),
                row.eventNid(),
                row.position(),
                forgotten && GONE.contains(row.membership())));
  }

  Set<UserId> sharing(UserId user, Collection<UserId> others) {
    Set<Long> rooms =
        of(user).stream()
            .filter(row -> row.membership().equals("join"))
            .map(MembershipRow::roomNid)
            .collect(Collectors.toSet());
    return rows.values().stream()
        .filter(row -> row.membership().equals("join") && rooms.contains(row.roomNid()))
        .map(MembershipRow::user)
        .filter(others::contains)
        .collect(Collectors.toSet());
  }

  Set<UserId> joined(Collection<Long> roomNids, ServerName server) {
    return rows.values().stream()
        .filter(row -> row.membership().equals("join") && roomNids.contains(row.roomNid()))
        .map(MembershipRow::user)
        .filter(user -> user.isOn(server))
        .collect(Collectors.toSet());
  }

  long count(long roomNid, String membership) {
    return of(roomNid, List.of()).stream()
        .filter(row -> row.membership().equals(membership))
        .count();
  }

  List<UserId> heroes(long roomNid) {
    List<UserId> there = users(roomNid, THERE);
    List<UserId> gone = there.size() > 1 ? List.of() : users(roomNid, GONE);
    return Stream.concat(there.stream(), gone.stream()).limit(HEROES).toList();
  }

  private List<UserId> users(long roomNid, Set<String> memberships) {
    return of(roomNid, List.of()).stream()
        .filter(row -> memberships.contains(row.membership()))
        .sorted(Comparator.comparing(MembershipRow::position))
        .map(MembershipRow::user)
        .toList();
  }
}
