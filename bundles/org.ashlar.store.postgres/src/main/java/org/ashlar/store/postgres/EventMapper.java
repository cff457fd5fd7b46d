package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// Reads events.
interface EventMapper {
  String EVENT =
      """
      SELECT e.nid, e.room_nid, e.writer, e.pos, e.root_before, e.root_after, e.status, e.event_id,
        r.version, e.json, t.user_id, t.device, t.scope, t.transaction_id,
        coalesce(e.redacted_by, 0) AS redacted_by
      FROM events e JOIN rooms r ON r.nid = e.room_nid
        LEFT JOIN transactions t ON t.event_nid = e.nid
      """;

  /// What is in a timeline: accepted, also before the room's state was known in full.
  String SHOWN = " AND e.status IN (0, 4) ";

  String IN_ROOM = EVENT + " WHERE e.room_nid = #{room} AND e.pos IS NOT NULL" + SHOWN;

  @Select(EVENT + " WHERE e.event_id = ANY(#{ids}::text[])")
  List<Row> byIds(@Param("ids") String[] ids);

  @Select(EVENT + " WHERE e.nid = ANY(#{nids}::bigint[])")
  List<Row> byNids(@Param("nids") long[] nids);

  @Select(
      EVENT
          + """
          JOIN redactions x ON x.event_nid = e.nid
          WHERE x.target = ANY(#{targets}::text[]) ORDER BY e.nid
          """)
  List<Row> redactionsOf(@Param("targets") String[] targets);

  @Select(
      IN_ROOM
          + " AND e.pos > #{low.number} AND e.pos <= #{high.number} ORDER BY e.pos LIMIT #{limit}")
  List<Row> streamForward(Page page);

  @Select(
      IN_ROOM
          + " AND e.pos > #{low.number} AND e.pos <= #{high.number}"
          + " ORDER BY e.pos DESC LIMIT #{limit}")
  List<Row> streamBackward(Page page);

  @Select(
      IN_ROOM
          + " AND (e.depth, e.pos) > (#{low.depth}, #{low.number})"
          + " AND (e.depth, e.pos) <= (#{high.depth}, #{high.number})"
          + " ORDER BY e.depth, e.pos LIMIT #{limit}")
  List<Row> topologicalForward(Page page);

  @Select(
      IN_ROOM
          + " AND (e.depth, e.pos) > (#{low.depth}, #{low.number})"
          + " AND (e.depth, e.pos) <= (#{high.depth}, #{high.number})"
          + " ORDER BY e.depth DESC, e.pos DESC LIMIT #{limit}")
  List<Row> topologicalBackward(Page page);

  @Select(
      IN_ROOM
          + " AND e.origin_server_ts >= #{time}"
          + " ORDER BY e.origin_server_ts, e.depth, e.pos LIMIT #{limit}")
  List<Row> since(@Param("room") long room, @Param("time") long time, @Param("limit") int limit);

  @Select(
      IN_ROOM
          + " AND e.origin_server_ts <= #{time}"
          + " ORDER BY e.origin_server_ts DESC, e.depth DESC, e.pos DESC LIMIT #{limit}")
  List<Row> until(@Param("room") long room, @Param("time") long time, @Param("limit") int limit);

  @Select(
      EVENT
          + " WHERE e.writer = #{writer} AND e.pos > 0 AND e.pos > #{after} AND e.pos <= #{upTo}"
          + SHOWN
          + " ORDER BY e.pos LIMIT #{limit}")
  List<Row> stream(
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
  List<Row> stateChanges(
      @Param("rooms") long[] rooms, @Param("afters") long[] afters, @Param("upTos") long[] upTos);

  @Select(
      """
      SELECT e.nid, e.room_nid, e.writer, e.pos, e.root_before, e.root_after, e.status, e.event_id,
        r.version, e.json, t.user_id, t.device, t.scope, t.transaction_id,
        coalesce(e.redacted_by, 0) AS redacted_by
      FROM unnest(#{rooms}::bigint[], #{afters}::bigint[], #{upTos}::bigint[])
          AS s(room_nid, low, high)
        JOIN rooms r ON r.nid = s.room_nid
        CROSS JOIN LATERAL (SELECT * FROM events i
          WHERE i.room_nid = s.room_nid AND i.pos IS NOT NULL AND i.pos > s.low AND i.pos <= s.high
            AND i.status IN (0, 4)
          ORDER BY i.pos DESC LIMIT #{limit}) e
        LEFT JOIN transactions t ON t.event_nid = e.nid
      ORDER BY e.room_nid, e.pos DESC
      """)
  List<Row> newest(
      @Param("rooms") long[] rooms,
      @Param("afters") long[] afters,
      @Param("upTos") long[] upTos,
      @Param("limit") int limit);

  /// Part of a timeline: after `low`, up to `high`.
  record Page(
      long room,
      org.ashlar.store.TimelinePoint low,
      org.ashlar.store.TimelinePoint high,
      int limit) {}

  /// One event.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      long nid,
      long roomNid,
      @Nullable Integer writer,
      @Nullable Long position,
      long rootBefore,
      long rootAfter,
      int status,
      String eventId,
      String version,
      byte[] json,
      @Nullable String user,
      @Nullable String device,
      @Nullable String scope,
      @Nullable String transactionId,
      long redactedBy) {

    StoredEvent event() {
      RoomVersion known =
          RoomVersion.find(version)
              .orElseThrow(() -> new IllegalStateException("room version " + version));
      return new StoredEvent(
          nid,
          roomNid,
          position == null || writer == null ? null : new Position(writer, position),
          rootBefore,
          rootAfter,
          EventStatus.of(status),
          Event.read(new EventId(eventId), json, known),
          transaction(),
          redactedBy);
    }

    private @Nullable Transaction transaction() {
      if (user == null || device == null || scope == null || transactionId == null) {
        return null;
      }
      return new Transaction(
          new UserId(user),
          StoredText.decode(device),
          StoredText.decode(scope),
          StoredText.decode(transactionId));
    }
  }
}
