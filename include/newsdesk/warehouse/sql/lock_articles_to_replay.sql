-- The next articles of a replay as they stand, each with one settled entry that leads to it, locked, and its stored page.
select
  a.article_id, a.capture_id, a.captured_at, coalesce(a.found ->> 'text', 'page') as kind, e.entry_id, e.url,
  a.found ->> 'text' = 'feed' or exists(select from raw.known_captures as c where c.capture_id = a.capture_id) as is_stored
from news.articles as a
join news.publishers as p using (publisher_id)
left join lateral (
  select entry_id, url from ops.entries
  where article_id = a.article_id and state in ('loaded', 'unchanged', 'duplicate') and url is not null
  order by entry_id
  limit 1
  for update skip locked
) as e on true
where a.article_id > %(after)s
  and (%(feeds)s::text[] = '{}' or exists (
    select from ops.entries as of_feed join ops.feeds as f using (feed_id)
    where of_feed.article_id = a.article_id and f.name = any(%(feeds)s::text[])))
  and (%(publishers)s::text[] = '{}' or p.name = any(%(publishers)s::text[]))
  and (%(urls)s::text[] = '{}' or a.article_id in (select u.article_id from news.article_urls as u where u.url = any(%(urls)s::text[])))
  and (%(parser_versions)s::text[] = '{}' or a.parser_version = any(%(parser_versions)s::text[]))
  and (not %(outdated)s or a.parser_version <> %(parser_version)s)
  and a.captured_at >= coalesce(%(since)s::timestamptz, '-infinity') and a.captured_at < coalesce(%(until)s::timestamptz, 'infinity')
order by a.article_id
limit %(most)s
