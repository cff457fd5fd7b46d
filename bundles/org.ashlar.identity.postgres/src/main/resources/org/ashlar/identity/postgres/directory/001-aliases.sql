-- Room aliases of this server.
create table room_aliases (
  alias text collate "C" primary key,
  room_id text collate "C" not null,
  creator text collate "C" not null
);

create index room_aliases_room on room_aliases (room_id);
