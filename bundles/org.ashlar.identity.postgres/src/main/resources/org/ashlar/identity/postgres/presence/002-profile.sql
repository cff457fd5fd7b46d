-- Name and picture since they were last changed, as JSON; empty for none.
alter table presence add column profile text not null default '';
