-- Give feeds back that could not be asked for no fault of theirs; they are due again soon, or when their host has rested.
update ops.feeds as f set
  lease_token = null, lease_until = null,
  next_poll_at = greatest(
    clock_timestamp() + %(delay_seconds)s * interval '1 second',
    (select h.slow_until from ops.hosts as h where h.host = f.host))
from jsonb_to_recordset(%(rows)s::jsonb) as r (feed_id integer, lease_token bigint)
where f.feed_id = r.feed_id and f.lease_token = r.lease_token
