package org.ashlar.identity.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/// Statements about the audit log.
interface AuditMapper {
  /// Lets one transaction at a time number entries.
  @Select("select number, hash, forgotten_number, forgotten_hash from audit_head for update")
  Head lock();

  @Select("select number, hash, forgotten_number, forgotten_hash from audit_head")
  Head head();

  @Select("select id from audit_entries where id = any(#{ids})")
  List<String> known(@Param("ids") String[] ids);

  @Insert(
      """
      insert into audit_entries (number, entry, hash)
      select number, entry, hash
      from unnest(#{rows.numbers}::bigint[], #{rows.entries}::text[], #{rows.hashes}::bytea[])
        as r (number, entry, hash)
      """)
  void add(@Param("rows") Columns rows);

  @Update("update audit_head set number = #{number}, hash = #{hash}")
  void move(@Param("number") long number, @Param("hash") byte[] hash);

  @Select("select audit_expire(#{before})")
  long expire(@Param("before") long before);

  @Select(
      """
      select number, entry, hash from audit_entries
      where number > #{after} and number <= #{filter.last}
        and time_ms >= #{filter.since} and time_ms < #{filter.until}
        and (#{filter.actor} = '' or actor = #{filter.actor})
        and starts_with(action, #{filter.action})
      order by number limit #{most}
      """)
  List<Row> page(
      @Param("after") long after, @Param("filter") Filter filter, @Param("most") int most);

  /// Where the log begins and ends.
  @SuppressWarnings("ArrayRecordComponent")
  record Head(long number, byte[] hash, long forgottenNumber, byte[] forgottenHash) {}

  /// Entries as columns.
  @SuppressWarnings("ArrayRecordComponent")
  record Columns(long[] numbers, String[] entries, byte[][] hashes) {}

  /// An entry.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(long number, String entry, byte[] hash) {}

  /// Which entries are wanted.
  ///
  /// @param last the greatest number
  /// @param since not older, in milliseconds
  /// @param until older, in milliseconds
  /// @param actor whose, empty for all
  /// @param action how the action begins, empty for all
  record Filter(long last, long since, long until, String actor, String action) {
    static final Filter ALL = new Filter(Long.MAX_VALUE, 0, Long.MAX_VALUE, "", "");

    Filter upTo(long number) {
      return new Filter(number, since, until, actor, action);
    }
  }
}
