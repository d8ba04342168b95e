-- Parsed pages of a batch whose text other articles of the publisher have: the earliest of these under another title, if it is earlier than the page, and how many there are within a day.
with page as (
  select
    p.page_id, p.article_url, p.captured_at, f.publisher_id, p.article ->> 'title' as title, p.article ->> 'body' as body
  from staging.pages as p
  join ops.entries as e on e.entry_id = p.entry_ids[1]
  join ops.feeds as f using (feed_id)
  where p.batch_id = %(batch_id)s and p.state = 'parsed' and p.article ->> 'body' <> ''
), other as (
  select page.page_id, a.url, a.title <> page.title as retitled, a.first_seen_at as seen_at, a.loaded_at > now() - interval '1 day' as recent
  from page
  join news.articles as a on a.publisher_id = page.publisher_id and md5(a.body) = md5(page.body)
  where a.url <> page.article_url
  union all
  select page.page_id, o.article_url, o.title <> page.title and o.page_id < page.page_id, o.captured_at, true
  from page
  join page as o on o.publisher_id = page.publisher_id and o.body = page.body
  where o.article_url <> page.article_url
)
select
  page_id, count(distinct url) filter (where recent) as within_a_day,
  (array_agg(url order by seen_at, url) filter (where retitled))[1] as url
from other
group by page_id
