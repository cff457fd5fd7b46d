-- What has been counted for readers; derived, may be deleted at any time. A timeline is a thread's
-- root or "main"; every room that was counted has its main timeline here.
create table unread_checkpoints (
  user_id text collate "C" not null,
  room_id text collate "C" not null,
  thread text collate "C" not null,
  -- the position that the reader has read up to
  read_to bigint not null,
  -- the position that has been counted up to, the same in all timelines of a room
  counted_to bigint not null,
  notifications bigint not null,
  highlights bigint not null,
  -- positions of the newest events that count, ascending; negative when highlighted
  newest bigint[] not null,
  primary key (user_id, room_id, thread)
);
