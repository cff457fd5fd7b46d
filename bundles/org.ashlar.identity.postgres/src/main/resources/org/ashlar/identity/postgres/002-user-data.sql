-- How far each stream has come, by writer; changed in the commit that appends. Never derived from
-- rows, which may go away. The row's lock makes the commits of a stream follow each other.
create table identity_positions (
  stream smallint not null,
  writer integer not null,
  position bigint not null,
  primary key (stream, writer)
);

-- 1 account data, 2 receipts
insert into identity_positions (stream, writer, position) values (1, 1, 0), (2, 1, 0);

-- Account data; the room is empty for what is global.
create table account_data (
  account bigint not null references accounts on delete cascade,
  room_id text collate "C" not null,
  type text collate "C" not null,
  content bytea not null,
  writer integer not null,
  position bigint not null,
  primary key (account, room_id, type)
);

create index account_data_of_account on account_data (account, writer, position);
create index account_data_position on account_data (writer, position);

-- Receipts of all users we know, also of other servers; the thread is empty for none.
create table receipts (
  room_id text collate "C" not null,
  type text collate "C" not null,
  user_id text collate "C" not null,
  thread text collate "C" not null,
  event_id text collate "C" not null,
  sent_ms bigint not null,
  writer integer not null,
  position bigint not null,
  primary key (room_id, user_id, type, thread)
);

create index receipts_of_room on receipts (room_id, writer, position);
create index receipts_position on receipts (writer, position);

create table filters (
  nid bigint generated always as identity primary key,
  account bigint not null references accounts on delete cascade,
  hash bytea not null,
  filter bytea not null,
  unique (account, hash)
);

create table profile_fields (
  account bigint not null references accounts on delete cascade,
  field text collate "C" not null,
  value bytea not null,
  primary key (account, field)
);
