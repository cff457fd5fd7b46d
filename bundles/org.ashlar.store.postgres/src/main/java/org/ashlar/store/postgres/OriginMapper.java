package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Reads what two transactions of one room at a time, or a batch stored twice, would leave behind.
interface OriginMapper {
  /// Events that bear a writer that nobody is, or a number that the writer of its range has not
  /// given. A writer's range of numbers begins at its own number less one, shifted by 48 bits.
  @Select(
      """
      SELECT e.event_id FROM events e
      LEFT JOIN writers placed ON placed.writer = e.writer
      LEFT JOIN writers made ON made.writer = (e.nid >> 48) + 1
      WHERE e.room_nid = #{room} AND ((e.writer IS NOT NULL AND placed.writer IS NULL)
        OR made.writer IS NULL OR e.nid > made.event_nid)
      LIMIT 200
      """)
  List<String> strangers(@Param("room") long room);

  /// Events whose place another event has, too.
  @Select(
      """
      SELECT e.event_id FROM events e
      WHERE e.room_nid = #{room} AND e.pos > 0 AND EXISTS (
        SELECT 1 FROM events o WHERE o.writer = e.writer AND o.pos = e.pos AND o.nid <> e.nid)
      LIMIT 200
      """)
  List<String> contested(@Param("room") long room);

  /// Rows with a number that no writer has given, or that bear another writer than the event at
  /// their place.
  @Select(
      """
      SELECT 'rooms', count(*) FROM rooms x
      WHERE x.nid = #{room} AND NOT EXISTS (
        SELECT 1 FROM writers w WHERE w.writer = (x.nid >> 48) + 1 AND x.nid <= w.room_nid)
      UNION ALL SELECT 'state_nodes', count(*) FROM state_nodes x
      WHERE x.room_nid = #{room} AND NOT EXISTS (
        SELECT 1 FROM writers w
        WHERE w.writer = (x.node_nid >> 48) + 1 AND x.node_nid <= w.node_nid)
      UNION ALL SELECT 'state_deltas', count(*) FROM state_deltas x
      WHERE x.room_nid = #{room} AND EXISTS (
        SELECT 1 FROM events e
        WHERE e.room_nid = x.room_nid AND e.pos IS NOT NULL AND e.pos = x.pos
        HAVING count(*) > 0 AND NOT bool_or(e.writer = x.writer))
      UNION ALL SELECT 'memberships', count(*) FROM memberships x
      WHERE x.room_nid = #{room} AND EXISTS (
        SELECT 1 FROM events e
        WHERE e.room_nid = x.room_nid AND e.pos IS NOT NULL AND e.pos = x.pos
        HAVING count(*) > 0 AND NOT bool_or(e.writer = x.writer))
      """)
  List<InspectMapper.Table> strangeRows(@Param("room") long room);

  /// Rows that stand above the positions given to their writer.
  @Select(
      """
      SELECT 'state_deltas', count(*) FROM state_deltas x
      LEFT JOIN event_high_water h ON h.stream = 'events' AND h.writer = x.writer
      WHERE x.room_nid = #{room} AND (h.position IS NULL OR x.pos > h.position)
      UNION ALL SELECT 'memberships', count(*) FROM memberships x
      LEFT JOIN event_high_water h ON h.stream = 'events' AND h.writer = x.writer
      WHERE x.room_nid = #{room} AND (h.position IS NULL OR x.pos > h.position)
      """)
  List<InspectMapper.Table> early(@Param("room") long room);

  /// Whether the database itself refuses an event that it has.
  @Select(
      """
      SELECT count(*) = 1 FROM pg_index
      WHERE indexrelid = to_regclass('events_event_id') AND indisunique AND indisvalid
      """)
  boolean refusesRepeats();

  @Select(
      """
      SELECT event_id FROM events WHERE room_nid = #{room}
      GROUP BY event_id HAVING count(*) > 1 LIMIT 200
      """)
  List<String> repeated(@Param("room") long room);

  /// Events whose transaction another event bears, too, or that is of another user.
  @Select(
      """
      SELECT e.event_id FROM events e JOIN transactions t ON t.event_nid = e.nid
      WHERE e.room_nid = #{room} AND (t.user_id <> e.sender OR EXISTS (
        SELECT 1 FROM transactions o
        WHERE o.device_hash = t.device_hash AND o.hash = t.hash AND o.user_id = t.user_id
          AND o.device = t.device AND o.scope = t.scope AND o.transaction_id = t.transaction_id
          AND o.event_nid <> t.event_nid))
      LIMIT 200
      """)
  List<String> repeatedTransactions(@Param("room") long room);
}
