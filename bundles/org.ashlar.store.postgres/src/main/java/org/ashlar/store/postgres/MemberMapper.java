package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;

/// Reads memberships.
interface MemberMapper {
  String MEMBERSHIP =
      """
      SELECT r.room_id, m.room_nid, m.user_id, m.membership, m.event_id, m.event_nid, m.writer,
        m.pos, m.forgotten
      FROM memberships m JOIN rooms r ON r.nid = m.room_nid
      """;

  @Select(MEMBERSHIP + " WHERE m.user_id = #{user}")
  List<Row> ofUser(@Param("user") String user);

  @Select(MEMBERSHIP + " WHERE m.room_nid = #{room}")
  List<Row> ofRoom(@Param("room") long room);

  @Select(MEMBERSHIP + " WHERE m.user_id = ANY(#{users}::text[]) AND m.room_nid = #{room}")
  List<Row> ofUsers(@Param("room") long room, @Param("users") String[] users);

  @Select(
      """
      SELECT DISTINCT o.user_id FROM memberships o
      WHERE o.user_id = ANY(#{others}::text[]) AND o.membership = 1
        AND o.room_nid IN (
          SELECT m.room_nid FROM memberships m WHERE m.user_id = #{user} AND m.membership = 1)
      """)
  List<String> sharing(@Param("user") String user, @Param("others") String[] others);

  @Select(
      """
      SELECT DISTINCT user_id FROM memberships
      WHERE room_nid = ANY(#{rooms}::bigint[]) AND membership = 1
        AND right(user_id, length(#{suffix})) = #{suffix}
      """)
  List<String> joined(@Param("rooms") long[] rooms, @Param("suffix") String suffix);

  @Update(
      """
      UPDATE memberships SET forgotten = #{forgotten}
      WHERE user_id = #{user} AND room_nid = #{room}
        AND (membership IN (4, 5) OR NOT #{forgotten}::boolean)
      """)
  void forget(
      @Param("room") long room, @Param("user") String user, @Param("forgotten") boolean forgotten);

  /// One membership.
  record Row(
      String roomId,
      long roomNid,
      String user,
      int membership,
      String eventId,
      long eventNid,
      int writer,
      long position,
      boolean forgotten) {

    MembershipRow membershipRow() {
      return new MembershipRow(
          new RoomId(roomId),
          roomNid,
          new UserId(user),
          StoredMembership.of(membership).word(),
          new EventId(eventId),
          eventNid,
          new Position(writer, position),
          forgotten);
    }
  }
}
