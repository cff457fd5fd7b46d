package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.ashlar.base.id.EventId;
import org.ashlar.store.RelationSummary;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.ThreadRow;
import org.ashlar.store.TimelinePoint;

/// Reads relations between events. Empty texts stand for any type, 0 for any participant.
interface RelationMapper {
  String MATCHES =
      """
       AND l.room_nid = #{room} AND l.pos IS NOT NULL
        AND (#{relType} = '' OR l.rel_type = #{relType})
        AND (#{eventType} = '' OR l.type = #{eventType})
      """;

  String RANGE =
      """
       AND (l.depth, l.pos) > (#{low.depth}, #{low.number})
        AND (l.depth, l.pos) <= (#{high.depth}, #{high.number})
      """;

  String DIRECT =
      EventMapper.EVENT
          + " JOIN relations l ON l.event_nid = e.nid WHERE l.target = #{target}"
          + MATCHES
          + RANGE;

  String INDIRECT =
      EventMapper.EVENT
          + """
           JOIN (WITH RECURSIVE found (event_nid, event_id, level) AS (
              SELECT l.event_nid, x.event_id, 1
              FROM relations l JOIN events x ON x.nid = l.event_nid
              WHERE l.target = #{target}
          """
          + MATCHES
          + """
              UNION
              SELECT l.event_nid, x.event_id, f.level + 1
              FROM found f JOIN relations l ON l.target = f.event_id
                JOIN events x ON x.nid = l.event_nid
              WHERE f.level < #{levels}
          """
          + MATCHES
          + """
            ) SELECT DISTINCT event_nid FROM found) r2 ON r2.event_nid = e.nid
            JOIN relations l ON l.event_nid = e.nid
            WHERE TRUE
          """
          + RANGE;

  @Select(DIRECT + " ORDER BY l.depth, l.pos LIMIT #{limit}")
  List<StoredEvent> directForward(Page page);

  @Select(DIRECT + " ORDER BY l.depth DESC, l.pos DESC LIMIT #{limit}")
  List<StoredEvent> directBackward(Page page);

  @Select(INDIRECT + " ORDER BY l.depth, l.pos LIMIT #{limit}")
  List<StoredEvent> indirectForward(Page page);

  @Select(INDIRECT + " ORDER BY l.depth DESC, l.pos DESC LIMIT #{limit}")
  List<StoredEvent> indirectBackward(Page page);

  String COUNTED =
      """
       AND l.room_nid = w.room AND l.pos <= w.up_to AND l.sender <> ALL(#{ignored}::text[])
        AND (l.rel_type <> 'm.replace' OR (l.sender = w.sender AND l.type = w.type))
      """;

  @Select(
      """
      SELECT w.target, w.rel_type, w.total, w.own, ARRAY(
          SELECT l.event_nid FROM relations l
          WHERE l.target = w.target AND l.rel_type = w.rel_type
      """
          + COUNTED
          + """
              ORDER BY CASE w.rel_type WHEN 'm.thread' THEN -l.depth WHEN 'm.replace' THEN -l.ts
                  ELSE l.depth END,
                CASE w.rel_type WHEN 'm.reference' THEN l.pos ELSE -l.pos END
              LIMIT CASE w.rel_type WHEN 'm.thread' THEN #{threadEvents}
                WHEN 'm.replace' THEN #{replacements} ELSE #{references} END) AS newest
          FROM (
            SELECT w.target, w.room, w.sender, w.type, w.up_to, l.rel_type, count(*) AS total,
              bool_or(l.sender = #{reader}) AS own
            FROM unnest(#{targets}::text[], #{rooms}::bigint[], #{senders}::text[], #{types}::text[],
                #{upTos}::bigint[]) AS w(target, room, sender, type, up_to)
              JOIN relations l ON l.target = w.target
            WHERE l.rel_type IN ('m.thread', 'm.replace', 'm.reference')
          """
          + COUNTED
          + " GROUP BY w.target, w.room, w.sender, w.type, w.up_to, l.rel_type) w")
  List<SummaryRow> summaries(Counted counted);

  @Select(
      """
      SELECT p.nid, t.depth, t.pos
      FROM (
        SELECT DISTINCT ON (l.target) l.target, l.depth, l.pos FROM relations l
        WHERE l.room_nid = #{room} AND l.rel_type = 'm.thread' AND l.pos <= #{upTo}
          AND l.sender <> ALL(#{ignored}::text[])
        ORDER BY l.target, l.depth DESC, l.pos DESC) t
        JOIN events p ON p.event_id = t.target AND p.room_nid = #{room} AND p.status IN (0, 4)
      WHERE (t.depth, t.pos) <= (#{from.depth}, #{from.number})
        AND (#{participant} = '' OR p.sender = #{participant} OR EXISTS (
          SELECT 1 FROM relations o
          WHERE o.target = t.target AND o.rel_type = 'm.thread' AND o.room_nid = #{room}
            AND o.pos <= #{upTo} AND o.sender = #{participant}))
      ORDER BY t.depth DESC, t.pos DESC LIMIT #{limit}
      """)
  List<Thread> threads(Threads query);

  @Select(
      """
      SELECT EXISTS (SELECT 1 FROM relations l
        WHERE l.target = #{target} AND l.rel_type = #{relType} AND l.key = #{key}
          AND l.room_nid = #{room} AND l.sender = #{sender} AND l.type = #{type}
          AND l.pos IS NOT NULL)
      """)
  boolean isRelated(One one);

  /// Puts what its event says into rows of an earlier version of this bundle, which lack it.
  @Update(
      """
      UPDATE relations l SET depth = e.depth, ts = e.origin_server_ts, type = e.type,
        pos = CASE WHEN e.status IN (0, 4) THEN e.pos END
      FROM events e WHERE e.nid = l.event_nid AND l.depth IS NULL
      """)
  int complete();

  /// What one user's event says of another event.
  record One(long room, String sender, String type, String target, String relType, String key) {}

  /// A page of relations: after `low`, up to `high`.
  record Page(
      long room,
      String target,
      String relType,
      String eventType,
      int levels,
      TimelinePoint low,
      TimelinePoint high,
      int limit) {}

  /// What is counted; rooms, senders, types and last positions are those of the targets.
  @SuppressWarnings("ArrayRecordComponent")
  record Counted(
      String[] targets,
      long[] rooms,
      String[] senders,
      String[] types,
      long[] upTos,
      String reader,
      String[] ignored,
      int threadEvents,
      int replacements,
      int references) {}

  /// Which threads.
  @SuppressWarnings("ArrayRecordComponent")
  record Threads(
      long room, TimelinePoint from, String participant, String[] ignored, long upTo, int limit) {}

  /// A summary.
  record SummaryRow(String target, String relType, long total, boolean own, Long[] newest) {
    RelationSummary summary() {
      return new RelationSummary(new EventId(target), relType, total, own, List.of(newest));
    }
  }

  /// A thread.
  record Thread(long root, long depth, long position) {
    ThreadRow row() {
      return new ThreadRow(root, new TimelinePoint(depth, position));
    }
  }
}
