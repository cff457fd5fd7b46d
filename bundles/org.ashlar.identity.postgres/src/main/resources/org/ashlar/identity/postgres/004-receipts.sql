-- Where the event of a receipt stands in the stream of events, so that an older one does not take its
-- place; null where that is not known. It counts only while placed is the receipt's own position:
-- versions that do not know these columns leave them as they were.
alter table receipts add column event_writer integer;
alter table receipts add column event_position bigint;
alter table receipts add column placed bigint;
