-- ashlar: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS relations_threads
  ON relations (room_nid, target, depth DESC, pos DESC) WHERE rel_type = 'm.thread';
