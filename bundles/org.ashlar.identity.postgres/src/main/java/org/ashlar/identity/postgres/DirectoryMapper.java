package org.ashlar.identity.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Statements about room aliases; each is a transaction of its own.
interface DirectoryMapper {
  @Insert(
      """
      insert into room_aliases (alias, room_id, creator)
      values (#{row.alias}, #{row.room}, #{row.creator})
      on conflict (alias) do nothing
      """)
  int create(@Param("row") AliasRow row);

  @Select("select alias, room_id, creator from room_aliases where alias = #{alias}")
  List<AliasRow> alias(@Param("alias") String alias);

  @Delete("delete from room_aliases where alias = #{alias} and room_id = #{room}")
  int delete(@Param("alias") String alias, @Param("room") String room);

  @Select("select alias from room_aliases where room_id = #{room} order by alias")
  List<String> aliasesOf(@Param("room") String room);

  @Select("update room_aliases set room_id = #{to} where room_id = #{from} returning alias")
  List<String> move(@Param("from") String from, @Param("to") String to);

  /// An alias.
  record AliasRow(String alias, String room, String creator) {}
}
