-- Seconds until a feed, an entry, a push or a forgotten batch becomes due after a moment, whether something has been due since before it,
-- and whether a feed is being polled, which will give it another due time.
select
  clock_timestamp() as read_at,
  extract(epoch from min(due_at) filter (where due_at > %(after)s) - clock_timestamp())::float8 as seconds,
  coalesce(bool_or(due_at <= %(after)s), false) as is_overdue,
  (select count(*) from ops.feeds where is_polled and lease_until > clock_timestamp()) > 0 as is_polling
from (
  select min(greatest(next_poll_at, lease_until)) as due_at from ops.feeds
  where is_polled and greatest(next_poll_at, lease_until) > %(after)s
  union all
  select min(greatest(next_poll_at, lease_until)) from ops.feeds where is_polled
  union all
  select min(coalesce(retry_at, changed_at)) from ops.entries
  where state = 'waiting' and batch_id is null and coalesce(retry_at, changed_at) > %(after)s
  union all
  select min(coalesce(retry_at, changed_at)) from ops.entries where state = 'waiting' and batch_id is null
  union all
  select min(due_again_at) from ops.batches where state = 'open' and due_again_at > %(after)s
  union all
  select min(due_again_at) from ops.batches where state = 'open'
  union all
  select min(received_at) from ops.inbox where state = 'waiting' and received_at > %(after)s
  union all
  select min(received_at) from ops.inbox where state = 'waiting'
) as due
