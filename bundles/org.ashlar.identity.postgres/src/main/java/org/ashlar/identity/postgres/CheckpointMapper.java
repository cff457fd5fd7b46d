package org.ashlar.identity.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Statements about checkpoints of unread counts; each is a transaction of its own.
interface CheckpointMapper {
  @Select(
      """
      select room_id, thread, read_to, counted_to, notifications, highlights, newest
      from unread_checkpoints where user_id = #{user} and room_id = any(#{rooms})
      """)
  List<Row> checkpoints(@Param("user") String user, @Param("rooms") String[] rooms);

  /// Locks the main timelines first, so that writers of one room follow each other and none goes
  /// back. What the second part inserts, the third does not see.
  @Insert(
      """
      with lines as (
        select room, thread, read_to, counted_to, notifications, highlights, newest::bigint[]
        from unnest(#{lines.rooms}::text[], #{lines.threads}::text[], #{lines.readTo}::bigint[],
          #{lines.countedTo}::bigint[], #{lines.notifications}::bigint[], #{lines.highlights}::bigint[],
          #{lines.newest}::text[])
          as l (room, thread, read_to, counted_to, notifications, highlights, newest)),
      heads as (
        insert into unread_checkpoints as c
          (user_id, room_id, thread, read_to, counted_to, notifications, highlights, newest)
        select #{user}, room, thread, read_to, counted_to, notifications, highlights, newest
        from lines where thread = 'main' order by room
        on conflict (user_id, room_id, thread) do update
        set read_to = excluded.read_to, counted_to = excluded.counted_to,
          notifications = excluded.notifications, highlights = excluded.highlights, newest = excluded.newest
        where c.counted_to < excluded.counted_to
        returning room_id),
      gone as (
        delete from unread_checkpoints c using heads h
        where c.user_id = #{user} and c.room_id = h.room_id and c.thread <> 'main'
          and not exists (select from lines l where l.room = c.room_id and l.thread = c.thread))
      insert into unread_checkpoints
        (user_id, room_id, thread, read_to, counted_to, notifications, highlights, newest)
      select #{user}, l.room, l.thread, l.read_to, l.counted_to, l.notifications, l.highlights, l.newest
      from lines l join heads h on h.room_id = l.room where l.thread <> 'main'
      on conflict (user_id, room_id, thread) do update
      set read_to = excluded.read_to, counted_to = excluded.counted_to,
        notifications = excluded.notifications, highlights = excluded.highlights, newest = excluded.newest
      """)
  int write(@Param("user") String user, @Param("lines") Lines lines);

  /// A timeline's row.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      String roomId,
      String thread,
      long readTo,
      long countedTo,
      long notifications,
      long highlights,
      Long[] newest) {}

  /// Timelines as columns; arrays of different lengths travel as text.
  @SuppressWarnings("ArrayRecordComponent")
  record Lines(
      String[] rooms,
      String[] threads,
      long[] readTo,
      long[] countedTo,
      long[] notifications,
      long[] highlights,
      String[] newest) {}
}
