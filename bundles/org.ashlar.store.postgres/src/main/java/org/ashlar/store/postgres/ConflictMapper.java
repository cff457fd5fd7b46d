package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/// Finds out why a batch was refused.
interface ConflictMapper {
  /// Which of the ids belong to events that are there already.
  @Select("SELECT event_id FROM events WHERE event_id = ANY(#{ids}::text[])")
  List<String> knownEvents(@Param("ids") String[] ids);

  /// Which of the ids belong to rooms that are there already.
  @Select("SELECT room_id FROM rooms WHERE room_id = ANY(#{ids}::text[])")
  List<String> knownRooms(@Param("ids") String[] ids);

  /// Which of the rooms would not let an epoch write.
  @Select(
      """
      SELECT u.nid FROM unnest(#{heads.nids}::bigint[], #{heads.epochs}::bigint[]) AS u(nid, epoch)
      LEFT JOIN rooms r ON r.nid = u.nid WHERE r.nid IS NULL OR r.epoch > u.epoch
      """)
  List<Long> refusedRooms(@Param("heads") HeadRows heads);

  /// Which of the events were made by a transaction that is there already.
  @Select(
      """
      SELECT u.event_nid FROM unnest(#{rows.events}::bigint[], #{rows.devices}::bigint[],
        #{rows.hashes}::bigint[], #{rows.users}::text[], #{rows.deviceIds}::text[],
        #{rows.scopes}::text[], #{rows.ids}::text[])
        AS u(event_nid, device_hash, hash, user_id, device, scope, transaction_id)
      JOIN transactions t USING (device_hash, hash, user_id, device, scope, transaction_id)
      """)
  List<Long> knownTransactions(@Param("rows") TransactionRows rows);
}
