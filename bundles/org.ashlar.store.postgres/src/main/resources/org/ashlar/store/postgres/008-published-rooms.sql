-- What the public list of rooms shows beside the summary, and whether a room is in it.
ALTER TABLE room_summaries
  ADD COLUMN published boolean NOT NULL DEFAULT false,
  ADD COLUMN join_rule text,
  ADD COLUMN guest_access text,
  ADD COLUMN history_visibility text;
CREATE INDEX room_summaries_published ON room_summaries (joined, room_nid) WHERE published;

-- Rooms made before have these from their last change of state. Events with text that jsonb can
-- not hold keep none until they change again.
UPDATE room_summaries s SET
  join_rule = u.json -> 'content' ->> 'join_rule'
FROM (
  SELECT DISTINCT ON (d.room_nid) d.room_nid, convert_from(e.json, 'UTF8')::json AS json
  FROM state_keys k JOIN state_deltas d ON d.key_nid = k.nid JOIN events e ON e.nid = d.event_nid
  WHERE k.type = 'm.room.join_rules' AND k.state_key = '' AND position('\x5c75'::bytea IN e.json) = 0
  ORDER BY d.room_nid, d.pos DESC) u
WHERE u.room_nid = s.room_nid;

UPDATE room_summaries s SET
  guest_access = u.json -> 'content' ->> 'guest_access'
FROM (
  SELECT DISTINCT ON (d.room_nid) d.room_nid, convert_from(e.json, 'UTF8')::json AS json
  FROM state_keys k JOIN state_deltas d ON d.key_nid = k.nid JOIN events e ON e.nid = d.event_nid
  WHERE k.type = 'm.room.guest_access' AND k.state_key = '' AND position('\x5c75'::bytea IN e.json) = 0
  ORDER BY d.room_nid, d.pos DESC) u
WHERE u.room_nid = s.room_nid;

UPDATE room_summaries s SET
  history_visibility = u.json -> 'content' ->> 'history_visibility'
FROM (
  SELECT DISTINCT ON (d.room_nid) d.room_nid, convert_from(e.json, 'UTF8')::json AS json
  FROM state_keys k JOIN state_deltas d ON d.key_nid = k.nid JOIN events e ON e.nid = d.event_nid
  WHERE k.type = 'm.room.history_visibility' AND k.state_key = ''
    AND position('\x5c75'::bytea IN e.json) = 0
  ORDER BY d.room_nid, d.pos DESC) u
WHERE u.room_nid = s.room_nid;
