package org.ashlar.identity.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Statements about presence; each is a transaction of its own. Writes take their positions from
/// the stream's row, as those of [DataMapper] do.
interface PresenceMapper {
  String COLUMNS =
      """
      select user_id, state, message, last_active_ms, writer, position, profile from presence
      """;

  @Select(
      """
      with place as (
        update presence_positions set position = position + cardinality(#{rows.users}::text[])
        where writer = #{writer} returning position),
      written as (
        insert into presence
          (user_id, state, message, last_active_ms, writer, position, profile)
        select r.user_id, r.state, r.message, r.last_active, #{writer},
          p.position - cardinality(#{rows.users}::text[]) + r.place, r.profile
        from unnest(#{rows.users}::text[], #{rows.states}::bigint[], #{rows.messages}::text[],
          #{rows.lastActive}::bigint[], #{rows.profiles}::text[])
          with ordinality as r (user_id, state, message, last_active, profile, place), place p
        on conflict (user_id) do update
        set state = excluded.state, message = excluded.message,
          last_active_ms = excluded.last_active_ms, profile = excluded.profile,
          writer = excluded.writer, position = excluded.position)
      select position from place
      """)
  long write(@Param("rows") Columns rows, @Param("writer") int writer);

  @Select(COLUMNS + " where user_id = any(#{users}) order by position")
  List<Row> of(@Param("users") String[] users);

  @Select(
      COLUMNS
          + """
          where writer = #{writer} and position > #{after} and position <= #{upTo}
          order by position
          """)
  List<Row> since(
      @Param("writer") int writer, @Param("after") long after, @Param("upTo") long upTo);

  @Select(COLUMNS + " where state > 0 order by position")
  List<Row> present();

  @Select("select position from presence_positions where writer = #{writer}")
  long position(@Param("writer") int writer);

  /// Presence as columns.
  @SuppressWarnings("ArrayRecordComponent")
  record Columns(
      String[] users, long[] states, String[] messages, long[] lastActive, String[] profiles) {}

  /// A user's presence.
  record Row(
      String userId,
      int state,
      String message,
      long lastActiveMs,
      int writer,
      long position,
      String profile) {}
}
