-- Events that placed events name as previous and that have no place themselves. Covered: an
-- accepted event follows, so that it can not become a forward extremity when it comes.
CREATE TABLE backward_extremities (
  room_nid bigint NOT NULL,
  covered boolean NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (room_nid, event_id)
);

-- The forward extremities after the accepted event at a position, where they are others than just
-- this event.
CREATE TABLE extremity_history (
  room_nid bigint NOT NULL,
  pos bigint NOT NULL,
  extremities bigint[] NOT NULL,
  PRIMARY KEY (room_nid, pos)
);
