-- Who did what. An entry is kept as the text that was written; what is searched is made of it. The
-- hash is SHA-256 of the hash before, the number and the text.
create table audit_entries (
  number bigint primary key,
  entry text collate "C" not null,
  hash bytea not null,
  id text collate "C" generated always as (entry::jsonb ->> 'id') stored unique,
  time_ms bigint generated always as ((entry::jsonb ->> 'time')::bigint) stored,
  actor text collate "C" generated always as (entry::jsonb ->> 'actor') stored,
  action text collate "C" generated always as (entry::jsonb ->> 'action') stored,
  target text collate "C" generated always as (entry::jsonb ->> 'target') stored,
  outcome text collate "C" generated always as (entry::jsonb ->> 'outcome') stored
);

create index audit_entries_time on audit_entries (time_ms);
create index audit_entries_actor on audit_entries (actor, number);

-- The one row that numbers entries, without gaps: the last entry, and the last that was forgotten.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  number bigint not null,
  hash bytea not null,
  forgotten_number bigint not null,
  forgotten_hash bytea not null
);

insert into audit_head (number, hash, forgotten_number, forgotten_hash)
values (0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

create function audit_refuse() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('ashlar.audit_expire', true) = 'on' then
    return old;
  end if;
  raise exception 'audit entries can not be changed: % of %', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_entries_rows before update or delete on audit_entries
  for each row execute function audit_refuse();
create trigger audit_entries_all before truncate on audit_entries
  for each statement execute function audit_refuse();
create trigger audit_head_rows before delete on audit_head
  for each row execute function audit_refuse();
create trigger audit_head_all before truncate on audit_head
  for each statement execute function audit_refuse();

-- The one way to forget: from the first entry on, up to the first that is not older.
create function audit_expire(before_ms bigint) returns bigint language plpgsql as $$
declare
  last_old audit_entries;
  gone bigint;
begin
  perform 1 from audit_head for update;
  select * into last_old from audit_entries
  where number < coalesce(
    (select number from audit_entries where time_ms >= before_ms order by number limit 1),
    9223372036854775807)
  order by number desc limit 1;
  if not found then
    return 0;
  end if;
  perform set_config('ashlar.audit_expire', 'on', true);
  delete from audit_entries where number <= last_old.number;
  get diagnostics gone = row_count;
  perform set_config('ashlar.audit_expire', 'off', true);
  update audit_head set forgotten_number = last_old.number, forgotten_hash = last_old.hash;
  return gone;
end
$$;
