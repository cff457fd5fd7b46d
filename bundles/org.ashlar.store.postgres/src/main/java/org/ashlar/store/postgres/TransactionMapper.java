package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.jspecify.annotations.Nullable;

/// Reads and sweeps transactions.
interface TransactionMapper {
  @Select(
      """
      SELECT hash FROM transactions
      WHERE device_hash = #{deviceHash} AND user_id = #{user} AND device = #{device}
      """)
  List<Long> hashes(
      @Param("deviceHash") long deviceHash,
      @Param("user") String user,
      @Param("device") String device);

  @Select(
      """
      SELECT e.event_id FROM transactions t JOIN events e ON e.nid = t.event_nid
      WHERE t.device_hash = #{deviceHash} AND t.hash = #{hash} AND t.user_id = #{user}
        AND t.device = #{device} AND t.scope = #{scope} AND t.transaction_id = #{id}
      """)
  @Nullable String event(Key key);

  @Select(
      """
      SELECT event_nid, transaction_id FROM transactions
      WHERE event_nid = ANY(#{nids}::bigint[]) AND user_id = #{user} AND device = #{device}
      """)
  List<Sent> sent(
      @Param("user") String user, @Param("device") String device, @Param("nids") long[] nids);

  /// Deletes the oldest rows if they were made before a time.
  @Delete(
      """
      DELETE FROM transactions WHERE event_nid IN (
        SELECT event_nid FROM (
          SELECT event_nid, created_at FROM transactions ORDER BY event_nid LIMIT #{most}) AS oldest
        WHERE created_at < #{before})
      """)
  int sweep(@Param("before") long before, @Param("most") int most);

  /// An event that was sent with a transaction id.
  record Sent(long event, String transactionId) {}

  /// A transaction's key, as stored.
  record Key(long deviceHash, long hash, String user, String device, String scope, String id) {}
}
