package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelinePoint;

/// Reads events.
interface EventMapper {
  /// As [StoredEventReader] reads them.
  String COLUMNS =
      """
      SELECT e.nid, e.room_nid, e.writer, e.pos, e.root_before, e.root_after, e.status, e.event_id,
        e.json, coalesce(e.redacted_by, 0) AS redacted_by,
      """;

  String ROOM_VERSION = " r.version ";

  String EVENT =
      COLUMNS
          + ROOM_VERSION
          + """
          FROM events e JOIN rooms r ON r.nid = e.room_nid
          """;

  /// What is in a timeline: accepted, also before the room's state was known in full.
  String SHOWN = " AND e.status IN (0, 4) ";

  /// The version of the one room is looked up once, not for each event.
  String PLACED =
      COLUMNS
          + """
          (SELECT r.version FROM rooms r WHERE r.nid = #{room})
          FROM events e WHERE e.room_nid = #{room} AND e.pos IS NOT NULL
          """;

  String IN_ROOM = PLACED + SHOWN;

  @Select(EVENT + " WHERE e.event_id = ANY(#{ids}::text[])")
  List<StoredEvent> byIds(@Param("ids") String[] ids);

  @Select(EVENT + " WHERE e.nid = ANY(#{nids}::bigint[])")
  List<StoredEvent> byNids(@Param("nids") long[] nids);

  @Select(
      EVENT
          + """
          JOIN redactions x ON x.event_nid = e.nid
          WHERE x.target = ANY(#{targets}::text[]) ORDER BY e.nid
          """)
  List<StoredEvent> redactionsOf(@Param("targets") String[] targets);

  @Select(
      IN_ROOM
          + " AND e.pos > #{low.number} AND e.pos <= #{high.number} ORDER BY e.pos LIMIT #{limit}")
  List<StoredEvent> streamForward(Page page);

  @Select(
      IN_ROOM
          + " AND e.pos > #{low.number} AND e.pos <= #{high.number}"
          + " ORDER BY e.pos DESC LIMIT #{limit}")
  List<StoredEvent> streamBackward(Page page);

  @Select(
      IN_ROOM
          + " AND (e.depth, e.pos) > (#{low.depth}, #{low.number})"
          + " AND (e.depth, e.pos) <= (#{high.depth}, #{high.number})"
          + " ORDER BY e.depth, e.pos LIMIT #{limit}")
  List<StoredEvent> topologicalForward(Page page);

  @Select(
      IN_ROOM
          + " AND (e.depth, e.pos) > (#{low.depth}, #{low.number})"
          + " AND (e.depth, e.pos) <= (#{high.depth}, #{high.number})"
          + " ORDER BY e.depth DESC, e.pos DESC LIMIT #{limit}")
  List<StoredEvent> topologicalBackward(Page page);

  @Select(
      IN_ROOM
          + " AND e.origin_server_ts >= #{time}"
          + " ORDER BY e.origin_server_ts, e.depth, e.pos LIMIT #{limit}")
  List<StoredEvent> since(
      @Param("room") long room, @Param("time") long time, @Param("limit") int limit);

  @Select(
      IN_ROOM
          + " AND e.origin_server_ts <= #{time}"
          + " ORDER BY e.origin_server_ts DESC, e.depth DESC, e.pos DESC LIMIT #{limit}")
  List<StoredEvent> until(
      @Param("room") long room, @Param("time") long time, @Param("limit") int limit);

  @Select(PLACED + " AND e.status IN (4, 5) ORDER BY e.pos LIMIT #{limit}")
  List<StoredEvent> partial(@Param("room") long room, @Param("limit") int limit);

  @Select(PLACED + " AND e.pos > #{after} ORDER BY e.pos LIMIT #{limit}")
  List<StoredEvent> placed(
      @Param("room") long room, @Param("after") long after, @Param("limit") int limit);

  @Select(
      EVENT
          + " WHERE e.writer = #{writer} AND e.pos > 0 AND e.pos > #{after} AND e.pos <= #{upTo}"
          + SHOWN
          + " ORDER BY e.pos LIMIT #{limit}")
  List<StoredEvent> stream(
      @Param("writer") int writer,
      @Param("after") long after,
      @Param("upTo") long upTo,
      @Param("limit") int limit);

  @Select(
      EVENT
          + """
          JOIN (SELECT DISTINCT ON (c.room_nid, c.key_nid) c.event_nid
            FROM unnest(#{rooms}::bigint[], #{afters}::bigint[], #{upTos}::bigint[])
                AS s(room_nid, low, high)
              JOIN state_deltas c
                ON c.room_nid = s.room_nid AND c.pos > s.low AND c.pos <= s.high
            ORDER BY c.room_nid, c.key_nid, c.pos DESC) d ON d.event_nid = e.nid
          """)
  List<StoredEvent> stateChanges(
      @Param("rooms") long[] rooms, @Param("afters") long[] afters, @Param("upTos") long[] upTos);

  @Select(
      COLUMNS
          + ROOM_VERSION
          + """
          FROM unnest(#{rooms}::bigint[], #{afters}::bigint[], #{upTos}::bigint[])
              AS s(room_nid, low, high)
            JOIN rooms r ON r.nid = s.room_nid
            CROSS JOIN LATERAL (SELECT * FROM events i
              WHERE i.room_nid = s.room_nid AND i.pos IS NOT NULL AND i.pos > s.low AND i.pos <= s.high
                AND i.status IN (0, 4)
              ORDER BY i.pos DESC LIMIT #{limit}) e
          ORDER BY e.room_nid, e.pos DESC
          """)
  List<StoredEvent> newest(
      @Param("rooms") long[] rooms,
      @Param("afters") long[] afters,
      @Param("upTos") long[] upTos,
      @Param("limit") int limit);

  /// Part of a timeline: after `low`, up to `high`.
  record Page(long room, TimelinePoint low, TimelinePoint high, int limit) {}
}
