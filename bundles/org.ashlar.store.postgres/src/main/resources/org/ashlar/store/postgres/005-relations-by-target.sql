-- ashlar: no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS relations_target
  ON relations (target, rel_type, depth, pos);
