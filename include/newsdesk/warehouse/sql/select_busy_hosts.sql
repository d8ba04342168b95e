-- Tell for hosts that could not be leased how long they will be out of reach at most, and whether they asked for it.
select
  host,
  greatest(extract(epoch from greatest(slow_until, lease_until) - clock_timestamp()), 1)::float8 as seconds,
  coalesce(slow_until > clock_timestamp(), false) as is_slow
from ops.hosts
where host = any(%(hosts)s::text[])
