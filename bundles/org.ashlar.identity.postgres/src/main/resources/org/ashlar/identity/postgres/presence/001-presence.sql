-- How far the stream of presence has come, by writer; see identity_positions.
create table presence_positions (
  writer integer primary key,
  position bigint not null
);

insert into presence_positions (writer, position) values (1, 0);

-- Presence of the users of this server; who was never there has no row.
create table presence (
  user_id text collate "C" primary key,
  -- 0 offline, 1 unavailable, 2 online
  state smallint not null,
  -- empty for none
  message text not null,
  last_active_ms bigint not null,
  writer integer not null,
  position bigint not null
);

create index presence_position on presence (writer, position);
create index presence_present on presence (state) where state > 0;
