package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/// Reads rooms.
interface RoomMapper {
  @Select(
      """
      SELECT r.nid, r.version, r.epoch, r.current_root, e.nid AS event_nid, e.event_id, e.depth, e.root_after,
        ARRAY(SELECT b.event_id FROM backward_extremities b
          WHERE b.room_nid = r.nid AND b.covered) AS covered,
        ARRAY(SELECT b.event_id FROM backward_extremities b
          WHERE b.room_nid = r.nid AND NOT b.covered) AS uncovered,
        coalesce(p.join_nid, 0) AS join_nid, p.servers
      FROM rooms r JOIN events e ON e.nid = ANY(r.extremities)
        LEFT JOIN partial_rooms p ON p.room_nid = r.nid
      WHERE r.room_id = #{id} ORDER BY e.nid
      """)
  List<HeadRow> head(@Param("id") String id);

  @Select(
      """
      SELECT unnest(coalesce(
        (SELECT h.extremities FROM extremity_history h WHERE h.room_nid = #{room} AND h.pos = e.pos),
        ARRAY[e.nid]))
      FROM (SELECT nid, pos FROM events
        WHERE room_nid = #{room} AND pos IS NOT NULL AND pos > 0 AND pos <= #{at}
          AND status IN (0, 4)
        ORDER BY pos DESC LIMIT 1) e
      """)
  List<Long> extremitiesAt(@Param("room") long room, @Param("at") long at);

  @Select(
      """
      SELECT depth FROM events WHERE room_nid = #{room} AND pos IS NOT NULL AND status IN (0, 4)
      ORDER BY depth LIMIT 1
      """)
  @Nullable Long minDepth(@Param("room") long room);

  @Select(
      """
      SELECT room_nid, writer, pos, event_pos FROM completed_rooms
      WHERE writer = #{writer} AND pos > #{after} AND pos <= #{upTo} ORDER BY pos LIMIT #{limit}
      """)
  List<CompletedRow> completions(
      @Param("writer") int writer,
      @Param("after") long after,
      @Param("upTo") long upTo,
      @Param("limit") int limit);

  /// How far a writer's stream of completed rooms is.
  @Select(
      """
      SELECT coalesce((SELECT h.position FROM event_high_water h JOIN writers w USING (writer)
        WHERE h.stream = 'completions' AND w.instance = #{instance}), 0)
      """)
  long completion(@Param("instance") String instance);

  @Select("SELECT nid, room_id, version FROM rooms WHERE nid = ANY(#{nids}::bigint[])")
  List<RoomRow> rooms(@Param("nids") long[] nids);

  @Select("SELECT nid, current_root FROM rooms WHERE nid = ANY(#{nids}::bigint[])")
  List<RootRow> roots(@Param("nids") long[] nids);

  @Select(
      """
      SELECT s.room_nid, s.joined, s.invited, ARRAY(
          SELECT x.user_id FROM (
            (SELECT user_id, pos FROM memberships m
              WHERE m.room_nid = s.room_nid AND m.membership = 1 ORDER BY pos LIMIT 6)
            UNION ALL
            (SELECT user_id, pos FROM memberships m
              WHERE m.room_nid = s.room_nid AND m.membership = 2 ORDER BY pos LIMIT 6)) x
          ORDER BY x.pos LIMIT 6) AS present,
        CASE WHEN s.joined + s.invited > 1 THEN NULL ELSE ARRAY(
          SELECT x.user_id FROM (
            (SELECT user_id, pos FROM memberships m
              WHERE m.room_nid = s.room_nid AND m.membership = 4 ORDER BY pos LIMIT 6)
            UNION ALL
            (SELECT user_id, pos FROM memberships m
              WHERE m.room_nid = s.room_nid AND m.membership = 5 ORDER BY pos LIMIT 6)) x
          ORDER BY x.pos LIMIT 6) END AS gone,
        s.name, s.canonical_alias, s.topic, s.avatar, s.encryption, s.room_type, r.last_bump
      FROM room_summaries s JOIN rooms r ON r.nid = s.room_nid
      WHERE s.room_nid = ANY(#{nids}::bigint[])
      """)
  List<SummaryRow> summaries(@Param("nids") long[] nids);

  /// A room and one of its extremities.
  @SuppressWarnings("ArrayRecordComponent")
  record HeadRow(
      long nid,
      String version,
      long epoch,
      long current,
      long eventNid,
      String eventId,
      long depth,
      long after,
      String[] covered,
      String[] uncovered,
      long joinNid,
      String @Nullable [] servers) {}

  /// A room whose state became known in full.
  record CompletedRow(long roomNid, int writer, long position, long events) {}

  /// A room.
  record RoomRow(long nid, String id, String version) {}

  /// The root of a room's current state.
  record RootRow(long nid, long root) {}

  /// A summary, as stored.
  @SuppressWarnings("ArrayRecordComponent")
  record SummaryRow(
      long nid,
      long joined,
      long invited,
      String[] present,
      String @Nullable [] gone,
      @Nullable String name,
      @Nullable String alias,
      @Nullable String topic,
      @Nullable String avatar,
      @Nullable String encryption,
      @Nullable String roomType,
      long lastBump) {}
}
