-- The event that redacted an event first. The bytes of a redacted event are replaced.
ALTER TABLE events ADD COLUMN redacted_by bigint;

-- Redactions by the event they name, which need not be known.
CREATE TABLE redactions (
  event_nid bigint PRIMARY KEY,
  room_nid bigint NOT NULL,
  target text COLLATE "C" NOT NULL
);
CREATE INDEX redactions_target ON redactions (target);
