-- Seconds until something is due: a feed that nobody polls, or an entry that waits for a batch.
select extract(epoch from min(due_at) - clock_timestamp()) as seconds
from (
  select min(greatest(next_poll_at, lease_until)) as due_at from ops.feeds where state = 'active'
  union all
  select min(coalesce(retry_at, changed_at)) from ops.entries where state = 'waiting' and batch_id is null
) as due
