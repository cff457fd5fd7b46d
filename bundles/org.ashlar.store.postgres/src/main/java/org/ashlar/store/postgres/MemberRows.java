package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.ints;
import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.List;

/// Rows of `memberships` and changes of `joined_hosts`.
@SuppressWarnings("ArrayRecordComponent")
record MemberRows(
    long[] rooms,
    String[] users,
    int[] memberships,
    long[] positions,
    long[] events,
    String[] eventIds,
    long[] hostRooms,
    String[] hosts,
    long[] joined) {

  static MemberRows of(List<Member> members, List<Host> hosts) {
    return new MemberRows(
        longs(members, Member::roomNid),
        texts(members, Member::user),
        ints(members, member -> member.membership().code()),
        longs(members, Member::position),
        longs(members, Member::eventNid),
        texts(members, Member::eventId),
        longs(hosts, Host::roomNid),
        texts(hosts, Host::server),
        longs(hosts, Host::joined));
  }

  boolean isEmpty() {
    return users.length == 0;
  }

  /// A new membership; event 0 and no id when its event went away from the state.
  record Member(
      long roomNid,
      String user,
      StoredMembership membership,
      long position,
      long eventNid,
      String eventId) {}

  /// How many more members of a server are joined.
  record Host(long roomNid, String server, long joined) {}
}
