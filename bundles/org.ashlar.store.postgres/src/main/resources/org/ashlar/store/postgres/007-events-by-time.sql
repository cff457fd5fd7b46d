-- ashlar: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS events_room_time
  ON events (room_nid, origin_server_ts, depth, pos) WHERE pos IS NOT NULL;
