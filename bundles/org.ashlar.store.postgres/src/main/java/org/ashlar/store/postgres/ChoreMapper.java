package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Keeps chores.
interface ChoreMapper {
  @Insert("INSERT INTO chores VALUES (#{kind}, #{subject}) ON CONFLICT DO NOTHING")
  void keep(@Param("kind") String kind, @Param("subject") String subject);

  @Delete("DELETE FROM chores WHERE kind = #{kind} AND subject = #{subject}")
  void drop(@Param("kind") String kind, @Param("subject") String subject);

  @Select("SELECT kind, subject FROM chores ORDER BY kind, subject")
  List<Row> all();

  /// A chore.
  record Row(String kind, String subject) {}
}
