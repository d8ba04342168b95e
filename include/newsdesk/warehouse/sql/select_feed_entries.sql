-- The entries of the named feeds and publishers, or those that lead to the given addresses, first seen since a time, for a batch made by hand.
select e.entry_id, coalesce(e.host, '') as host, e.url, e.state
from ops.entries as e
join ops.feeds as f using (feed_id)
join news.publishers as p using (publisher_id)
where (
  f.name = any(%(feeds)s::text[]) or p.name = any(%(publishers)s::text[]) or e.url = any(%(urls)s::text[])
  or (%(feeds)s::text[] = '{}' and %(publishers)s::text[] = '{}' and %(urls)s::text[] = '{}')
)
and e.first_seen_at >= coalesce(%(since)s::timestamptz, '-infinity')
and (%(force)s or e.state in ('waiting', 'quarantined'))
order by e.entry_id
for update of e
