-- Users of this server. A user's number is used by the tables below; its id by everybody else.
create table accounts (
  nid bigint generated always as identity primary key,
  user_id text collate "C" not null unique,
  -- 0 user, 1 guest, 2 application service
  kind smallint not null,
  admin boolean not null,
  -- 0 active, 1 locked, 2 suspended, 3 shadow-banned, 4 deactivated, 5 expired
  status smallint not null default 0,
  password_hash text,
  user_type text,
  created_ms bigint not null
);

-- Devices exist apart from their tokens.
create table devices (
  account bigint not null references accounts on delete cascade,
  device_id text collate "C" not null,
  display_name text,
  last_seen_ms bigint,
  last_seen_address text,
  primary key (account, device_id)
);

-- Access tokens, by their SHA-256 only; they go with their device.
create table access_tokens (
  nid bigint generated always as identity primary key,
  hash bytea not null unique,
  account bigint not null references accounts on delete cascade,
  device_id text collate "C",
  scopes text[] not null default '{}',
  created_ms bigint not null,
  expires_ms bigint,
  foreign key (account, device_id) references devices on delete cascade
);

create index access_tokens_account on access_tokens (account, device_id);

-- What is kept for a short time: nonces, sessions of user-interactive authentication.
create table tickets (
  kind text collate "C" not null,
  id text collate "C" not null,
  data bytea not null,
  expires_ms bigint not null,
  primary key (kind, id)
);

create index tickets_expires on tickets (expires_ms);
