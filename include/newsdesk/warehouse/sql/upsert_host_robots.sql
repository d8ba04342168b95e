-- Keep what a host's robots.txt says.
insert into ops.hosts as h (host, robots_status, robots_body, robots_fetched_at, crawl_delay_seconds)
values (%(host)s, %(status)s, %(body)s, %(fetched_at)s, %(crawl_delay_seconds)s)
on conflict (host) do update set
  robots_status = excluded.robots_status,
  robots_body = excluded.robots_body,
  robots_fetched_at = excluded.robots_fetched_at,
  crawl_delay_seconds = excluded.crawl_delay_seconds
