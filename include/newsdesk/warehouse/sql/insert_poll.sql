-- Write down one attempt to poll a feed.
insert into ops.polls (feed_id, polled_at, status, outcome, reason, entries, new_entries, changed_entries, wire_bytes, next_poll_at)
values
  (%(feed_id)s, %(polled_at)s, %(status)s, %(outcome)s, %(reason)s, %(entries)s, %(new_entries)s, %(changed_entries)s, %(wire_bytes)s,
   %(next_poll_at)s)
