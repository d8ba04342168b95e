-- Write down attempts to poll.
insert into ops.polls (feed_id, polled_at, status, outcome, reason, entries, new_entries, changed_entries, wire_bytes, next_poll_at)
select feed_id, polled_at, status, outcome, reason, entries, new_entries, changed_entries, wire_bytes, next_poll_at
from jsonb_to_recordset(%(rows)s::jsonb) as r (
  feed_id integer, polled_at timestamptz, status smallint, outcome text, reason text, entries integer, new_entries integer,
  changed_entries integer, wire_bytes integer, next_poll_at timestamptz)
