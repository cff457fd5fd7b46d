-- What the whole installation shares: the secret that places state keys, and the epoch of the
-- meaning of node and event numbers.
CREATE TABLE installation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  placement bytea NOT NULL CHECK (length(placement) = 16),
  format_epoch integer NOT NULL
);

-- Who writes, and the last numbers that each has given; changed by every appending commit and never
-- derived from the rows of other tables.
CREATE TABLE writers (
  writer smallint PRIMARY KEY,
  instance text COLLATE "C" NOT NULL UNIQUE,
  commits bigint NOT NULL,
  room_nid bigint NOT NULL,
  event_nid bigint NOT NULL,
  node_nid bigint NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE event_high_water (
  stream text COLLATE "C" NOT NULL,
  writer smallint NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (stream, writer)
) WITH (fillfactor = 10);

-- The row that every event of a room changes: narrow, with room for the change on its page.
CREATE TABLE rooms (
  nid bigint PRIMARY KEY,
  epoch bigint NOT NULL,
  current_root bigint NOT NULL,
  last_bump bigint NOT NULL,
  extremities bigint[] NOT NULL,
  room_id text COLLATE "C" NOT NULL UNIQUE,
  version text COLLATE "C" NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE room_summaries (
  room_nid bigint PRIMARY KEY,
  joined bigint NOT NULL DEFAULT 0,
  invited bigint NOT NULL DEFAULT 0,
  name text,
  canonical_alias text,
  topic text,
  avatar text,
  encryption text,
  room_type text
) WITH (fillfactor = 70);

-- pos is null for outliers and negative for backfill. Status: see EventStatus.
CREATE TABLE events (
  nid bigint PRIMARY KEY,
  room_nid bigint NOT NULL,
  pos bigint,
  depth bigint NOT NULL,
  origin_server_ts bigint NOT NULL,
  root_before bigint NOT NULL,
  root_after bigint NOT NULL,
  writer smallint,
  status smallint NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  sender text COLLATE "C" NOT NULL,
  json bytea NOT NULL
);
CREATE UNIQUE INDEX events_event_id ON events (event_id);
CREATE INDEX events_room_pos ON events (room_nid, pos) WHERE pos IS NOT NULL;
CREATE INDEX events_room_depth ON events (room_nid, depth, pos) WHERE pos IS NOT NULL;
CREATE INDEX events_pos ON events (writer, pos) WHERE pos > 0;

CREATE TABLE state_keys (
  nid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type text COLLATE "C" NOT NULL,
  state_key text COLLATE "C" NOT NULL,
  UNIQUE (type, state_key)
);

CREATE TABLE state_nodes (
  room_nid bigint NOT NULL,
  node_nid bigint NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (room_nid, node_nid)
);

CREATE TABLE state_roots (
  room_nid bigint NOT NULL,
  digest_high bigint NOT NULL,
  digest_low bigint NOT NULL,
  root_nid bigint NOT NULL,
  PRIMARY KEY (room_nid, digest_high, digest_low)
);

-- Changes of the current state; event_nid is null when a key went away.
CREATE TABLE state_deltas (
  room_nid bigint NOT NULL,
  pos bigint NOT NULL,
  key_nid bigint NOT NULL,
  event_nid bigint,
  writer smallint NOT NULL,
  PRIMARY KEY (room_nid, pos, key_nid)
);

-- Membership: 1 join, 2 invite, 3 knock, 4 leave, 5 ban.
CREATE TABLE memberships (
  room_nid bigint NOT NULL,
  event_nid bigint NOT NULL,
  pos bigint NOT NULL,
  writer smallint NOT NULL,
  membership smallint NOT NULL,
  forgotten boolean NOT NULL DEFAULT false,
  user_id text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, room_nid)
) WITH (fillfactor = 90);
CREATE INDEX memberships_room ON memberships (room_nid, membership, pos);

-- Servers of joined members, with their number; rows may stand at 0.
CREATE TABLE joined_hosts (
  room_nid bigint NOT NULL,
  joined bigint NOT NULL,
  server text COLLATE "C" NOT NULL,
  PRIMARY KEY (room_nid, server)
) WITH (fillfactor = 70);

-- Transactions of the last day. The hashes only filter; the key is compared in full.
CREATE TABLE transactions (
  event_nid bigint PRIMARY KEY,
  device_hash bigint NOT NULL,
  hash bigint NOT NULL,
  created_at bigint NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  device text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL,
  transaction_id text COLLATE "C" NOT NULL
);
CREATE INDEX transactions_hash ON transactions (device_hash, hash);

-- The target need not be known.
CREATE TABLE relations (
  event_nid bigint PRIMARY KEY,
  room_nid bigint NOT NULL,
  target text COLLATE "C" NOT NULL,
  rel_type text COLLATE "C" NOT NULL,
  key text COLLATE "C",
  sender text COLLATE "C" NOT NULL
);

-- Whom an event notifies by itself: one row, whatever the number of members.
CREATE TABLE mentions (
  event_nid bigint PRIMARY KEY,
  room_nid bigint NOT NULL,
  whole_room boolean NOT NULL,
  users text[] COLLATE "C" NOT NULL
);
