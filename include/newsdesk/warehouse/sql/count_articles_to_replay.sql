-- How many articles a replay would take.
select count(*) as articles
from news.articles as a
join news.publishers as p using (publisher_id)
where (%(feeds)s::text[] = '{}' or exists (
    select from ops.entries as of_feed join ops.feeds as f using (feed_id)
    where of_feed.article_id = a.article_id and f.name = any(%(feeds)s::text[])))
  and (%(publishers)s::text[] = '{}' or p.name = any(%(publishers)s::text[]))
  and (%(urls)s::text[] = '{}' or a.article_id in (select u.article_id from news.article_urls as u where u.url = any(%(urls)s::text[])))
  and (%(parser_versions)s::text[] = '{}' or a.parser_version = any(%(parser_versions)s::text[]))
  and (not %(outdated)s or a.parser_version <> %(parser_version)s)
  and a.captured_at >= coalesce(%(since)s::timestamptz, '-infinity') and a.captured_at < coalesce(%(until)s::timestamptz, 'infinity')
