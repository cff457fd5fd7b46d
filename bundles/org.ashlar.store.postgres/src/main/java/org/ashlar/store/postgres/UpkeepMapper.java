package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.ResultType;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.session.ResultHandler;
import org.jspecify.annotations.Nullable;

/// Purges, sweeps and deletes.
interface UpkeepMapper {
  @Select(
      """
      SELECT nid, room_id, version FROM rooms WHERE nid > #{after} ORDER BY nid LIMIT #{limit}
      """)
  List<RoomMapper.RoomRow> rooms(@Param("after") long after, @Param("limit") int limit);

  @Select("SELECT nid FROM rooms WHERE room_id = #{id}")
  @Nullable Long room(@Param("id") String id);

  /// All events of a room, in no order.
  @Select(
      """
      SELECT nid, coalesce(pos, 0), writer IS NOT NULL, status, root_before, root_after, event_id,
        json
      FROM events WHERE room_nid = #{room} AND pos IS NOT NULL
      UNION ALL
      SELECT nid, 0, writer IS NOT NULL, status, root_before, root_after, event_id, json
      FROM events WHERE room_nid = #{room} AND pos IS NULL
      """)
  @Options(fetchSize = 500)
  @ResultType(EventRow.class)
  void events(@Param("room") long room, ResultHandler<EventRow> handler);

  @Select(
      """
      SELECT DISTINCT root FROM (
        SELECT root_before AS root FROM events WHERE room_nid = #{room} AND pos IS NOT NULL
        UNION ALL SELECT root_after FROM events WHERE room_nid = #{room} AND pos IS NOT NULL
        UNION ALL SELECT current_root FROM rooms WHERE nid = #{room}) r
      WHERE root <> 0
      """)
  List<Long> roots(@Param("room") long room);

  @Select(
      """
      SELECT node_nid FROM state_nodes WHERE room_nid = #{room} AND node_nid > #{after}
      ORDER BY node_nid LIMIT #{limit}
      """)
  List<Long> nodes(@Param("room") long room, @Param("after") long after, @Param("limit") int limit);

  @Delete(
      """
      DELETE FROM state_nodes WHERE room_nid = #{room} AND node_nid = ANY(#{nids}::bigint[])
      """)
  int deleteNodes(@Param("room") long room, @Param("nids") long[] nids);

  @Delete(
      """
      DELETE FROM state_roots s WHERE s.room_nid = #{room} AND NOT EXISTS (
        SELECT 1 FROM state_nodes n WHERE n.room_nid = s.room_nid AND n.node_nid = s.root_nid)
      """)
  void deleteLostRoots(@Param("room") long room);

  /// Events below a depth. Only accepted changes of state leave another state than they found.
  @Select(
      """
      SELECT nid, pos, root_before <> root_after FROM events
      WHERE room_nid = #{room} AND pos IS NOT NULL AND depth < #{depth}
      ORDER BY depth LIMIT #{limit}
      """)
  List<Below> below(
      @Param("room") long room, @Param("depth") long depth, @Param("limit") int limit);

  @Select(
      "SELECT count(*) FROM events WHERE room_nid = #{room} AND pos IS NOT NULL AND depth <"
          + " #{depth}")
  long countBelow(@Param("room") long room, @Param("depth") long depth);

  @Update(
      """
      UPDATE events SET pos = NULL, writer = NULL, root_before = 0, root_after = 0, status = 3
      WHERE nid = ANY(#{nids}::bigint[])
      ;UPDATE relations SET pos = NULL WHERE event_nid = ANY(#{nids}::bigint[])
      """)
  void displace(@Param("nids") long[] nids);

  @Delete(
      """
      DELETE FROM relations WHERE event_nid = ANY(#{nids}::bigint[])
      ;DELETE FROM mentions WHERE event_nid = ANY(#{nids}::bigint[])
      ;DELETE FROM redactions WHERE event_nid = ANY(#{nids}::bigint[])
      ;DELETE FROM redacted_contents WHERE event_nid = ANY(#{nids}::bigint[])
      ;DELETE FROM transactions WHERE event_nid = ANY(#{nids}::bigint[])
      ;DELETE FROM events WHERE nid = ANY(#{nids}::bigint[])
      """)
  void deleteEvents(@Param("nids") long[] nids);

  @Delete(
      """
      DELETE FROM extremity_history WHERE room_nid = #{room} AND pos = ANY(#{positions}::bigint[])
      """)
  void deleteHistory(@Param("room") long room, @Param("positions") long[] positions);

  @Insert(
      """
      DELETE FROM backward_extremities WHERE room_nid = #{room}
      ;INSERT INTO backward_extremities (room_nid, covered, event_id)
      SELECT #{room}, o.covered = 1, o.event_id
      FROM unnest(#{covered}::int[], #{ids}::text[]) AS o(covered, event_id)
      """)
  void replaceGaps(
      @Param("room") long room, @Param("covered") int[] covered, @Param("ids") String[] ids);

  @Delete(
      """
      DELETE FROM redacted_contents WHERE event_nid IN (
        SELECT event_nid FROM redacted_contents WHERE redacted_at < #{before} LIMIT #{limit})
      """)
  int censor(@Param("before") long before, @Param("limit") int limit);

  @Select(
      """
      SELECT c.event_nid, c.json FROM redacted_contents c JOIN events e ON e.nid = c.event_nid
      WHERE e.event_id = #{id}
      """)
  StateMapper.@Nullable NodeRow unredacted(@Param("id") String id);

  @Insert("INSERT INTO blocked_rooms (room_id) VALUES (#{id}) ON CONFLICT DO NOTHING")
  void block(@Param("id") String id);

  @Delete("DELETE FROM blocked_rooms WHERE room_id = #{id}")
  void unblock(@Param("id") String id);

  @Select("SELECT room_id FROM blocked_rooms")
  List<String> blocked();

  /// Transactions go first, as only events tell their room; the room goes last.
  @Delete(
      """
      DELETE FROM transactions t USING events e
      WHERE t.event_nid = e.nid AND e.room_nid = #{room}
      """)
  int deleteTransactions(@Param("room") long room);

  @Delete("DELETE FROM events WHERE room_nid = #{room}")
  int deleteAllEvents(@Param("room") long room);

  @Delete("DELETE FROM state_nodes WHERE room_nid = #{room}")
  int deleteAllNodes(@Param("room") long room);

  @Delete(
      """
      WITH a AS (DELETE FROM state_roots WHERE room_nid = #{room}),
      b AS (DELETE FROM state_deltas WHERE room_nid = #{room}),
      c AS (DELETE FROM memberships WHERE room_nid = #{room}),
      d AS (DELETE FROM joined_hosts WHERE room_nid = #{room}),
      e AS (DELETE FROM relations WHERE room_nid = #{room}),
      f AS (DELETE FROM mentions WHERE room_nid = #{room}),
      g AS (DELETE FROM redactions WHERE room_nid = #{room}),
      h AS (DELETE FROM backward_extremities WHERE room_nid = #{room}),
      i AS (DELETE FROM extremity_history WHERE room_nid = #{room}),
      j AS (DELETE FROM redacted_contents WHERE room_nid = #{room}),
      k AS (DELETE FROM room_summaries WHERE room_nid = #{room}),
      l AS (DELETE FROM partial_rooms WHERE room_nid = #{room}),
      m AS (DELETE FROM completed_rooms WHERE room_nid = #{room})
      DELETE FROM rooms WHERE nid = #{room}
      """)
  int deleteRoom(@Param("room") long room);

  /// An event and its place; position 0 for none.
  @SuppressWarnings("ArrayRecordComponent")
  record EventRow(
      long nid,
      long position,
      boolean written,
      int status,
      long before,
      long after,
      String id,
      byte[] json) {}

  /// An event below a depth, and whether it changed the state.
  record Below(long nid, long position, boolean state) {}
}
