package org.ashlar.identity.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Statements about what users keep; each is a transaction of its own.
///
/// A write takes its positions from the stream's row, whose lock it holds until its commit: commits
/// of a stream follow each other in the order of their positions.
interface DataMapper {
  @Select(
      """
      with place as (
        update identity_positions set position = position + cardinality(#{data.users}::text[])
        where stream = 1 and writer = #{writer} returning position),
      rows as (
        select a.nid, d.room, d.type, d.content, d.place
        from unnest(#{data.users}::text[], #{data.rooms}::text[], #{data.types}::text[],
          #{data.contents}::bytea[]) with ordinality as d (user_id, room, type, content, place)
        join accounts a on a.user_id = d.user_id),
      written as (
        insert into account_data (account, room_id, type, content, writer, position)
        select r.nid, r.room, r.type, r.content, #{writer},
          p.position - cardinality(#{data.users}::text[]) + r.place
        from rows r, place p
        on conflict (account, room_id, type) do update
        set content = excluded.content, writer = excluded.writer, position = excluded.position)
      select position from place
      """)
  long writeAccountData(@Param("data") Rows.Data data, @Param("writer") int writer);

  @Select(
      """
      select content from account_data
      where account = (select nid from accounts where user_id = #{user})
        and room_id = #{room} and type = #{type}
      """)
  List<Rows.Bytes> accountData(
      @Param("user") String user, @Param("room") String room, @Param("type") String type);

  @Select(
      """
      select room_id, type, content, writer, position from account_data
      where account = (select nid from accounts where user_id = #{user})
        and writer = #{writer} and position > #{after} and position <= #{upTo}
      order by position
      """)
  List<Rows.Datum> accountDataSince(
      @Param("user") String user,
      @Param("writer") int writer,
      @Param("after") long after,
      @Param("upTo") long upTo);

  @Select(
      """
      select room_id, type, content, writer, position from account_data
      where account = (select nid from accounts where user_id = #{user}) and room_id = #{room}
      order by position
      """)
  List<Rows.Datum> roomAccountData(@Param("user") String user, @Param("room") String room);

  @Select(
      """
      select distinct a.user_id from account_data d join accounts a on a.nid = d.account
      where d.writer = #{writer} and d.position > #{after} and d.position <= #{upTo}
      """)
  List<String> accountDataUsers(
      @Param("writer") int writer, @Param("after") long after, @Param("upTo") long upTo);

  /// Lets others who write to a stream wait for the end of the transaction.
  @Select(
      """
      select position from identity_positions where stream = #{stream} and writer = #{writer}
      for no key update
      """)
  long lock(@Param("stream") int stream, @Param("writer") int writer);

  @Select("select position from identity_positions where stream = #{stream} and writer = #{writer}")
  long position(@Param("stream") int stream, @Param("writer") int writer);

  /// Stores receipts that replace what is there; the caller holds the stream's row ([#lock]), so
  /// that this reads what the commit before has stored. Gives the stream's position, once for each
  /// stored receipt with its number, or once without.
  ///
  /// The place of a receipt's event counts only while `placed` is the receipt's position: versions
  /// before 004 know neither.
  @Select(
      """
      with wanted as (
        select r.*, row_number() over (order by r.number) as step
        from unnest(#{data.rooms}::text[], #{data.types}::text[], #{data.users}::text[],
          #{data.threads}::text[], #{data.events}::text[], #{data.sent}::bigint[],
          #{data.writers}::bigint[], #{data.places}::bigint[])
          with ordinality as r (room, type, user_id, thread, event, sent, event_writer,
            event_position, number)
        left join receipts old on old.room_id = r.room and old.user_id = r.user_id
          and old.type = r.type and old.thread = r.thread
        where coalesce(old.placed <> old.position or old.event_writer <> r.event_writer
          or old.event_position < r.event_position, true)),
      place as (
        update identity_positions set position = position + (select count(*) from wanted)
        where stream = 2 and writer = #{writer} returning position),
      written as (
        insert into receipts (room_id, type, user_id, thread, event_id, sent_ms, writer, position,
          event_writer, event_position, placed)
        select w.room, w.type, w.user_id, w.thread, w.event, w.sent, #{writer}, w.step + p.base,
          w.event_writer, w.event_position, w.step + p.base
        from wanted w, (select position - (select count(*) from wanted) as base from place) p
        on conflict (room_id, user_id, type, thread) do update
        set event_id = excluded.event_id, sent_ms = excluded.sent_ms,
          writer = excluded.writer, position = excluded.position,
          event_writer = excluded.event_writer, event_position = excluded.event_position,
          placed = excluded.placed)
      select p.position, w.number from place p left join wanted w on true order by w.number
      """)
  List<Rows.Stored> writeReceipts(@Param("data") Rows.Receipts data, @Param("writer") int writer);

  @Select(
      """
      select room_id, type, user_id, thread, event_id, sent_ms, writer, position,
        case placed when position then event_writer end as event_writer,
        case placed when position then event_position end as event_position
      from receipts
      where room_id = any(#{rooms}) and writer = #{writer}
        and position > #{after} and position <= #{upTo}
      order by position
      """)
  List<Rows.ReceiptRow> receiptsSince(
      @Param("rooms") String[] rooms,
      @Param("writer") int writer,
      @Param("after") long after,
      @Param("upTo") long upTo);

  @Select(
      """
      select room_id, type, user_id, thread, event_id, sent_ms, writer, position,
        case placed when position then event_writer end as event_writer,
        case placed when position then event_position end as event_position
      from receipts
      where room_id = any(#{rooms}) and user_id = #{user} order by position
      """)
  List<Rows.ReceiptRow> receiptsOf(@Param("user") String user, @Param("rooms") String[] rooms);

  @Select(
      """
      select room_id, type, user_id, thread, event_id, sent_ms, writer, position,
        case placed when position then event_writer end as event_writer,
        case placed when position then event_position end as event_position
      from receipts
      where writer = #{writer} and position > #{after} and position <= #{upTo}
      order by position
      """)
  List<Rows.ReceiptRow> allReceipts(
      @Param("writer") int writer, @Param("after") long after, @Param("upTo") long upTo);

  @Select(
      """
      insert into filters (account, hash, filter)
      select nid, #{hash}, #{filter} from accounts where user_id = #{user}
      on conflict (account, hash) do update set hash = excluded.hash
      returning nid
      """)
  long addFilter(
      @Param("user") String user, @Param("hash") byte[] hash, @Param("filter") byte[] filter);

  @Select(
      """
      select filter from filters
      where nid = #{id} and account = (select nid from accounts where user_id = #{user})
      """)
  List<Rows.Bytes> filter(@Param("user") String user, @Param("id") long id);

  @Select("select exists (select from accounts where user_id = #{user})")
  boolean exists(@Param("user") String user);

  @Select(
      """
      select field, value from profile_fields
      where account = (select nid from accounts where user_id = #{user}) order by field
      """)
  List<Rows.Field> profile(@Param("user") String user);

  @Insert(
      """
      insert into profile_fields (account, field, value)
      select nid, #{field}, #{value} from accounts where user_id = #{user}
      on conflict (account, field) do update set value = excluded.value
      """)
  int setProfileField(
      @Param("user") String user, @Param("field") String field, @Param("value") byte[] value);

  @Delete(
      """
      delete from profile_fields
      where field = #{field} and account = (select nid from accounts where user_id = #{user})
      """)
  int removeProfileField(@Param("user") String user, @Param("field") String field);
}
