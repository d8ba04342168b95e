-- Give leased hosts back, each with the seconds that its next request must still wait.
update ops.hosts as h set
  lease_token = null,
  lease_until = null,
  next_request_at = clock_timestamp() + make_interval(secs => given.wait_seconds)
from (
  select * from unnest(%(hosts)s::text[], %(waits)s::float8[]) as t (host, wait_seconds) order by host
) as given
where h.host = given.host and h.lease_token = %(token)s
returning h.host
