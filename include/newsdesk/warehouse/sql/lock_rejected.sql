-- The entries in quarantine that a retry may take, locked, with the stored page where reading it was what failed.
select
  q.entry_id, q.stage, q.reason, q.attempts, coalesce(q.url, e.link) as link, coalesce(e.url, '') as url, coalesce(e.host, '') as host,
  p.name as publisher, c.capture_id, c.captured_at, c.kind
from ops.quarantine as q
join ops.entries as e using (entry_id)
join ops.feeds as f using (feed_id)
join news.publishers as p using (publisher_id)
left join raw.known_captures as c on c.capture_id = q.capture_id and q.stage <> 'fetch'
where q.status = 'open' and e.state = 'quarantined' and q.entry_id > %(after)s
  and (%(reasons)s::text[] = '{}' or q.reasons && %(reasons)s::text[])
  and (%(publishers)s::text[] = '{}' or p.name = any(%(publishers)s::text[]))
  and (%(parser_versions)s::text[] = '{}' or q.parser_version = any(%(parser_versions)s::text[]))
  and q.last_at >= coalesce(%(since)s::timestamptz, '-infinity') and q.last_at < coalesce(%(until)s::timestamptz, 'infinity')
order by q.entry_id
limit %(most)s
for update of e skip locked
