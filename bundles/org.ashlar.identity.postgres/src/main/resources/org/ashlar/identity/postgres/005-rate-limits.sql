-- What a user has in the place of the configured rate limits, as JSON; null for nothing.
alter table accounts add column rate_limits text;
