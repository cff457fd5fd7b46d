-- Whether a user who left for ever asked that others no longer see what it sent.
alter table accounts add column erased boolean not null default false;

-- A token may have a second secret that is good for one more pair. The new pair remembers which one
-- it replaces until it is first used; only then does the old one end.
alter table access_tokens add column refresh_hash bytea;
alter table access_tokens add column refresh_expires_ms bigint;
alter table access_tokens add column replaces bigint references access_tokens on delete set null;

create unique index access_tokens_refresh on access_tokens (refresh_hash);
create index access_tokens_replaces on access_tokens (replaces) where replaces is not null;
