package org.ashlar.identity.postgres;

import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Statements about all that this bundle keeps of a room.
interface RoomRowMapper {
  @Delete(
      """
      with a as (delete from account_data where room_id = #{room} returning 1),
      r as (delete from receipts where room_id = #{room} returning 1),
      u as (delete from unread_checkpoints where room_id = #{room} returning 1),
      d as (delete from room_aliases where room_id = #{room} returning 1)
      select (select count(*) from a) + (select count(*) from r) + (select count(*) from u)
        + (select count(*) from d)
      """)
  void delete(@Param("room") String room);

  @Select(
      """
      select (select count(*) from account_data where room_id = #{room})
        + (select count(*) from receipts where room_id = #{room})
        + (select count(*) from unread_checkpoints where room_id = #{room})
        + (select count(*) from room_aliases where room_id = #{room})
      """)
  long count(@Param("room") String room);
}
