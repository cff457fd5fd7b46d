-- Rooms that were joined before their state was known in full: by which event, and the servers that
-- were in them then.
CREATE TABLE partial_rooms (
  room_nid bigint PRIMARY KEY,
  join_nid bigint NOT NULL,
  servers text[] COLLATE "C" NOT NULL
);

-- The stream of rooms whose state became known in full; event_pos is the place in the stream of
-- events at which that happened. Its high-water row is 'completions'.
CREATE TABLE completed_rooms (
  writer smallint NOT NULL,
  pos bigint NOT NULL,
  room_nid bigint NOT NULL,
  event_pos bigint NOT NULL,
  PRIMARY KEY (writer, pos)
);
CREATE INDEX completed_rooms_room ON completed_rooms (room_nid);
