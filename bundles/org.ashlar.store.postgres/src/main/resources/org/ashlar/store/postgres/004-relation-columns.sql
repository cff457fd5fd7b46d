-- What relations are looked up and ordered by. pos is null for events that are not shown; depth is
-- null only in rows that an earlier version wrote, until the next writer completes them.
ALTER TABLE relations ADD COLUMN depth bigint, ADD COLUMN pos bigint, ADD COLUMN ts bigint,
  ADD COLUMN type text COLLATE "C";
CREATE INDEX relations_incomplete ON relations (event_nid) WHERE depth IS NULL;
