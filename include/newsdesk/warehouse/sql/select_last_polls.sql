-- The last polls of a feed, the newest first.
select polled_at, outcome, status, entries, new_entries, changed_entries, wire_bytes, next_poll_at, reason
from ops.polls where feed_id = %(feed_id)s order by polled_at desc limit %(most)s
