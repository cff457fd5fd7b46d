package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/// Reads and names state.
interface StateMapper {
  String KEYS = "unnest(#{types}::text[], #{keys}::text[]) AS u(type, state_key)";

  @Select(
      "SELECT k.nid, k.type, k.state_key FROM "
          + KEYS
          + " JOIN state_keys k USING (type, state_key)")
  List<KeyRow> find(@Param("types") String[] types, @Param("keys") String[] keys);

  /// Sorted, so that two who name the same keys do not wait for each other in a circle.
  @Insert(
      "INSERT INTO state_keys (type, state_key) SELECT u.type, u.state_key FROM "
          + KEYS
          + " ORDER BY u.type, u.state_key ON CONFLICT (type, state_key) DO NOTHING")
  void name(@Param("types") String[] types, @Param("keys") String[] keys);

  @Select("SELECT nid, type, state_key FROM state_keys WHERE nid = ANY(#{nids}::bigint[])")
  List<KeyRow> keys(@Param("nids") long[] nids);

  @Select(
      """
      SELECT node_nid, bytes FROM state_nodes
      WHERE room_nid = #{room} AND node_nid = ANY(#{nids}::bigint[])
      """)
  List<NodeRow> nodes(@Param("room") long room, @Param("nids") long[] nids);

  @Select(
      """
      SELECT n.room_nid, n.node_nid, n.bytes
      FROM unnest(#{rooms}::bigint[], #{nids}::bigint[]) AS u(room_nid, node_nid)
        JOIN state_nodes n USING (room_nid, node_nid)
      """)
  List<RoomNodeRow> nodesOfRooms(@Param("rooms") long[] rooms, @Param("nids") long[] nids);

  @Select(
      """
      SELECT root_nid FROM state_roots
      WHERE room_nid = #{room} AND digest_high = #{high} AND digest_low = #{low}
      """)
  @Nullable Long root(@Param("room") long room, @Param("high") long high, @Param("low") long low);

  @Insert(
      """
      INSERT INTO state_roots (room_nid, digest_high, digest_low, root_nid)
      VALUES (#{room}, #{high}, #{low}, #{root}) ON CONFLICT DO NOTHING
      """)
  void remember(
      @Param("room") long room,
      @Param("high") long high,
      @Param("low") long low,
      @Param("root") long root);

  /// A named key.
  record KeyRow(long nid, String type, String key) {}

  /// A stored node.
  @SuppressWarnings("ArrayRecordComponent")
  record NodeRow(long nid, byte[] bytes) {}

  /// A stored node of one of several rooms.
  @SuppressWarnings("ArrayRecordComponent")
  record RoomNodeRow(long roomNid, long nid, byte[] bytes) {}
}
