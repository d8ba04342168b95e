-- Give feeds back that could not be asked for no fault of theirs; they are due again soon.
update ops.feeds as f set
  lease_token = null, lease_until = null, next_poll_at = clock_timestamp() + %(delay_seconds)s * interval '1 second'
from jsonb_to_recordset(%(rows)s::jsonb) as r (feed_id integer, lease_token bigint)
where f.feed_id = r.feed_id and f.lease_token = r.lease_token
