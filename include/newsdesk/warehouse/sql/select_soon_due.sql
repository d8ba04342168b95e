-- Seconds until all is due that becomes due in the next half second: a run is woken so much ahead.
select coalesce(extract(epoch from max(due_at) - clock_timestamp()), 0)::float8 as seconds
from (
  select next_poll_at as due_at from ops.feeds where is_polled
  union all
  select retry_at from ops.entries where state = 'waiting' and batch_id is null
  union all
  select due_again_at from ops.batches where state = 'open'
) as due
where due_at > clock_timestamp() and due_at <= clock_timestamp() + interval '0.5 seconds'
