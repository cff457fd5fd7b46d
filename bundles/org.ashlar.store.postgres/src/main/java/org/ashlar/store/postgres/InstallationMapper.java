package org.ashlar.store.postgres;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// What belongs to the whole installation.
interface InstallationMapper {
  @Insert(
      """
      INSERT INTO installation (placement, format_epoch) VALUES (#{placement}, #{epoch})
      ON CONFLICT (one) DO NOTHING
      """)
  void create(@Param("placement") byte[] placement, @Param("epoch") int epoch);

  @Select("SELECT placement, format_epoch FROM installation")
  Row row();

  @Select(
      """
      SELECT coalesce((SELECT h.position FROM writers w JOIN event_high_water h
        ON h.stream = 'events' AND h.writer = w.writer WHERE w.instance = #{instance}), 0)
      """)
  long position(@Param("instance") String instance);

  @Select("SELECT coalesce((SELECT writer FROM writers WHERE instance = #{instance}), 1)")
  int writer(@Param("instance") String instance);

  /// The row.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(byte[] placement, int formatEpoch) {}
}
