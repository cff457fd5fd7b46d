-- What events were before they were redacted, until the retention is over.
CREATE TABLE redacted_contents (
  event_nid bigint PRIMARY KEY,
  room_nid bigint NOT NULL,
  redacted_at bigint NOT NULL,
  json bytea NOT NULL
);
CREATE INDEX redacted_contents_age ON redacted_contents (redacted_at);

-- Rooms that nobody of this server may be in; they need not be known.
CREATE TABLE blocked_rooms (
  room_id text COLLATE "C" PRIMARY KEY
);
