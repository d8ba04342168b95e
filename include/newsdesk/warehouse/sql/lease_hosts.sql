-- Take the named hosts that nobody asks now and that did not ask for a pause; those that can't be had are left out.
insert into ops.hosts as h (host, lease_token, lease_until)
select wanted.host, %(token)s, clock_timestamp() + make_interval(secs => %(lease_seconds)s)
from (select distinct unnest(%(hosts)s::text[]) as host order by 1) as wanted
on conflict (host) do update set
  lease_token = excluded.lease_token,
  lease_until = excluded.lease_until,
  -- A lease that ran out was not given back: its worker may have asked until then.
  next_request_at = case
    when h.lease_until is null then h.next_request_at
    else greatest(h.next_request_at, h.lease_until + make_interval(secs => greatest(%(delay_seconds)s, h.crawl_delay_seconds)))
  end
where (h.lease_until is null or h.lease_until < clock_timestamp())
  and (h.slow_until is null or h.slow_until <= clock_timestamp())
returning
  h.host,
  greatest(extract(epoch from h.next_request_at - clock_timestamp()), 0)::float8 as wait_seconds,
  h.crawl_delay_seconds::float8,
  h.robots_status,
  h.robots_body,
  h.robots_fetched_at,
  h.denials,
  coalesce(extract(epoch from h.denials_until - clock_timestamp()), 0)::float8 as denials_seconds
