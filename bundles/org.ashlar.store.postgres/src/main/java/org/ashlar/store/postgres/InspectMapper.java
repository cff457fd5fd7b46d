package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.ResultType;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.session.ResultHandler;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Reads what a sound room must agree on.
interface InspectMapper {
  String EVENT =
      """
      SELECT e.nid, coalesce(e.pos, 0) AS place, e.writer IS NOT NULL AS written, e.status,
        e.root_before, e.root_after, e.redacted_by IS NOT NULL AS redacted, e.depth,
        e.origin_server_ts, e.event_id, e.type, e.sender, e.json, l.target, l.rel_type, l.key,
        coalesce(l.sender, e.sender) AS l_sender, coalesce(l.type, e.type) AS l_type,
        coalesce(l.depth, e.depth) AS l_depth, coalesce(l.ts, e.origin_server_ts) AS l_ts,
        coalesce(m.whole_room, false) AS whole_room, m.users, x.target AS redacts
      FROM events e LEFT JOIN relations l ON l.event_nid = e.nid
        LEFT JOIN mentions m ON m.event_nid = e.nid
        LEFT JOIN redactions x ON x.event_nid = e.nid
      """;

  @Select(
      """
      SELECT r.nid, r.version, r.current_root, r.last_bump, r.extremities::text,
        coalesce((SELECT max(e.pos) FROM events e
          WHERE e.room_nid = r.nid AND e.pos IS NOT NULL AND e.status IN (0, 4)), 0)
      FROM rooms r WHERE r.room_id = #{id}
      """)
  @Nullable RoomRow room(@Param("id") String id);

  @Select(
      """
      SELECT e.event_id FROM events e
      LEFT JOIN event_high_water h ON h.writer = e.writer
        AND h.stream = CASE WHEN e.pos > 0 THEN 'events' ELSE 'backfill' END
      WHERE e.room_nid = #{room} AND e.pos IS NOT NULL
        AND (h.position IS NULL OR abs(e.pos) > h.position)
      UNION ALL
      SELECT min(event_id) FROM events WHERE room_nid = #{room} AND pos IS NOT NULL
      GROUP BY writer, pos HAVING count(*) > 1
      """)
  List<String> misplaced(@Param("room") long room);

  /// All events of a room with the rows made from each, in no order.
  @Select(
      EVENT
          + " WHERE e.room_nid = #{room} AND e.pos IS NOT NULL UNION ALL "
          + EVENT
          + " WHERE e.room_nid = #{room} AND e.pos IS NULL")
  @Options(fetchSize = 500)
  @ResultType(EventRow.class)
  void events(@Param("room") long room, ResultHandler<EventRow> handler);

  @Select(
      EventMapper.COLUMNS
          + """
          (SELECT r.version FROM rooms r WHERE r.nid = #{room})
          FROM events e WHERE e.room_nid = #{room} AND e.pos IS NOT NULL
            AND (e.pos, e.nid) > (#{position}, #{nid})
          ORDER BY e.pos, e.nid LIMIT #{limit}
          """)
  List<StoredEvent> placed(
      @Param("room") long room,
      @Param("position") long position,
      @Param("nid") long nid,
      @Param("limit") int limit);

  /// What is wrong with a partial room, or with one that is not.
  @Select(
      """
      SELECT e.event_id || ' was judged by partial state, and the room is not partial'
      FROM events e WHERE e.room_nid = #{room} AND e.pos IS NOT NULL AND e.status IN (4, 5)
        AND NOT EXISTS (SELECT 1 FROM partial_rooms p WHERE p.room_nid = e.room_nid)
      UNION ALL
      SELECT 'the room is partial, and the event by which it was joined has no place in it'
      FROM partial_rooms p WHERE p.room_nid = #{room} AND NOT EXISTS (
        SELECT 1 FROM events e
        WHERE e.nid = p.join_nid AND e.room_nid = p.room_nid AND e.pos IS NOT NULL)
      UNION ALL
      SELECT 'it is said to be full since a position that was not given'
      FROM completed_rooms c LEFT JOIN event_high_water h
        ON h.writer = c.writer AND h.stream = 'completions'
      WHERE c.room_nid = #{room} AND (h.position IS NULL OR c.pos > h.position)
      """)
  List<String> partial(@Param("room") long room);

  @Select("SELECT covered, event_id FROM backward_extremities WHERE room_nid = #{room}")
  List<GapRow> gaps(@Param("room") long room);

  @Select(
      """
      SELECT DISTINCT ON (key_nid) key_nid, coalesce(event_nid, 0) FROM state_deltas
      WHERE room_nid = #{room} ORDER BY key_nid, pos DESC
      """)
  List<EntryRow> newestDeltas(@Param("room") long room);

  @Select("SELECT user_id, membership, event_nid FROM memberships WHERE room_nid = #{room}")
  List<MemberRow> members(@Param("room") long room);

  @Select("SELECT server, joined FROM joined_hosts WHERE room_nid = #{room} AND joined <> 0")
  List<HostRow> hosts(@Param("room") long room);

  @Select(
      """
      SELECT joined, invited, name, canonical_alias, topic, avatar, encryption, room_type,
        join_rule, guest_access, history_visibility
      FROM room_summaries WHERE room_nid = #{room}
      """)
  @Nullable SummaryRow summary(@Param("room") long room);

  /// Rows about events that are not there, or that say another place than the event.
  @Select(
      """
      SELECT 'relations', count(*) FROM relations x LEFT JOIN events e ON e.nid = x.event_nid
      WHERE x.room_nid = #{room} AND (e.nid IS NULL OR x.pos IS DISTINCT FROM
        CASE WHEN e.status IN (0, 4) THEN e.pos END)
      UNION ALL SELECT 'mentions', count(*) FROM mentions x
      WHERE x.room_nid = #{room} AND NOT EXISTS (SELECT 1 FROM events e WHERE e.nid = x.event_nid)
      UNION ALL SELECT 'redactions', count(*) FROM redactions x
      WHERE x.room_nid = #{room} AND NOT EXISTS (SELECT 1 FROM events e WHERE e.nid = x.event_nid)
      UNION ALL SELECT 'redacted_contents', count(*) FROM redacted_contents x
      WHERE x.room_nid = #{room} AND NOT EXISTS (SELECT 1 FROM events e WHERE e.nid = x.event_nid)
      UNION ALL SELECT 'extremity_history', count(*) FROM extremity_history x
      WHERE x.room_nid = #{room} AND NOT EXISTS (
        SELECT 1 FROM events e
        WHERE e.room_nid = x.room_nid AND e.pos IS NOT NULL AND e.pos = x.pos)
      UNION ALL SELECT 'state_roots', count(*) FROM state_roots x
      WHERE x.room_nid = #{room} AND NOT EXISTS (
        SELECT 1 FROM state_nodes n WHERE n.room_nid = x.room_nid AND n.node_nid = x.root_nid)
      """)
  List<Table> dangling(@Param("room") long room);

  @Select(
      """
      SELECT name, rows FROM (
        SELECT 'events' AS name, count(*) AS rows FROM events x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'state_nodes', count(*) FROM state_nodes x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'state_roots', count(*) FROM state_roots x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'state_deltas', count(*) FROM state_deltas x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'memberships', count(*) FROM memberships x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'joined_hosts', count(*) FROM joined_hosts x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'relations', count(*) FROM relations x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'mentions', count(*) FROM mentions x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'redactions', count(*) FROM redactions x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'redacted_contents', count(*) FROM redacted_contents x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'backward_extremities', count(*) FROM backward_extremities x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'extremity_history', count(*) FROM extremity_history x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'partial_rooms', count(*) FROM partial_rooms x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'completed_rooms', count(*) FROM completed_rooms x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'room_summaries', count(*) FROM room_summaries x
          WHERE NOT EXISTS (SELECT 1 FROM rooms r WHERE r.nid = x.room_nid)
        UNION ALL SELECT 'transactions', count(*) FROM transactions x
          WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.nid = x.event_nid)) t
      WHERE rows > 0
      """)
  List<Table> orphans();

  @Select(
      """
      SELECT 'rooms', count(*) FROM rooms x WHERE x.nid = #{room}
      UNION ALL SELECT 'events', count(*) FROM events x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'state_nodes', count(*) FROM state_nodes x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'state_roots', count(*) FROM state_roots x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'state_deltas', count(*) FROM state_deltas x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'memberships', count(*) FROM memberships x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'joined_hosts', count(*) FROM joined_hosts x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'relations', count(*) FROM relations x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'mentions', count(*) FROM mentions x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'redactions', count(*) FROM redactions x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'partial_rooms', count(*) FROM partial_rooms x WHERE x.room_nid = #{room}
      UNION ALL SELECT 'completed_rooms', count(*) FROM completed_rooms x
      WHERE x.room_nid = #{room}
      """)
  List<Table> count(@Param("room") long room);

  /// An event, the columns beside its bytes and the rows made from it. Position 0 stands for none,
  /// null for a row that is not there.
  @SuppressWarnings("ArrayRecordComponent")
  record EventRow(
      long nid,
      long position,
      boolean written,
      int status,
      long before,
      long after,
      boolean redacted,
      long depth,
      long time,
      String id,
      String type,
      String sender,
      byte[] json,
      @Nullable String relationTarget,
      @Nullable String relationType,
      @Nullable String relationKey,
      String relationSender,
      String relationEventType,
      long relationDepth,
      long relationTime,
      boolean wholeRoom,
      String @Nullable [] mentioned,
      @Nullable String redacts) {}

  /// A room and the place of its newest event.
  record RoomRow(
      long nid, String version, long root, long lastBump, String extremities, long newest) {}

  /// A backward extremity.
  record GapRow(boolean covered, String id) {}

  /// A key and its event.
  record EntryRow(long key, long event) {}

  /// A membership.
  record MemberRow(String user, int membership, long event) {}

  /// How many members a server has.
  record HostRow(String server, long joined) {}

  /// A table and how many rows of it are meant.
  record Table(String name, long rows) {}

  /// A summary.
  record SummaryRow(
      long joined,
      long invited,
      @Nullable String name,
      @Nullable String alias,
      @Nullable String topic,
      @Nullable String avatar,
      @Nullable String encryption,
      @Nullable String roomType,
      @Nullable String joinRule,
      @Nullable String guestAccess,
      @Nullable String historyVisibility) {}
}
