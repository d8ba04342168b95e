-- When a feed, an entry, a push or a forgotten batch next becomes due after a moment, and whether something has been due before it.
-- Entries just found have no time of their own: the run that found them takes them, and they count as due before.
select
  clock_timestamp() as read_at,
  min(due_at) filter (where due_at > %(after)s) as due_at,
  coalesce(bool_or(due_at <= %(after)s), false) as is_overdue
from (
  select min(greatest(next_poll_at, lease_until)) as due_at from ops.feeds
  where is_polled and greatest(next_poll_at, lease_until) > %(after)s
  union all
  select min(greatest(next_poll_at, lease_until)) from ops.feeds where is_polled
  union all
  select min(retry_at) from ops.entries where state = 'waiting' and batch_id is null and retry_at > %(after)s
  union all
  select min(coalesce(retry_at, '-infinity')) from ops.entries where state = 'waiting' and batch_id is null
  union all
  select min(due_again_at) from ops.batches where state = 'open' and due_again_at > %(after)s
  union all
  select min(due_again_at) from ops.batches where state = 'open'
  union all
  select min(received_at) from ops.inbox where state = 'waiting' and received_at > %(after)s
  union all
  select min(received_at) from ops.inbox where state = 'waiting'
) as due
