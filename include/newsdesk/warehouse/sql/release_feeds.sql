-- Give feeds back that could not be asked for no fault of theirs; each is due again after its delay, or when its host has rested.
update ops.feeds as f set
  lease_token = null, lease_until = null,
  next_poll_at = greatest(
    clock_timestamp() + r.delay_seconds * interval '1 second',
    (select h.slow_until from ops.hosts as h where h.host = f.host))
from jsonb_to_recordset(%(rows)s::jsonb) as r (feed_id integer, lease_token bigint, delay_seconds float8)
where f.feed_id = r.feed_id and f.lease_token = r.lease_token
