-- ashlar: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS events_partial
  ON events (room_nid, pos) WHERE status IN (4, 5);
