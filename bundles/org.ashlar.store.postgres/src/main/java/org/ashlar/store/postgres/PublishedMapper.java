package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.PublishedRoom;
import org.jspecify.annotations.Nullable;

/// Reads and writes the public list of rooms. A page costs what it shows: the partial index has the
/// order of the list.
interface PublishedMapper {
  String WANTED =
      """
      FROM room_summaries s JOIN rooms r ON r.nid = s.room_nid
      WHERE s.published AND s.joined > 0
        AND (#{q.anyTerm}::boolean OR strpos(lower(s.name), lower(#{q.term})) > 0
          OR strpos(lower(s.topic), lower(#{q.term})) > 0
          OR strpos(lower(s.canonical_alias), lower(#{q.term})) > 0)
        AND (#{q.anyType}::boolean OR coalesce(s.room_type, '') = ANY(#{q.types}::text[]))
      """;
  String ROOMS =
      """
      SELECT r.room_id, s.room_nid, s.joined, s.name, s.canonical_alias, s.topic, s.avatar,
        s.join_rule, s.guest_access, s.history_visibility, s.room_type
      """
          + WANTED;

  @Update("UPDATE room_summaries SET published = #{published} WHERE room_nid = #{room}")
  int publish(@Param("room") long room, @Param("published") boolean published);

  @Select("SELECT room_nid FROM room_summaries WHERE room_nid = #{room} AND published")
  List<Long> published(@Param("room") long room);

  @Select(
      ROOMS
          + """
          AND (s.joined, s.room_nid) < (#{q.joined}::bigint, #{q.room}::bigint)
          ORDER BY s.joined DESC, s.room_nid DESC LIMIT #{q.limit}
          """)
  List<Row> after(@Param("q") Query query);

  @Select(
      ROOMS
          + """
          AND (s.joined, s.room_nid) > (#{q.joined}::bigint, #{q.room}::bigint)
          ORDER BY s.joined, s.room_nid LIMIT #{q.limit}
          """)
  List<Row> before(@Param("q") Query query);

  @Select("SELECT count(*) " + WANTED)
  long count(@Param("q") Query query);

  /// What is wanted.
  @SuppressWarnings("ArrayRecordComponent")
  record Query(
      boolean anyTerm,
      String term,
      boolean anyType,
      String[] types,
      long joined,
      long room,
      int limit) {}

  /// A room of the list.
  record Row(
      String roomId,
      long roomNid,
      long joined,
      @Nullable String name,
      @Nullable String alias,
      @Nullable String topic,
      @Nullable String avatar,
      @Nullable String joinRule,
      @Nullable String guestAccess,
      @Nullable String historyVisibility,
      @Nullable String roomType) {
    PublishedRoom room() {
      return new PublishedRoom(
          new RoomId(roomId),
          roomNid,
          joined,
          StoredText.decodeNullable(name),
          StoredText.decodeNullable(alias),
          StoredText.decodeNullable(topic),
          StoredText.decodeNullable(avatar),
          StoredText.decodeNullable(joinRule),
          StoredText.decodeNullable(guestAccess),
          StoredText.decodeNullable(historyVisibility),
          StoredText.decodeNullable(roomType));
    }
  }
}
