-- ashlar: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS events_without_place
  ON events (room_nid) WHERE pos IS NULL;
